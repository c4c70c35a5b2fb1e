import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../../lib/cli/main';
import type { Clock } from '../../../lib/cli/probe/clock';
import { probeOtlp } from '../../../lib/cli/probe/settle-otlp';
import {
  type CloudWatchServerProps,
  cloudWatchServer,
  KEYS,
} from '../../integration/support/cloudwatch-server';

const before = { ...process.env };
let directory: string;
let server: Awaited<ReturnType<typeof cloudWatchServer>>;
let groups: string[];
let filters: string[];
let now: number;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'probe-'));
  groups = [];
  filters = [];
  now = Date.now();
});

afterEach(async () => {
  process.env = { ...before };
  rmSync(directory, { recursive: true });
  await server.close();
});

/** CloudWatch's endpoints, which count what a filter would find in the body of a record, and none of a metric's name by OTLP. */
async function account(actions: CloudWatchServerProps['actions'] = {}): Promise<void> {
  server = await cloudWatchServer({
    groups,
    actions: {
      CreateLogGroup: ({ logGroupName }) => nothing(groups.push(logGroupName)),
      PutTransformer: () => ({}),
      PutMetricFilter: ({ filterPattern, applyOnTransformedLogs }) =>
        nothing(filters.push(`${applyOnTransformedLogs} ${filterPattern}`)),
      FilterLogEvents: () => ({ events: server.events.map(({ message }) => ({ message })) }),
      TestTransformer: ({ logEventMessages: [message] }) => {
        const { body } = JSON.parse(message);
        return { transformedLogs: [{ transformedEventMessage: body?.startsWith('{') ? body : message }] };
      },
      GetMetricData: ({ MetricDataQueries }) => ({
        MetricDataResults: MetricDataQueries.map(({ Id }: { Id: string }) => ({
          Id,
          Values: Id === 'm0' && now - Date.now() > 40_000 ? [1] : [],
        })),
      }),
      ListMetrics: () => ({ Metrics: [] }),
      DescribeLogGroups: ({ logGroupNamePrefix }) => ({
        logGroups: groups
          .filter((name) => name.startsWith(logGroupNamePrefix))
          .map((logGroupName) => ({ logGroupName })),
      }),
      DeleteLogGroup: ({ logGroupName }) => nothing(groups.splice(groups.indexOf(logGroupName), 1)),
      ...actions,
    },
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: server.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
}

const nothing = (_: unknown): object => ({});

/** Runs a probe on a clock that a sleep moves; it is interrupted at the sleep with this number. */
async function probed(interruptAt = Number.POSITIVE_INFINITY) {
  const [out, err]: [string[], string[]] = [[], []];
  const interruption = new AbortController();
  let sleeps = 0;
  const clock: Clock = {
    now: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds;
      if (++sleeps === interruptAt) interruption.abort();
    },
  };
  const io = {
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
    env: process.env,
    cwd: directory,
    isTty: false,
    signal: interruption.signal,
  };
  return { code: await probeOtlp({ out: 'found' }, io, clock), out, err };
}

async function tiltmeter(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const io = { env: {}, cwd: directory, isTty: false, signal: new AbortController().signal };
  const code = await main(['probe', '--otlp', ...args], {
    ...io,
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
  });
  return { code, out, err };
}

test('says what became of each record and of a metric, and deletes the log group', async () => {
  await account();
  const { code, out, err } = await probed();
  expect(code).toBe(0);
  expect(server.refusals).toEqual([]);
  expect(err[0]).toMatch(
    /^tiltmeter: probe tiltmeter-probe-[\da-f]{6}-…: makes a log group with a transformer and 3 metric filters, and 4 metrics, for up to 20 minutes: at most 2 US cents \(us-east-1, list prices of [\d-]+\), and a data point by OTLP, of which no page says the price$/,
  );
  expect(filters.map((filter) => filter.replace(/-[\da-f]{6}/, '-RUN'))).toEqual([
    'true { ($.event_source = "lava-worker") && ($.worker = "body-RUN") }',
    'true { $.resource.attributes.worker = "attributes-RUN" }',
    'true { ($.event_source = "lava-worker") && ($.worker = "line-RUN") }',
  ]);
  expect(out).toEqual([
    expect.stringMatching(
      /^a record by OTLP whose body is a line of JSON: stored as JSON with resource, scope, timeUnixNano, observedTimeUnixNano, severityNumber, severityText, body$/,
    ),
    '  the transformer: has event_source at the top',
    '  its metric: after 45 s',
    expect.stringMatching(
      /^a record by OTLP with attributes, as of an SDK: stored as JSON with .*, body, attributes$/,
    ),
    expect.stringMatching(/^ {2}the transformer: has resource, .* at the top$/),
    '  its metric: not seen within 1200 s',
    expect.stringMatching(/^a document of the embedded metric format by OTLP: stored as JSON with .*, body$/),
    '  its metric: not seen within 1200 s',
    'a line by PutLogEvents: stored as JSON with event_source, worker, message',
    '  the transformer: has event_source at the top',
    '  its metric: not seen within 1200 s',
    'a metric by OTLP: ListMetrics has it in no namespace within 1200 s; it may take 15 minutes; an alarm sees it where it is listed',
  ]);
  const { stored, looked } = JSON.parse(readFileSync(join(directory, 'found/otlp.json'), 'utf8'));
  expect(looked).toBe(1200);
  expect(Object.keys(stored).sort()).toEqual(['attributes', 'body', 'emf', 'line']);
  expect(server.points).toEqual([1]);
  expect(groups).toEqual([]);
});

test('an interruption ends it, and the log group is deleted', async () => {
  await account();
  const { code, err } = await probed(2);
  expect(code).toBe(1);
  expect(groups).toEqual([]);
  expect(err.slice(-2)).toEqual([
    'tiltmeter: deleted 1 resource',
    'tiltmeter: probe: interrupted, there is nothing to tell',
  ]);
});

test('a call that is denied ends it, and --clean deletes what could not be deleted', async () => {
  const denied = () => {
    throw new Error('no');
  };
  let deletes: () => object = denied;
  await account({
    PutTransformer: denied,
    DeleteLogGroup: () => {
      deletes();
      return nothing(groups.splice(0));
    },
  });
  process.env.AWS_MAX_ATTEMPTS = '1';
  groups.push('/var/log/lava/dev');
  await expect(probed()).rejects.toThrow('logs:PutTransformer: InternalFailure: Error: no');
  expect(groups).toHaveLength(2);
  deletes = () => ({});
  const { code, out } = await tiltmeter('--clean');
  expect([code, out.at(-1)]).toEqual([0, 'deleted 1 resource']);
});

test('--plan says what it makes and the cost, and makes nothing', async () => {
  await account();
  const { code, out } = await tiltmeter('--plan');
  expect([code, out.length]).toEqual([0, 2]);
  expect(out[1]).toMatch(/^log group tiltmeter-probe-[\da-f]{6}-otlp$/);
  expect(server.calls).toEqual([]);
});
