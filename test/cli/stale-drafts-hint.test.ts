import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withDraftMark } from '../../lib/cli/draft/draft-mark';
import { staleDraftsHint } from '../../lib/cli/rehearse/stale-drafts-hint';

const cwd = mkdtempSync(join(tmpdir(), 'stale-drafts-'));
afterAll(() => rmSync(cwd, { recursive: true }));

test('drafts that nobody has edited are told to be written anew, and no others', () => {
  for (const name of ['a.yaml', 'b.yaml', 'edited.yaml'])
    writeFileSync(join(cwd, name), withDraftMark('title: x\n'));
  writeFileSync(join(cwd, 'edited.yaml'), withDraftMark('title: x\n').replace('title: x', 'title: y'));
  const hint = (...files: string[]) =>
    staleDraftsHint(
      files.map((file) => ({ file, message: 'unknown alarm' })),
      cwd,
    );
  const rest =
    'that nobody has edited; tiltmeter draft --update writes anew what the template has, and removes the rest';
  expect(hint('a.yaml', 'a.yaml', 'edited.yaml')).toBe(`rehearse: a.yaml is a draft ${rest}`);
  expect(hint('a.yaml', 'b.yaml')).toBe(`rehearse: 2 of these files are drafts ${rest}`);
  expect(hint('edited.yaml', 'missing.yaml')).toBeUndefined();
});
