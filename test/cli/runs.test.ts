import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../lib/cli/main';
import { AwsFailure, startAwsService } from '../../lib/local/aws/aws-service';
import type { LoopbackServer } from '../../lib/local/loopback-server';
import { eventsTable, type WireItem } from '../operate/support/fake-events-table';
import { holdToSchema } from './json-shape';

const REALM = `
realm: dev
aws: { account: '123456789012', region: us-east-1 }
logs: { existing: true }
events: existing
dispatcher: off
alerts: { page: [{ topic: 'arn:aws:sns:us-east-1:123456789012:ops' }] }
workers:
  core: { queue: { existing: lava-dev-core } }
  gpu: { queue: { existing: lava-dev-gpu } }
`;

/** A run as Lava's worker leaves it; its clock has no zone, and no fraction where that is 0. */
function run(
  id: string,
  tu_event: string,
  job: string,
  worker: string,
  status: string,
  info?: string,
): WireItem {
  const event = { ts_event: { S: `${tu_event}+00:00` }, tu_event: { S: tu_event }, status: { S: status } };
  return {
    job_id: { S: job },
    run_id: { S: id },
    ts_dispatch: { S: '2026-01-05T09:00:00+00:00' },
    ...event,
    ttl: { N: '1767776400' },
    worker: { S: worker },
    worker_id: { NULL: true },
    hostname: { S: 'ip-10-0-0-7' },
    log: { L: [{ M: { ...event, info: info === undefined ? { NULL: true } : { S: info } } }] },
  };
}

const ITEMS = [
  run('r-1', '2026-01-05T09:00:00', 'cmd/load', 'core', 'complete'),
  run('r-5', '2026-01-05T09:04:00.250000', 'cmd/load', 'core', 'failed', 'exit status 3\u001b[2J'),
  run('r-3', '2026-01-05T09:02:00', 'cmd/load', 'gpu', 'complete'),
  run('r-4', '2026-01-05T09:03:00.000001', 'sql/nightly', 'gpu', 'failed'),
  run('r-2', '2026-01-05T09:01:00', 'cmd/load', 'core', 'retrying'),
  run('r-6', '2026-01-05T09:05:00', 'sql/nightly', 'core', 'running'),
];

const before = { ...process.env };
const cwd = mkdtempSync(join(tmpdir(), 'tiltmeter-runs-'));
let requests: string[] = [];
let service: LoopbackServer;

beforeAll(async () => {
  writeFileSync(join(cwd, 'dev.yaml'), REALM);
  const without = REALM.replace('events: existing', '').replaceAll('dev', 'bare');
  writeFileSync(join(cwd, 'bare.yaml'), without);
  writeFileSync(join(cwd, 'gone.yaml'), REALM.replaceAll('dev', 'gone'));
  service = await startAwsService(
    eventsTable('lava.dev.events', ITEMS, (action, { IndexName = 'no index' }) => {
      requests.push(`${action} ${IndexName}`);
    }),
  );
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: service.url,
    AWS_ACCESS_KEY_ID: 'tiltmeter',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
});

beforeEach(() => {
  requests = [];
});

afterAll(async () => {
  process.env = before;
  await service.close();
  rmSync(cwd, { recursive: true });
});

async function runs(line: string): Promise<{ code: number; out: string[]; err: string[]; ids: string[] }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(['runs', '--realms', '.', ...line.split(' ').filter(Boolean)], {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    env: {},
    cwd,
    isTty: false,
    signal: new AbortController().signal,
  });
  holdToSchema(['runs', ...line.split(' ')], out);
  return { code, out, err, ids: out.map((text) => /\br-\d/.exec(text)?.[0] ?? text) };
}

test.each([
  ['', ['r-6', 'r-5', 'r-4', 'r-3', 'r-2', 'r-1'], 'Scan no index'],
  ['--worker gpu', ['r-4', 'r-3'], 'Scan no index'],
  ['--status failed --status running', ['r-6', 'r-5', 'r-4'], 'Scan no index'],
  ['--run r-4', ['r-4'], 'Scan no index'],
  ['--since 2026-01-05T09:03Z --until 2026-01-05T09:04Z', ['r-4'], 'Scan no index'],
  ['--job cmd/load', ['r-5', 'r-3', 'r-2', 'r-1'], 'Query job_id-tu_event-index'],
  ['--job cmd/load --worker core --status failed', ['r-5'], 'Query job_id-tu_event-index'],
  ['--job cmd/load --since 2026-01-05T09:02Z', ['r-5', 'r-3'], 'Query job_id-tu_event-index'],
  ['--job cmd/load --until 2026-01-05T09:02:00Z', ['r-3', 'r-2', 'r-1'], 'Query job_id-tu_event-index'],
  [
    '--job cmd/load --since 2026-01-05T09:02Z --until 2026-01-05T09:02Z',
    ['r-3'],
    'Query job_id-tu_event-index',
  ],
  ['--job cmd/load --run r-2', ['r-2'], 'Query no index'],
  ['--job cmd/load --run r-2 --since 2026-01-05T09:00Z', ['r-2'], 'Query no index'],
])('runs %s are found, newest first', async (line, ids, request) => {
  const found = await runs(line);
  expect(found.err).toEqual([]);
  expect(found.ids).toEqual(ids);
  expect(found.code).toBe(0);
  expect(new Set(requests)).toEqual(new Set([request]));
});

test.each(['--run r-9', '--job cmd/none', '--since 1h --worker core', '--job cmd/load --run r-4'])(
  'none for %s is a finding',
  async (line) => {
    expect(await runs(line)).toMatchObject({ code: 1, out: [], err: [] });
  },
);

test('a run is a line with its status, where it ran and what was said of it', async () => {
  expect((await runs('--run r-5')).out).toEqual([
    '2026-01-05 09:04:00 failed core ip-10-0-0-7 cmd/load run=r-5 exit status 3 [2J',
  ]);
});

test('a run is a JSON object with every attribute', async () => {
  const { out } = await runs('--run r-5 --json');
  expect(out.map((line) => JSON.parse(line))).toEqual([
    {
      job_id: 'cmd/load',
      run_id: 'r-5',
      ts_dispatch: '2026-01-05T09:00:00+00:00',
      ts_event: '2026-01-05T09:04:00.250000+00:00',
      tu_event: '2026-01-05T09:04:00.250000',
      status: 'failed',
      ttl: 1767776400,
      worker: 'core',
      worker_id: null,
      hostname: 'ip-10-0-0-7',
      log: [
        {
          ts_event: '2026-01-05T09:04:00.250000+00:00',
          tu_event: '2026-01-05T09:04:00.250000',
          status: 'failed',
          info: 'exit status 3\u001b[2J',
        },
      ],
    },
  ]);
});

test.each([
  ['', ['r-6', 'r-5'], 2],
  ['--job cmd/load', ['r-5', 'r-3'], 1],
])('a limit keeps the newest of runs %s, and says so', async (line, ids, pages) => {
  const found = await runs(`--limit 2 ${line}`);
  expect(found.ids).toEqual(ids);
  expect(found.err).toEqual(['tiltmeter: only the newest 2 runs are shown; --limit takes more']);
  expect(requests).toHaveLength(pages);
});

test('a limit that is just met is no cut', async () => {
  expect(await runs('--limit 4 --job cmd/load')).toMatchObject({ err: [], code: 0 });
});

test('reading ends at its bound, and says that runs may be missing', async () => {
  const found = await runs('--read 1 --worker gpu');
  expect(found.ids).toEqual(['r-3']);
  expect(requests).toHaveLength(1);
  expect(found.err).toEqual([
    "tiltmeter: stopped after 1 MB of table lava.dev.events, and there is more, so that runs may be missing; --job asks for one job's alone, --read takes more",
  ]);
});

test.each([
  ['--worker cor', "runs: --worker: got 'cor', did you mean 'core'; realm dev has core, gpu"],
  [
    '--status done',
    "runs: --status: got 'done', allowed: starting, running, retrying, complete, failed, rejected, skipped, logging, action_failed",
  ],
  [
    '--since yesterday',
    "runs: --since: got 'yesterday', allowed: a duration, such as 2h, or an ISO time, such as 2026-01-05T09:00Z",
  ],
  ['--since 1h --until 2h', 'runs: --since 1h is later than --until 2h'],
  ['--limit 0', "runs: --limit: got '0', allowed: a whole number from 1 to 9999999"],
  ['--read no', "runs: --read: got 'no', allowed: a whole number from 1 to 999999"],
  [
    '--realm bare',
    "runs: realm bare has no table of runs; 'events: true' in its file makes one, 'events: existing' takes the one that is there",
  ],
  ['--realm gone', 'table lava.gone.events: not found in us-east-1; is the realm deployed there?'],
])('%s is refused', async (line, problem) => {
  expect(await runs(line)).toMatchObject({ code: 2, out: [], err: [`tiltmeter: ${problem}`] });
});

test('a table whose capacity is used up is told with what to do', async () => {
  const busy = await startAwsService({
    'DynamoDB_20120810.Scan': () => {
      throw new AwsFailure('ProvisionedThroughputExceededException', 'too fast');
    },
  });
  Object.assign(process.env, { AWS_ENDPOINT_URL: busy.url, AWS_MAX_ATTEMPTS: '1' });
  const { err } = await runs('');
  Object.assign(process.env, { AWS_ENDPOINT_URL: service.url });
  delete process.env.AWS_MAX_ATTEMPTS;
  await busy.close();
  expect(err).toEqual([
    'tiltmeter: table lava.dev.events: its read capacity is used up; ask for one job, for less, or later',
  ]);
});
