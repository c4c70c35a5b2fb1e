import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { METRICS } from '../../lib/contract';
import { createLogger, createMetrics, otlpLogs, otlpSink } from '../../lib/runtime';
import { type OtlpServer, otlpServer } from '../runtime/otlp/otlp-server';
import { filesOf, LEVELS, OPTIONS, rulesOf } from '../stack/fixture';
import { CONTAINER, FOREIGN_LINES, WORKER_CONTAINER } from '../stack/lines';
import { evaluateLogql } from '../stack/logql/evaluate';
import type { LogEntry } from '../stack/logql/log-range';
import { runPipeline } from '../stack/run-pipeline';
import { EXPECTED, INCIDENT } from '../stack/worker-incident';
import { FORMATS, LEVEL_OF, type RecordName, writeRecord, writtenRecords } from '../stack/written-records';
import { Children } from './support/children';
import { freePort } from './support/free-port';
import { buildGoPrograms } from './support/go-program';
import { lokiEntries } from './support/loki-entries';
import { startCollector } from './support/otel-collector';
import { runPrometheus } from './support/prometheus';

/**
 * What `tiltmeter stack loki --collector otel` writes, run by the real collector. Loki is a local server here, which keeps
 * what Loki's documentation says of its OTLP endpoint.
 */
const children = new Children();
let program: string;
let prometheusProgram: string;
let folder: string;
let loki: OtlpServer;
let port: number;
let overlay: string;
let stop: () => Promise<void>;

beforeAll(() => {
  program = join(buildGoPrograms(join(__dirname, 'support/otel-collector')), 'otelcol');
  const prometheus = 'github.com/prometheus/prometheus/cmd/prometheus';
  const module = join(__dirname, 'support/prometheus-server');
  prometheusProgram = join(buildGoPrograms(module, ['-tags', 'remove_all_sd', prometheus]), 'prometheus');
}, 3_600_000);
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tiltmeter-otel-stack-'));
  loki = await otlpServer();
  port = await freePort();
  overlay = join(folder, 'overlay.yml');
  writeFileSync(overlay, stringify(await onLoopback()));
});
afterEach(async () => {
  await children.killAll();
  await loki.close();
  rmSync(folder, { recursive: true, force: true });
});

test.each(LEVELS)('the collector accepts its configuration, %s', async (level) => {
  await children.run(program, ['validate', `--config=${written({ level })}`]);
});

test('every line of a container has the labels that Alloy gives it', async () => {
  const lines: [typeof CONTAINER | typeof WORKER_CONTAINER, string][] = [];
  for (const format of FORMATS)
    for (const line of Object.values(await writtenRecords(format))) {
      lines.push([format === 'text' ? WORKER_CONTAINER : CONTAINER, line]);
    }
  for (const [, line] of FOREIGN_LINES) lines.push([CONTAINER, line]);
  lines.push([CONTAINER, `{"level":"ERROR","service":"long","message":"${'x'.repeat(40_000)}"}`]);
  for (const [container, line] of lines) print(container, line);
  printAs({ ...CONTAINER, container_id: 'other' }, 'not collected', { logging: 'other' });
  printAs({ ...CONTAINER, container_id: 'bare' }, 'not collected either', undefined);
  await started();
  const entries = await arrived(atLeast(lines.length));
  await stop();
  expect(lokiEntries(loki.received, lokiConfig())).toHaveLength(lines.length);
  const byLine = ({ line }: { line: string }, other: { line: string }) => (line < other.line ? -1 : 1);
  const wanted = lines.map(([container, line]) => ({ line, ...runPipeline(line, container) }));
  expect(entries.map(({ atMs, ...rest }) => rest).sort(byLine)).toEqual(wanted.sort(byLine));
  for (const { atMs } of entries) expect(atMs).toBe(PRINTED);
});

test('lines that Loki has not taken before a restart arrive afterwards, once', async () => {
  await loki.close();
  print(CONTAINER, 'level=info service=api n=1');
  await started();
  print(CONTAINER, 'level=info service=api n=2');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await stop();
  loki = await otlpServer(undefined, loki.port);
  print(CONTAINER, 'level=info service=api n=3');
  await started();
  const entries = await arrived(atLeast(3));
  await stop();
  expect(entries.map(({ line }) => line).sort()).toEqual(
    [1, 2, 3].map((n) => `level=info service=api n=${n}`),
  );
});

test('records by OTLP have the level and the worker as labels, and the rules see an incident in them', async () => {
  await started();
  const names = Object.keys(LEVEL_OF) as RecordName[];
  const all = [...names, ...INCIDENT.map(([, name]) => name)];
  const destination = otlpLogs({ endpoint: `http://127.0.0.1:${port}/v1/logs` });
  const logger = createLogger({ realm: 'dev', worker: 'core', host: 'h', level: 'debug', destination });
  const before = Date.now();
  for (const name of all) {
    await writeRecord(name, logger);
    logger.info(END);
  }
  logger.info(END, TRACE);
  await logger.close();
  const entries = await arrived((one) => one.filter(({ line }) => line.includes(END)).length > all.length);
  await stop();
  const seq = ({ line }: LogEntry): number => JSON.parse(line).seq;
  const bySeq = entries.sort((one, other) => seq(one) - seq(other));
  expect(bySeq.map(seq)).toEqual(bySeq.map((_, n) => n + 1));
  expect(JSON.parse(bySeq.at(-1)!.line)).toMatchObject(TRACE);
  const told = bySeq.slice(0, -1);
  const inOrder = told.filter((_, n) => told[n + 1]?.line.includes(END));
  expect(inOrder.map(({ labels, metadata }) => [labels, metadata])).toEqual(
    all.map((name) => [{ level: LEVEL_OF[name], service: 'lava-dev-core' }, {}]),
  );
  const json = await writtenRecords('json');
  for (const [n, name] of names.entries()) {
    const { localtime, timestamp, seq, error, ...expected } = JSON.parse(json[name]);
    const { timestamp: at, seq: own, ...found } = JSON.parse(inOrder[n]!.line);
    if (error) {
      expected['exception.type'] = error.type;
      expected['exception.message'] = error.message;
      expected['exception.stacktrace'] = expect.stringContaining(`${error.type}: ${error.message}\n`);
    }
    expect([name, found]).toEqual([name, expected]);
    expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}000Z$/);
    expect(Date.parse(at)).toBeGreaterThanOrEqual(before);
  }
  const incident = inOrder
    .slice(names.length)
    .map((entry, n) => ({ ...entry, atMs: INCIDENT[n]![0] * 1_000 }));
  for (const [signal, second, fires] of EXPECTED) {
    const found = evaluateLogql(ruleOf(signal), incident, second * 1_000);
    expect([signal, second, found.length > 0]).toEqual([signal, second, fires]);
  }
});

test('a real Prometheus has metrics by OTLP under the names that the rules read, of this runtime and of the SDK', async () => {
  const file = join(folder, 'prometheus.yml');
  const { storage } = parse(filesOf(options).get('prometheus.yml')!);
  writeFileSync(file, stringify({ storage }));
  const { command } = parse(filesOf(options).get('docker-compose.yml')!).services.root_prometheus;
  const flags = command.filter((flag: string) => flag.startsWith('--web.'));
  const prometheus = await runPrometheus(children, prometheusProgram, file, join(folder, 'tsdb'), flags);
  writeFileSync(overlay, stringify(await onLoopback(prometheus.url)));
  await started();

  const endpoint = `http://127.0.0.1:${port}`;
  const sink = otlpSink({ realm: 'dev', worker: 'core', endpoint: `${endpoint}/v1/metrics`, process: false });
  const metrics = createMetrics({ sinks: [sink] });
  const labels = { Realm: 'dev', Worker: 'core' };
  metrics.gauge(METRICS.WorkerThreadsAlive, { ...labels, Instance: 'i-1' }).set(4);
  metrics.gauge(METRICS.WorkerThreadsDead, { ...labels, Instance: 'i-1' }).set(1);
  metrics.gauge(METRICS.SecondsSinceSuccess, { Realm: 'dev', Job: 'cmd/a' }).set(60);
  metrics.point(METRICS.RunDelay, labels, 8000);
  metrics.point(METRICS.JobFailed, { Realm: 'dev', Job: 'cmd/a' }, 1);
  await metrics.close();
  const worker = children.start(
    process.execPath,
    [join(__dirname, '../../dist/examples/otel-node/worker.js')],
    {
      stdio: ['pipe', 'ignore', 'inherit'],
      env: { LAVA_REALM: 'dev', LAVA_WORKER: 'core', OTEL_EXPORTER_OTLP_ENDPOINT: endpoint },
    },
  );
  const ts_dispatch = new Date(Date.now() - 9_000_000).toISOString();
  worker.stdin!.end(
    JSON.stringify({ job_id: 'cmd/b', run_id: 'r', ts_dispatch, parameters: { fail: true } }),
  );
  await once(worker, 'exit');

  const failed = prometheusRule('job-failed');
  for (let tries = 0; tries < 300 && (await prometheus.query(failed)).length < 2; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
  const jobs = (await prometheus.query(failed)).map(({ labels: { Job }, value }) => [Job, value]);
  expect(jobs.sort()).toEqual([
    ['cmd/a', 1],
    ['cmd/b', 1],
  ]);
  const alive = await prometheus.query('WorkerThreadsAlive{Realm="dev",Worker="core"}');
  expect(alive.map(({ labels: { Instance, job }, value }) => [Instance, job, value]).sort()).toEqual(
    [
      ['i-1', 'dev/lava-dev-core', 4],
      [hostname(), 'dev/lava-dev-core', 1],
    ].sort(),
  );
  expect(await prometheus.query(prometheusRule('heartbeat'))).toEqual([]);
  expect(await prometheus.query(prometheusRule('dead-threads'))).toEqual([{ labels: {}, value: 1 }]);
  const [delay] = await prometheus.query(prometheusRule('run-delay'));
  expect(delay!.value).toBeGreaterThan(8400);
  expect(await prometheus.query('SecondsSinceSuccess_seconds')).toHaveLength(1);
});

// --- internal ---

const prometheusRule = (signal: string): string =>
  rulesOf('prometheus', promised).find(({ alert }) =>
    [`lava-dev-core-${signal}`, `lava-dev-${signal}`].includes(alert),
  )!.expr;

const TRACE = {
  trace_id: '0af7651916cd43dd8448eb211c80319c',
  span_id: 'b7ad6b7169203331',
  trace_flags: '01',
};

/** Written after each record, since some are told in two. */
const END = 'that was it';

const PRINTED = Date.parse('2026-11-28T12:00:00.123Z');

const options = {
  ...OPTIONS,
  collector: 'otel',
  realm: {
    ...OPTIONS.realm,
    workers: [{ ...OPTIONS.realm.workers[0], queue: { depth: 10, forSeconds: 900 } }],
  },
} as const;

/** With a rule on how long runs wait. */
const promised = { ...OPTIONS, collector: 'otel' } as const;

function written(more: object = {}): string {
  const file = join(folder, 'otel-collector.yml');
  writeFileSync(file, filesOf({ ...options, ...more }).get('otel-collector.yml')!);
  return file;
}

const lokiConfig = () => parse(filesOf(options).get('loki.yml')!);

const ruleOf = (signal: string): string =>
  rulesOf('loki', options).find(({ alert }) =>
    [`lava-dev-core-${signal}`, `lava-dev-${signal}`].includes(alert),
  )!.expr;

/** What differs from a stack of containers: addresses, folders, and JSON so that the server reads it. */
async function onLoopback(prometheus = loki.url): Promise<object> {
  const exporter = { encoding: 'json', compression: 'none' };
  return {
    extensions: { file_storage: { directory: join(folder, 'storage') } },
    receivers: {
      file_log: { include: [join(folder, 'containers/*/*-json.log')] },
      otlp: { protocols: { http: { endpoint: `127.0.0.1:${port}` } } },
    },
    exporters: {
      'otlp_http/loki': {
        ...exporter,
        endpoint: `${loki.url}/otlp`,
        retry_on_failure: { initial_interval: '100ms', max_interval: '1s' },
      },
      'otlp_http/prometheus': { endpoint: `${prometheus}/api/v1/otlp` },
    },
    service: { telemetry: { logs: { level: 'error' }, metrics: { level: 'none', readers: [] } } },
  };
}

async function started(): Promise<void> {
  stop = await startCollector(children, program, [written(), overlay], port);
}

const atLeast = (count: number) => (entries: readonly LogEntry[]) => entries.length >= count;

async function arrived(complete: (entries: readonly LogEntry[]) => boolean): Promise<LogEntry[]> {
  for (let tries = 0; tries < 600; tries += 1) {
    const entries = lokiEntries(loki.received, lokiConfig());
    if (complete(entries)) return entries;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return lokiEntries(loki.received, lokiConfig());
}

type Container = { readonly [Key in keyof typeof CONTAINER]: string };

const print = (container: Container, line: string) => printAs(container, line, { logging: 'promtail' });

/** As Docker's json-file driver writes a line: in pieces of 16 KiB, with the labels and the tag that it was told to. */
function printAs(
  container: Container,
  line: string,
  labels: Readonly<Record<string, string>> | undefined,
): void {
  const { container_id: id, container_name: tag, job, logstream: stream } = container;
  const file = join(folder, 'containers', id, `${id}-json.log`);
  mkdirSync(dirname(file), { recursive: true });
  const attrs = labels && { ...labels, logging_jobname: job, tag };
  for (let from = 0; from <= line.length; from += PIECE) {
    const end = from + PIECE > line.length ? '\n' : '';
    const log = line.slice(from, from + PIECE) + end;
    const time = new Date(PRINTED).toISOString().replace('Z', '000001Z');
    writeFileSync(file, `${JSON.stringify({ log, stream, attrs, time })}\n`, { flag: 'a' });
  }
}

const PIECE = 16_384;
