import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../lib/cli/main';

const realms = join(__dirname, '../../realms');
let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'tiltmeter-stack-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

async function stack(...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
    env: {},
    cwd,
    isTty: false,
    signal: new AbortController().signal,
  };
  return { code: await main(['stack', ...args, '--realms', realms], io), out, err };
}

test('a stack is written, its files are listed, and how to start it is said', async () => {
  const { code, out, err } = await stack(
    'loki',
    '--level',
    'cluster',
    '--out',
    'stack',
    '--webhook',
    'http://127.0.0.1/',
  );
  expect({ code, err }).toEqual({
    code: 0,
    err: ['tiltmeter: start it with: docker compose --project-directory stack up -d'],
  });
  const written = readdirSync(join(cwd, 'stack'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  expect(out.map((path) => join(cwd, path)).sort()).toEqual(written.sort());
  expect(out).toContain('stack/docker-compose.yml');
  expect(readFileSync(join(cwd, 'stack/docker-compose.yml'), 'utf8')).toContain('cluster_loki');
});

test('a stack that tells nobody says so', async () => {
  const { err } = await stack('loki', '--level', 'root', '--out', 'stack');
  expect(err[0]).toBe(
    'tiltmeter: alerts are shown but nobody is told: give --webhook, or aws: in the realm file for SNS',
  );
});

test('a directory that holds files is refused, and nothing is written', async () => {
  writeFileSync(join(cwd, 'mine.txt'), 'mine');
  const result = await stack('loki', '--level', 'root', '--out', '.');
  expect(result).toEqual({
    code: 2,
    out: [],
    err: [
      "tiltmeter: stack: --out: '.' holds files, such as 'mine.txt'; " +
        'give a new or empty directory, or --force to overwrite the files of a stack and keep the rest',
    ],
  });
  expect(readdirSync(cwd)).toEqual(['mine.txt']);
});

test('an empty directory is taken', async () => {
  mkdirSync(join(cwd, 'empty'));
  expect((await stack('loki', '--level', 'root', '--out', 'empty')).code).toBe(0);
});

test('with --force only the files of the stack are overwritten', async () => {
  writeFileSync(join(cwd, 'mine.txt'), 'mine');
  writeFileSync(join(cwd, 'loki.yml'), 'old');
  expect((await stack('loki', '--level', 'root', '--out', '.', '--force')).code).toBe(0);
  expect(readFileSync(join(cwd, 'mine.txt'), 'utf8')).toBe('mine');
  expect(readFileSync(join(cwd, 'loki.yml'), 'utf8')).toContain('auth_enabled: false');
});

test.each([
  [['--level', 'claster'], "stack: --level: got 'claster', did you mean 'cluster', allowed: root, cluster"],
  [['--level', 'galaxy'], "stack: --level: got 'galaxy', allowed: root, cluster"],
  [[], 'stack: --level is missing, allowed: root, cluster'],
  [
    ['--level', 'root', '--user-events', 'openwisk'],
    "stack: --user-events: got 'openwisk', did you mean 'openwhisk', allowed: jobs, openwhisk",
  ],
  [
    ['--level', 'root', '--webhook', 'ftp://x'],
    "stack: --webhook: got 'ftp://x', allowed: a URL that begins with http:// or https://",
  ],
])('%j is refused', async (args, message) => {
  const { code, err } = await stack('loki', '--out', 'stack', ...args);
  expect({ code, err }).toEqual({ code: 2, err: [`tiltmeter: ${message}`] });
});

test.each([
  [[], 'stack: got nothing, allowed: loki, cloudwatch'],
  [['loki', 'loki'], 'stack: give one kind of stack'],
  [['lokki'], "stack: got 'lokki', did you mean 'loki', allowed: loki, cloudwatch"],
  [['loki', '--level', 'root'], 'stack: --out is missing, give the directory to write'],
])('stack %j is refused', async (args, message) => {
  const { code, err } = await stack(...args);
  expect({ code, err }).toEqual({ code: 2, err: [`tiltmeter: ${message}`] });
});

test('incidents become tests of the rules', async () => {
  const incidents = join(__dirname, '../../incidents');
  const { code, out } = await stack('loki', '--level', 'root', '--out', 'stack', '--incidents', incidents);
  expect(code).toBe(0);
  expect(out).toContain('stack/rules/incidents.test.yml');
  expect(readFileSync(join(cwd, 'stack/rules/incidents.test.yml'), 'utf8')).toContain(
    'every core worker dies, and comes back half an hour later',
  );
});

test('incidents of another realm become none, which is said', async () => {
  const incidents = join(__dirname, '../../incidents');
  const { code, out, err } = await stack(
    ...['loki', '--level', 'root', '--out', 'stack', '--realm', 'prod', '--incidents', incidents],
  );
  expect(code).toBe(0);
  expect(out).not.toContain('stack/rules/incidents.test.yml');
  expect(err[0]).toBe(
    `tiltmeter: rules/incidents.test.yml is not written: no incident in '${incidents}' is for realm prod, at most 6 h long and without a template`,
  );
});

test('an incident that names no realm is one of the realm that is given', async () => {
  const text = readFileSync(join(__dirname, '../../incidents/core-falls-silent.yaml'), 'utf8');
  writeFileSync(join(cwd, 'any.yaml'), text.replace(/^realm: dev$/m, ''));
  const { code, out } = await stack('loki', '--level', 'root', '--out', 'stack', '--incidents', 'any.yaml');
  expect(code).toBe(0);
  expect(out).toContain('stack/rules/incidents.test.yml');
});

test('incidents that are not there are named, and nothing is written', async () => {
  const result = await stack('loki', '--level', 'root', '--out', 'stack', '--incidents', 'incidnts');
  expect(result).toEqual({ code: 2, out: [], err: ['tiltmeter: stack: no such file or folder: incidnts'] });
  expect(readdirSync(cwd)).toEqual([]);
});

test('an unknown realm is refused with the nearest one', async () => {
  const { code, err } = await stack('loki', '--level', 'root', '--out', 'stack', '--realm', 'prd');
  expect(code).toBe(2);
  expect(err.join('\n')).toContain("'prod'");
});

test('a file where the directory should be is named', async () => {
  writeFileSync(join(cwd, 'file'), '');
  const { code, err } = await stack('loki', '--level', 'root', '--out', 'file');
  expect({ code, err }).toEqual({
    code: 2,
    err: ["tiltmeter: stack: --out: cannot use 'file': not a directory"],
  });
});

test('a directory that cannot be made is named with the reason', async () => {
  const { code, out, err } = await stack('loki', '--level', 'root', '--out', '/proc/tiltmeter/stack');
  expect({ code, out, err }).toEqual({
    code: 2,
    out: [],
    err: [
      expect.stringMatching(
        /^tiltmeter: stack: cannot write \/proc\/tiltmeter\/stack\/.*: E[A-Z]+; give a directory/,
      ),
    ],
  });
});

test('a directory that cannot be written is named with the reason', async () => {
  // a file in the way fails for root too, who may write anywhere
  writeFileSync(join(cwd, 'file'), '');
  const { code, err } = await stack('loki', '--level', 'root', '--out', 'file/stack');
  expect(code).toBe(2);
  expect(err).toEqual([
    expect.stringMatching(/^tiltmeter: stack: (--out: )?cannot (use|write) .*file\/stack/),
  ]);
});

test('a collector for CloudWatch is one file, with the log group of the realm', async () => {
  const { code, out, err } = await stack('cloudwatch', '--realm', 'dev', '--out', 'collector');
  expect({ code, out, err }).toEqual({
    code: 0,
    out: ['collector/otel-collector.yml'],
    err: ['tiltmeter: start it with: otelcol-contrib --config=collector/otel-collector.yml'],
  });
  expect(readFileSync(join(cwd, 'collector/otel-collector.yml'), 'utf8')).toContain(
    'x-aws-log-group: /var/log/lava/dev\n',
  );
});

test('what is said of a stack of containers is refused for a collector', async () => {
  const { code, err } = await stack('cloudwatch', '--level', 'root', '--out', 'collector');
  expect([code, err[0]]).toEqual([
    2,
    'tiltmeter: stack cloudwatch: --level is an option of stack loki; leave it out',
  ]);
});
