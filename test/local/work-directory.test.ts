import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
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

describe('what a realm has left', () => {
  const ownerFile = (path: string) => join(path, 'owner.json');
  const change = (path: string, change: object) => {
    const owner = JSON.parse(readFileSync(ownerFile(path), 'utf8'));
    writeFileSync(ownerFile(path), JSON.stringify({ ...owner, ...change }));
  };

  test('that was killed is cleared by the next, with the processes it has started', async () => {
    const { path } = makeWorkDirectory('dev', cwd);
    const env = { AWS_CONFIG_FILE: join(path, 'no-aws-config') };
    const child = spawn(
      process.execPath,
      ['-e', 'process.stdout.write("up"); setTimeout(() => {}, 60_000)'],
      {
        env,
      },
    );
    const ended = new Promise((resolve) => child.on('exit', (_, signal) => resolve(signal)));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    // The number is this process's, which began at another time: it was given anew.
    change(path, { started: '1' });
    const next = makeWorkDirectory('dev', cwd);
    expect(await ended).toBe('SIGKILL');
    expect(existsSync(path)).toBe(false);
    expect(existsSync(next.path)).toBe(true);
  });

  test.each([
    ['that runs', () => {}],
    ['of another container or machine', (path: string) => change(path, { started: '1', where: 'elsewhere' })],
    ['that says nothing of whose it is', (path: string) => rmSync(ownerFile(path))],
    ['whose owner cannot be read', (path: string) => writeFileSync(ownerFile(path), '{ "pid": 1')],
    ['whose owner is no process', (path: string) => change(path, { pid: -1, started: '1' })],
  ])('%s stays', (_, prepare) => {
    const { path } = makeWorkDirectory('dev', cwd);
    prepare(path);
    makeWorkDirectory('dev', cwd);
    expect(existsSync(path)).toBe(true);
  });

  test('stays when it was to be kept, and so does what is no work directory', () => {
    const kept = makeWorkDirectory('dev', cwd, undefined, true);
    const other = join(cwd, '.tiltmeter', 'synth');
    mkdirSync(other);
    makeWorkDirectory('dev', cwd);
    expect([kept.path, other].every((path) => existsSync(path))).toBe(true);
    expect(readdirSync(kept.path)).toEqual([]);
  });
});
