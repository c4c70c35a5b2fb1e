import { type ChildProcess, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Children, collect, end } from './support/children';
import { type KafkaBroker, kafkaBroker, SCRAM_USER } from './support/kafka-broker';
import { startPrometheus } from './support/prometheus';

/** User events on a real Apache Kafka, to a real Prometheus. */
const root = join(__dirname, '../..');
const work = mkdtempSync(join(tmpdir(), 'tiltmeter-events-'));
const children = new Children();
const TOTAL = 'openwhisk_userevents_global_activations_total';

let broker: KafkaBroker;

beforeAll(async () => {
  broker = await kafkaBroker(children);
});

afterAll(async () => {
  await children.killAll();
  await broker?.remove();
  rmSync(work, { recursive: true, force: true });
});

test('a consumer that starts before Kafka and before its topic says what is missing and begins when it is there', async () => {
  const consumer = await startConsumer('early');
  await until(() => consumer.talk().includes('connection refused'));
  expect(await get(`${consumer.url}/ping`)).toEqual({ status: 503, body: 'Consumer not running' });

  await broker.start();
  await until(() => consumer.talk().includes('there is no such topic'));
  expect(consumer.talk()).toContain(`topic early.events at ${broker.address}: there is no such topic`);

  await tool('create', 'early.events', '2');
  await tool('produce', 'early.events', '500');
  await until(async () => (await samples(consumer.url)).get(TOTAL) === 500);
  expect(await get(`${consumer.url}/ping`)).toEqual({ status: 200, body: 'pong' });
  await end(consumer.child, 'SIGTERM');
  expect(consumer.child.exitCode).toBe(0);
});

test('of 100,000 events each is counted once by a consumer that sees its broker killed and restarted', async () => {
  await broker.start();
  await tool('create', 'exact.events', '4');
  const consumer = await startConsumer('exact');
  const producing = tool('produce', 'exact.events', '100000', '60');
  await until(async () => ((await samples(consumer.url)).get(TOTAL) ?? 0) > 20_000);
  await broker.kill();
  await broker.start();
  await producing;
  await until(async () => ((await samples(consumer.url)).get(TOTAL) ?? 0) >= 100_000);
  await pause(2_000);

  const counted = await samples(consumer.url);
  expect(counted.get(TOTAL)).toBe(100_000);
  expect(counted.get('openwhisk_userevents_global_status_total{status="success"}')).toBe(90_000);
  expect(counted.get('openwhisk_userevents_global_status_total{status="application_error"}')).toBe(10_000);
  expect(counted.get('openwhisk_userevents_global_coldStarts_total')).toBe(20_000);
  expect(sum(counted, 'openwhisk_action_activations_total')).toBe(100_000);
  expect(sum(counted, 'openwhisk_action_duration_seconds_count')).toBe(100_000);
  await end(consumer.child, 'SIGTERM');
});

test('no event is lost when a consumer is killed, and what it had committed is not counted again', async () => {
  await broker.start();
  await tool('create', 'killed.events', '4');
  const first = await startConsumer('killed', '--commit', 'scraped');
  const producing = tool('produce', 'killed.events', '20000', '150');
  await until(async () => ((await samples(first.url)).get(TOTAL) ?? 0) > 5_000);
  const kept = await committedAtRest(first.url);
  expect(kept).toBeGreaterThan(0);
  await end(first.child, 'SIGKILL');

  const second = await startConsumer('killed', '--commit', 'scraped');
  await producing;
  await until(async () => kept + ((await samples(second.url)).get(TOTAL) ?? 0) >= 20_000);
  await pause(2_000);
  expect(kept + (await samples(second.url)).get(TOTAL)!).toBe(20_000);
  await end(second.child, 'SIGTERM');
});

test('two consumers share a topic, and one goes on where the other stops', async () => {
  await broker.start();
  await tool('create', 'shared.events', '4');
  const [first, second] = [await startConsumer('shared'), await startConsumer('shared')];
  await until(async () => (await partitions(first.url)) === 2 && (await partitions(second.url)) === 2);
  const total = async ({ url }: Consumer) => (await samples(url)).get(TOTAL) ?? 0;
  await tool('produce', 'shared.events', '4000');
  await until(async () => (await total(first)) + (await total(second)) === 4_000);
  const [one, other] = [await total(first), await total(second)];
  expect(Math.min(one, other)).toBeGreaterThan(1_000);

  await end(first.child, 'SIGTERM');
  await tool('produce', 'shared.events', '1000');
  await until(async () => (await total(second)) >= other + 1_000);
  await pause(2_000);
  expect(await total(second)).toBe(other + 1_000);
  await end(second.child, 'SIGTERM');
});

test('what is no event is counted by reason and stops nothing, however Kafka carries it', async () => {
  await broker.start();
  await tool('create', 'odd.events', '1');
  const consumer = await startConsumer('odd');
  const file = join(work, 'odd.json');
  writeFileSync(file, JSON.stringify(ODD_EVENTS));
  await tool('send', 'odd.events', file);
  await tool('produce', 'odd.events', '1000', '0', 'gzip,snappy,lz4');
  await until(async () => (await samples(consumer.url)).get(TOTAL) === 3_002);
  const { body } = await get(`${consumer.url}/metrics`);
  expect(body.match(/^openwhisk_userevents_events_unparsable_total.* [1-9]\d*$/gm)).toEqual([
    'openwhisk_userevents_events_unparsable_total{reason="empty"} 2',
    'openwhisk_userevents_events_unparsable_total{reason="not_json"} 1',
    'openwhisk_userevents_events_unparsable_total{reason="not_object"} 1',
    'openwhisk_userevents_events_unparsable_total{reason="bad_status"} 2',
  ]);
  expect(lint(body)).toEqual(COMPATIBILITY_COMPLAINTS);
});

test('a real Prometheus scrapes the exporter and answers queries', async () => {
  const exact = await startConsumer('exact', '--group', 'prometheus');
  const odd = await startConsumer('odd', '--group', 'prometheus');
  const prometheus = await startPrometheus(
    children,
    join(work, 'prometheus'),
    [exact, odd].map(({ url }) => url.replace('http://', '')),
  );
  const total = async () => (await prometheus.query(`sum(${TOTAL})`))[0]?.value;
  await until(async () => (await total()) === 103_002);

  const instance = exact.url.replace('http://', '');
  const byStatus = await prometheus.query(
    `sum by (status) (openwhisk_action_status{instance="${instance}"})`,
  );
  expect(Object.fromEntries(byStatus.map(({ labels, value }) => [labels.status, value]))).toEqual({
    success: 90_000,
    application_error: 10_000,
    action_developer_error: 0,
    whisk_internal_error: 0,
  });
  const odds = await prometheus.query('openwhisk_action_memory{initiator="odd"}');
  expect(odds.map(({ labels }) => labels.action).sort()).toEqual(['action', HOSTILE_ACTION]);
});

test("runs that a worker's sink tells of are counted", async () => {
  await broker.start();
  await tool('create', 'runs.events', '2');
  expect(await tool('runs', 'runs.', '1000')).toBe('0 dropped\n');
  const consumer = await startConsumer('runs', '--preset', 'jobs');
  await until(async () => (await samples(consumer.url)).get('tiltmeter_user_events_runs_total') === 1_000);
  const counted = await samples(consumer.url);
  expect(counted.get('tiltmeter_user_events_status_total{status="complete"}')).toBe(750);
  expect(counted.get('tiltmeter_user_events_status_total{status="failed"}')).toBe(250);
  expect(counted.get('tiltmeter_user_events_metrics_total')).toBe(1_000);
  expect(counted.get('tiltmeter_user_events_cold_starts_total')).toBe(5);
  expect(lint((await get(`${consumer.url}/metrics`)).body)).toEqual([]);
});

test('a consumer that must prove who it is is told when it cannot, and counts when it can', async () => {
  const scram = ['--brokers', broker.scramAddress, '--auth', 'scram-sha-512', '--group', 'scram'];
  const stranger = await startConsumer('early', ...scram, { KAFKA_PASSWORD: 'wrong' });
  await until(() => stranger.talk().includes('authentication failed'));
  expect(await get(`${stranger.url}/ping`)).toEqual({ status: 503, body: 'Consumer not running' });

  const consumer = await startConsumer('early', ...scram, { KAFKA_PASSWORD: SCRAM_USER.password });
  await until(async () => (await samples(consumer.url)).get(TOTAL) === 500);
});

// --- internal ---

const HOSTILE_ACTION = 'pkg/"quoted"\\\nsecond line, ünï {} 💥';

/** The third from the end is OpenWhisk's documented sample, which its own consumer would not take. */
const ODD_EVENTS: readonly (string | null)[] = [
  null,
  '',
  '{"source":',
  '["Activation"]',
  event({ statusCode: 4 }),
  event({ statusCode: -1 }),
  event({ causedBy: false, activationId: undefined }),
  event({ name: `ns/${HOSTILE_ACTION}` }),
];

function event(body: object): string {
  const usual = { name: 'ns/action', activationId: 'a'.repeat(32), statusCode: 0, kind: 'nodejs:20' };
  const times = { duration: 120, waitTime: 4, initTime: 0, conductor: false, memory: 256 };
  return JSON.stringify({
    source: 'invoker0',
    body: { ...usual, ...times, ...body },
    subject: 'odd',
    namespace: 'odd',
    userId: '23bc46b1-71f6-4ed5-8c54-816aa4f8c502',
    eventType: 'Activation',
    timestamp: Date.now(),
  });
}

/** What promtool dislikes in OpenWhisk's names, which are kept all the same. */
const CAMEL_CASE = "metric names should be written in 'snake_case' not 'camelCase'";
const NO_TOTAL = 'counter metrics should have "_total" suffix';
const COMPATIBILITY_COMPLAINTS: readonly string[] = [
  `openwhisk_action_coldStarts_total ${CAMEL_CASE}`,
  `openwhisk_action_initTime_seconds ${CAMEL_CASE}`,
  `openwhisk_action_status ${NO_TOTAL}`,
  `openwhisk_action_status_code ${NO_TOTAL}`,
  `openwhisk_action_waitTime_seconds ${CAMEL_CASE}`,
  `openwhisk_userevents_global_coldStarts_total ${CAMEL_CASE}`,
  `openwhisk_userevents_global_initTime_seconds ${CAMEL_CASE}`,
  `openwhisk_userevents_global_waitTime_seconds ${CAMEL_CASE}`,
];

interface Consumer {
  readonly url: string;
  readonly child: ChildProcess;
  readonly talk: () => string;
}

/** @param more further options, and at the end what to add to the environment */
async function startConsumer(
  prefix: string,
  ...more: readonly (string | Readonly<Record<string, string>>)[]
): Promise<Consumer> {
  const options = more.filter((one) => typeof one === 'string');
  const env = Object.assign({}, process.env, { KAFKA_USERNAME: SCRAM_USER.name }, ...more.filter(isObject));
  const fixed = ['events', 'serve', '--topic-prefix', `${prefix}.`, '--port', '0', '--max-backoff', '3s'];
  const kafka = ['--brokers', broker.address, '--auth', 'none', '--session-timeout', '6s'];
  const child = children.start(process.execPath, ['dist/bin/tiltmeter.js', ...fixed, ...kafka, ...options], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const talk = collect(child.stderr!);
  await until(() => {
    if (child.exitCode !== null) throw new Error(`the consumer ended with ${child.exitCode}\n${talk()}`);
    return /http:\S+\/metrics/.test(talk());
  });
  return { url: /(http:\S+)\/metrics/.exec(talk())![1]!, child, talk };
}

const isObject = (value: unknown): boolean => typeof value === 'object';

const tool = (command: string, ...args: string[]): Promise<string> =>
  children.run(process.execPath, [
    join(__dirname, 'support/kafka-events.mjs'),
    broker.address,
    command,
    ...args,
  ]);

async function get(url: string): Promise<{ status: number; body: string }> {
  const response = await fetch(url);
  return { status: response.status, body: await response.text() };
}

/** Series to value. */
async function samples(url: string): Promise<Map<string, number>> {
  const { body } = await get(`${url}/metrics`);
  const lines = body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

const sum = (all: Map<string, number>, name: string): number =>
  [...all].filter(([series]) => series.startsWith(`${name}{`)).reduce((total, [, value]) => total + value, 0);

/** What a consumer says of its client. */
async function client(url: string): Promise<{ committed: Record<string, number>; partitions?: number[] }> {
  return JSON.parse((await get(`${url}/metrics/kafka`)).body);
}

/** Events of all partitions that Kafka will not hand out again. */
async function committed(url: string): Promise<number> {
  return Object.values((await client(url)).committed).reduce((total, offset) => total + offset, 0);
}

const partitions = async (url: string): Promise<number> => (await client(url)).partitions?.length ?? 0;

/** Nothing more is committed than what was scraped, so that this comes to rest when nobody scrapes. */
async function committedAtRest(url: string): Promise<number> {
  for (let before = -1; ; await pause(3_000)) {
    const now = await committed(url);
    if (now === before) return now;
    before = now;
  }
}

function lint(text: string): string[] {
  try {
    execFileSync('promtool', ['check', 'metrics'], { input: text, stdio: 'pipe', encoding: 'utf8' });
    return [];
  } catch (error) {
    return (error as { stderr: string }).stderr.trim().split('\n');
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 90_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within 90 s: ${condition}`);
    await pause(200);
  }
}
