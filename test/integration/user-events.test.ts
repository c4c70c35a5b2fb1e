import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, type KafkaBroker, kafkaBroker } from './support/kafka-broker';

const root = join(__dirname, '../..');
const work = mkdtempSync(join(tmpdir(), 'tiltmeter-events-'));
const TOTAL = 'openwhisk_userevents_global_activations_total';

let broker: KafkaBroker;
const children: ChildProcess[] = [];

beforeAll(async () => {
  broker = await kafkaBroker();
});

afterAll(async () => {
  for (const child of children) await end(child, 'SIGKILL');
  await broker?.remove();
  rmSync(work, { recursive: true, force: true });
});

test('a consumer that starts before Kafka and before its topic says what is missing and begins when it is there', async () => {
  const consumer = await startConsumer('early');
  await until(() => consumer.talk().includes('connection refused'));
  expect((await get(`${consumer.url}/ping`)).status).toBe(503);
  expect((await get(`${consumer.url}/ping`)).body).toBe('Consumer not running');

  await broker.start();
  await until(() => consumer.talk().includes('there is no such topic'));
  expect(consumer.talk()).toContain(`topic early.events at ${broker.address}: there is no such topic`);

  await tool('create', 'early.events', '2');
  await tool('produce', 'early.events', '500');
  await until(async () => (await samples(consumer.url)).get(TOTAL) === 500);
  expect((await get(`${consumer.url}/ping`)).body).toBe('pong');
  await end(consumer.child, 'SIGTERM');
  expect(consumer.child.exitCode).toBe(0);
});

test('of 100,000 events each is counted once by a consumer that sees its broker killed and restarted', async () => {
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
  await tool('create', 'killed.events', '4');
  const first = await startConsumer('killed', '--commit', 'scraped');
  const producing = tool('produce', 'killed.events', '20000', '150');
  await until(async () => ((await samples(first.url)).get(TOTAL) ?? 0) > 5_000);
  // What this scrape shows may be committed from now on, and is within the next second or two.
  const shown = (await samples(first.url)).get(TOTAL)!;
  await pause(3_000);
  await end(first.child, 'SIGKILL');

  const second = await startConsumer('killed', '--commit', 'scraped');
  await producing;
  await until(async () => shown + ((await samples(second.url)).get(TOTAL) ?? 0) >= 20_000);
  await pause(2_000);
  const after = (await samples(second.url)).get(TOTAL)!;
  expect(shown + after).toBe(20_000);
  await end(second.child, 'SIGTERM');
});

test('a real Prometheus scrapes the exporter and answers a query', async () => {
  const consumer = await startConsumer('exact', '--group', 'prometheus');
  await until(async () => ((await samples(consumer.url)).get(TOTAL) ?? 0) === 100_000);
  const port = await freePort();
  const config = join(work, 'prometheus.yml');
  writeFileSync(
    config,
    `scrape_configs:
  - job_name: user-events
    scrape_interval: 1s
    static_configs: [{ targets: ['${consumer.url.replace('http://', '')}'] }]
`,
  );
  const prometheus = spawn(
    'prometheus',
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(work, 'tsdb')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  children.push(prometheus);
  const query = 'sum by (status) (openwhisk_action_status)';
  const url = `http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(query)}`;
  const values = async (): Promise<Record<string, number>> => {
    const { body } = await get(url).catch(() => ({ body: '{}' }));
    const result = (JSON.parse(body).data?.result ?? []) as {
      metric: { status: string };
      value: [number, string];
    }[];
    return Object.fromEntries(result.map(({ metric, value }) => [metric.status, Number(value[1])]));
  };
  await until(async () => Object.keys(await values()).length > 0);
  expect(await values()).toEqual({ success: 90_000, application_error: 10_000 });

  const { body } = await get(`${consumer.url}/metrics`);
  expect(lint(body)).toEqual(COMPATIBILITY_COMPLAINTS);
  await end(prometheus, 'SIGTERM');
  await end(consumer.child, 'SIGTERM');
});

test("runs that a worker's sink tells of are counted", async () => {
  await tool('create', 'runs.events', '2');
  expect((await tool('runs', 'runs.', '1000')).stdout).toBe('0 dropped\n');
  const consumer = await startConsumer('runs', '--preset', 'jobs');
  await until(async () => (await samples(consumer.url)).get('tiltmeter_user_events_runs_total') === 1_000);
  const counted = await samples(consumer.url);
  expect(counted.get('tiltmeter_user_events_status_total{status="complete"}')).toBe(750);
  expect(counted.get('tiltmeter_user_events_status_total{status="failed"}')).toBe(250);
  expect(counted.get('tiltmeter_user_events_metrics_total')).toBe(1_000);
  expect(counted.get('tiltmeter_user_events_cold_starts_total')).toBe(5);
  await end(consumer.child, 'SIGTERM');
});

test('promtool has nothing to say about the job preset', async () => {
  const consumer = await startConsumer('early', '--group', 'jobs', '--preset', 'jobs');
  await until(async () => (await samples(consumer.url)).get('tiltmeter_user_events_runs_total') === 500);
  expect(lint((await get(`${consumer.url}/metrics`)).body)).toEqual([]);
  await end(consumer.child, 'SIGTERM');
});

// --- internal ---

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

async function startConsumer(prefix: string, ...more: string[]): Promise<Consumer> {
  const args = ['events', 'serve', '--brokers', broker.address, '--topic-prefix', `${prefix}.`];
  const child = spawn(
    process.execPath,
    ['dist/bin/tiltmeter.js', ...args, '--port', '0', '--session-timeout', '6s', ...more],
    { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  children.push(child);
  let talk = '';
  child.stderr!.on('data', (chunk) => {
    talk += chunk;
  });
  await until(() => /http:\S+\/metrics/.test(talk));
  return { url: /(http:\S+)\/metrics/.exec(talk)![1]!, child, talk: () => talk };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

const tool = (command: string, ...args: string[]) =>
  promisify(execFile)(process.execPath, [
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
