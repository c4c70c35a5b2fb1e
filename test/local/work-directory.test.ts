import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeWorkDirectory } from '../../lib/local/work-directory';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'work-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

test('each realm has a fresh directory below .tiltmeter, and nothing is left of it', () => {
  const [one, two] = [makeWorkDirectory('dev', cwd), makeWorkDirectory('dev', cwd)];
  expect(one.path).toMatch(/\/\.tiltmeter\/dev-[0-9a-f]{8}$/);
  expect(two.path).not.toBe(one.path);
  writeFileSync(join(one.path, 'log'), '');
  one.remove();
  expect(existsSync(two.path)).toBe(true);
  two.remove();
  expect(readdirSync(cwd)).toEqual([]);
});

test('parents that had to be made go away with it, those that were there stay', () => {
  mkdirSync(join(cwd, 'mine'));
  const work = makeWorkDirectory('dev', cwd, 'mine/deep/er');
  work.remove();
  expect(readdirSync(cwd)).toEqual(['mine']);
  expect(readdirSync(join(cwd, 'mine'))).toEqual([]);
});

test('a place that cannot be written to is told in one line', () => {
  writeFileSync(join(cwd, 'file'), '');
  expect(() => makeWorkDirectory('dev', cwd, 'file')).toThrow(
    new Error(
      `work directory: cannot write to ${join(cwd, 'file')} (ENOTDIR); give a writable one with --work-dir`,
    ),
  );
});

test('a place where the system makes no folders is told, too, and not tried forever', () => {
  expect(() => makeWorkDirectory('dev', cwd, '/proc/work')).toThrow(
    new Error('work directory: cannot write to /proc/work (ENOENT); give a writable one with --work-dir'),
  );
});
