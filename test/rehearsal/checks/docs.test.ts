import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKS } from '../../../lib/rehearsal';

const root = join(__dirname, '../../..');

test('docs/checks.md has a row for each check, and no other', () => {
  const rows = readFileSync(join(root, 'docs/checks.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| [`'));
  expect(rows).toEqual(
    CHECKS.map(
      ({ code, severity, rule, consequence }) =>
        `| [\`${code}\`](checks/${code}.md) | ${severity} | ${rule} | ${consequence} |`,
    ),
  );
});

test.each(CHECKS.map(({ code }) => code))('%s has a file of its own', (code) => {
  expect(existsSync(join(root, 'lib/rehearsal/checks', `${code}.ts`))).toBe(true);
});
