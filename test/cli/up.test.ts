import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../lib/cli/main';

const REALM = `realm: dev
alerts:
  page: [{ email: oncall@example.com }]
workers:
  core:
    heartbeat: { every: 60s, alarmAfter: 5m }
    fleet: { instances: { min: 2, max: 4 }, type: t3.small }
`;

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'up-'));
  mkdirSync(join(cwd, 'realms'));
  writeFileSync(join(cwd, 'realms/dev.yaml'), REALM);
});
afterEach(() => rmSync(cwd, { recursive: true }));

async function up(...options: string[]) {
  const err: string[] = [];
  const out: string[] = [];
  const code = await main(['up', ...options], {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    env: {},
    cwd,
    isTty: false,
    signal: new AbortController().signal,
  });
  return { code, out, err };
}

const problem = (line: string) => ({ code: 2, out: [], err: [`tiltmeter: ${line}`] });

test.each([
  [['--speed', '0'], "--speed: got '0', want a whole number from 1 to 100"],
  [['--speed', 'fast'], "--speed: got 'fast', want a whole number from 1 to 100"],
  [['--port', '70000'], "--port: got '70000', want a whole number from 0 to 65535"],
  [['--for', 'ever'], "--for: got 'ever', want a duration, e.g. 60s or 5m"],
  [['--for', '0s'], "--for: got '0s', want a duration, e.g. 60s or 5m"],
  [['--stop', 'cor@1s'], "--stop: unknown worker 'cor', did you mean 'core'; this realm has core"],
  [['--start', 'core:2@1s'], "--start: unknown instance 'core:2'; worker core has core:0, core:1"],
  [
    ['--for', '10s', '--stop', 'core@5s', '--start', 'core@15s'],
    '--start: got a time of 15s, want one of at most --for, which is 10s',
  ],
  [
    ['--stop', 'core'],
    "--stop: got 'core', want WORKER@TIME or WORKER:INDEX@TIME, e.g. core@15s or core:1@40s",
  ],
])('%j is refused before anything is started', async (options, line) => {
  expect(await up(...options)).toEqual(problem(line));
  expect(readdirSync(cwd)).toEqual(['realms']);
});

test('a realm that is not there is told with those that are', async () => {
  expect(await up('--realm', 'dve')).toEqual(
    problem(
      `${join(cwd, 'realms')}: unknown realm, got 'dve', did you mean 'dev', allowed: dev, the only realm there`,
    ),
  );
});

test('the folder of the realm files may be anywhere', async () => {
  const realms = join(cwd, 'realms');
  expect(await up('--realms', realms, '--realm', 'dve')).toEqual(
    problem(`${realms}: unknown realm, got 'dve', did you mean 'dev', allowed: dev, the only realm there`),
  );
});

test('a directory without realms is told for what it is', async () => {
  rmSync(join(cwd, 'realms'), { recursive: true });
  expect(await up()).toEqual(
    problem(
      `${join(cwd, 'realms')}: no such directory, got ENOENT, allowed: a directory with <realm>.yaml files; tiltmeter init makes one`,
    ),
  );
});

test('own commands are asked for where there are none', async () => {
  expect(await up('--own')).toEqual(
    problem(
      '--own: got realm dev, none of whose workers says how it is run; give workers.core.fleet.command in ' +
        'realms/dev.yaml, or leave --own out for demo workers',
    ),
  );
  expect(readdirSync(cwd)).toEqual(['realms']);
});

test('every mistake of a realm file is a line', async () => {
  writeFileSync(join(cwd, 'realms/dev.yaml'), 'realm: dev\nworkers: [\n');
  const { code, err } = await up();
  expect(code).toBe(2);
  expect(err[0]).toContain(`${join(cwd, 'realms/dev.yaml')}:`);
});

test('a port that is taken is told, and nothing is left', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as { port: number };
  expect(await up('--port', String(port))).toEqual(
    problem(`console: port ${port} is already in use; give another with --port, or 0 for any`),
  );
  expect(readdirSync(cwd)).toEqual(['realms']);
  taken.close();
});

test('a work directory that cannot be written to is told', async () => {
  const file = join(cwd, 'realms/dev.yaml');
  expect(await up('--port', '0', '--work-dir', file)).toEqual(
    problem(`work directory: cannot write to ${file} (ENOTDIR); give a writable one with --work-dir`),
  );
});
