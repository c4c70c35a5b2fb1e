import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAtMost } from '../../lib/text/read-at-most';

const folder = mkdtempSync(join(tmpdir(), 'tiltmeter-read-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a file up to the limit is read whole, and a longer one not at all', () => {
  const file = join(folder, 'a');
  writeFileSync(file, 'x'.repeat(10));
  expect(readAtMost(file, 10)?.toString()).toBe('x'.repeat(10));
  expect(readAtMost(file, 9)).toBeUndefined();
  writeFileSync(file, '');
  expect(readAtMost(file, 0)?.length).toBe(0);
});

test('a device that never ends is longer than any limit', () => {
  expect(readAtMost('/dev/zero', 3_000_000)).toBeUndefined();
});

test('a pipe is counted by what comes through it', () => {
  const script = `const { readAtMost } = require(${JSON.stringify(join(__dirname, '../../dist/lib/text/read-at-most.js'))});
    process.stdout.write(String(readAtMost('/dev/stdin', 5)?.length));`;
  const run = (input: string) =>
    execFileSync('sh', ['-c', `printf ${input} | "$0" -e "$1"`, process.execPath, script]).toString();
  expect([run('12345'), run('123456')]).toEqual(['5', 'undefined']);
});

test('a file that is not there is an error of the file system', () => {
  expect(() => readAtMost(join(folder, 'none'), 1)).toThrow(expect.objectContaining({ code: 'ENOENT' }));
});
