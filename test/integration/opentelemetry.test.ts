import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, createMetrics, otlpLogs, otlpSink } from '../../lib/runtime';
import { attribute, type LogRecord, recordsOf } from '../runtime/otlp/otlp-server';
import { Children, collect } from './support/children';
import { buildGoPrograms } from './support/go-program';
import { oneMessageQueue } from './support/one-message-queue';
import { type Collector, openTelemetryCollector } from './support/otel-collector';

// What a worker sends by OTLP, against the collector that takes it in production.
const WORKER = join(__dirname, '../../dist/examples/worker/worker.js');
const TRACE = {
  trace_id: '0af7651916cd43dd8448eb211c80319c',
  span_id: 'b7ad6b7169203331',
  trace_flags: '01',
};

const children = new Children();
let program: string;
let folder: string;
let collector: Collector;
beforeAll(() => {
  program = join(buildGoPrograms(join(__dirname, 'support/otel-collector')), 'otelcol');
}, 1_800_000);
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tiltmeter-otel-'));
  collector = await openTelemetryCollector(children, program, folder);
  await collector.start();
});
afterEach(async () => {
  await children.killAll();
  rmSync(folder, { recursive: true, force: true });
});

const records = (): LogRecord[] => collector.written('logs').flatMap(recordsOf);
// biome-ignore lint/suspicious/noExplicitAny: as the collector wrote it
const metricsWritten = (): any[] =>
  // biome-ignore lint/suspicious/noExplicitAny: as the collector wrote it
  collector.written('metrics').flatMap((request: any) => request.resourceMetrics[0].scopeMetrics[0].metrics);

test('the collector has every field of a record as it was written, gzip or not', async () => {
  for (const compression of ['none', 'gzip'] as const) {
    const destination = otlpLogs({ endpoint: `${collector.url}/v1/logs`, compression });
    const logger = createLogger({ realm: 'dev', worker: 'core', host: 'h1', destination });
    jest.spyOn(Date, 'now').mockReturnValueOnce(1_700_000_000_123);
    logger.warning('caf\u00e9 \u2028 "x"\n', {
      whole: -3,
      real: 1.5,
      large: 2 ** 60,
      nan: Number.NaN,
      big: 2n ** 63n - 1n,
      yes: true,
      none: null,
      list: [1, 'a'],
      object: { x: { y: 1 } },
      ...TRACE,
    });
    await logger.close();
    expect(logger.dropped()).toBe(0);
  }
  await collector.stop();
  const expected = {
    timeUnixNano: '1700000000123000000',
    observedTimeUnixNano: '1700000000123000000',
    severityNumber: 13,
    severityText: 'WARNING',
    body: { stringValue: 'caf\u00e9 \u2028 "x"\n' },
    traceId: TRACE.trace_id,
    spanId: TRACE.span_id,
    flags: 1,
    attributes: [
      { key: 'thread.name', value: { stringValue: 'main' } },
      { key: 'whole', value: { intValue: '-3' } },
      { key: 'real', value: { doubleValue: 1.5 } },
      { key: 'large', value: { doubleValue: 2 ** 60 } },
      { key: 'nan', value: { doubleValue: 'NaN' } },
      { key: 'big', value: { intValue: '9223372036854775807' } },
      { key: 'yes', value: { boolValue: true } },
      { key: 'none', value: {} },
      { key: 'list', value: { arrayValue: { values: [{ intValue: '1' }, { stringValue: 'a' }] } } },
      {
        key: 'object',
        value: {
          kvlistValue: {
            values: [
              { key: 'x', value: { kvlistValue: { values: [{ key: 'y', value: { intValue: '1' } }] } } },
            ],
          },
        },
      },
      { key: 'seq', value: { intValue: '1' } },
    ],
  };
  expect(records()).toEqual([expected, expected]);
});

test.each([
  ['cumulative', 2],
  ['delta', 1],
] as const)('the collector has every field of the metrics, %s', async (temporality, number) => {
  const endpoint = `${collector.url}/v1/metrics`;
  const sink = otlpSink({ realm: 'dev', worker: 'core', endpoint, temporality, process: false });
  const metrics = createMetrics({ sinks: [sink] });
  metrics.counter({ name: 'Runs', unit: 'Count', description: 'runs' }, { Job: 'a' }).add(2);
  metrics.gauge({ name: 'Rss', unit: 'Bytes' }, {}).set(1.5);
  metrics.histogram({ name: 'Time', unit: 'Seconds', buckets: [1, 5] }, {}).record(3);
  await metrics.close();
  await collector.stop();
  const times = {
    startTimeUnixNano: expect.stringMatching(/000000$/),
    timeUnixNano: expect.stringMatching(/000000$/),
  };
  expect(metricsWritten()).toEqual([
    {
      name: 'Runs',
      description: 'runs',
      unit: '1',
      sum: {
        aggregationTemporality: number,
        isMonotonic: true,
        dataPoints: [{ attributes: [{ key: 'Job', value: { stringValue: 'a' } }], ...times, asDouble: 2 }],
      },
    },
    { name: 'Rss', unit: 'By', gauge: { dataPoints: [{ ...times, asDouble: 1.5 }] } },
    {
      name: 'Time',
      unit: 's',
      histogram: {
        aggregationTemporality: number,
        dataPoints: [{ ...times, count: '1', sum: 3, bucketCounts: ['0', '1', '0'], explicitBounds: [1, 5] }],
      },
    },
  ]);
});

test('examples/worker sends its records, with the trace of its message, and its metrics', async () => {
  const { url, close } = await oneMessageQueue(
    { realm: 'dev', worker: 'core', job_id: 'cmd/x', run_id: 'r1', ts_dispatch: new Date().toISOString() },
    `00-${TRACE.trace_id}-${TRACE.span_id}-${TRACE.trace_flags}`,
  );
  const before = Date.now();
  const worker = children.start(process.execPath, [WORKER, '--threads=1', '--wait=0', '--sleep=0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      NODE_NO_WARNINGS: '1',
      AWS_ENDPOINT_URL: url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'y',
      QUEUE_URL: `${url}/000000000000/jobs`,
      LAVA_REALM: 'dev',
      LAVA_WORKER: 'core',
      LAVA_LOG: 'otlp',
      LAVA_METRICS_OTLP: 'true',
      LAVA_CW_METRICS_JOB: 'true',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_SERVICE_NAME: 'reports',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    },
  });
  const said = collect(worker.stderr!);
  const ended = once(worker, 'exit');
  const until = Date.now() + 60_000;
  while (!records().some(({ body }) => body.stringValue === 'Complete') && Date.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 100));
  worker.kill('SIGHUP');
  expect([await ended, said()]).toEqual([[0, null], '']);
  close();
  await collector.stop();

  const all = records();
  const after = Date.now();
  expect(all[0]!.body.stringValue).toBe('Worker core of realm dev is up');
  expect(all.at(-1)!.body.stringValue).toBe('Worker core of realm dev is down');
  for (const { timeUnixNano, observedTimeUnixNano } of all) {
    expect(Number(timeUnixNano) / 1e6).toBeGreaterThanOrEqual(before);
    expect(Number(timeUnixNano) / 1e6).toBeLessThanOrEqual(after);
    expect(observedTimeUnixNano).toBe(timeUnixNano);
  }
  expect(all.map((record) => Number(attribute(record, 'seq')))).toEqual(all.map((_, n) => n + 1));
  const run = all.filter((record) => attribute(record, 'run_id') === 'r1');
  expect(run.map(({ body }) => body.stringValue.replace(/\[marker:.*/, ''))).toEqual([
    'Starting',
    expect.stringContaining('sleeping 0.1 s'),
    expect.anything(),
    'Complete',
  ]);
  for (const record of run) {
    expect(record).toMatchObject({
      traceId: TRACE.trace_id,
      spanId: TRACE.span_id,
      flags: 1,
      severityNumber: 9,
    });
    expect(attribute(record, 'job_id')).toBe('cmd/x');
    expect(attribute(record, 'thread.name')).toBe('worker-00');
  }
  expect(all.filter((record) => record.traceId !== undefined)).toEqual(run);

  const resource = {
    'service.name': 'reports',
    'service.namespace': 'dev',
    'service.instance.id': `${hostname()}-${worker.pid}`,
    'host.name': hostname(),
    'process.pid': `${worker.pid}`,
    'process.runtime.name': 'nodejs',
    'process.runtime.version': process.versions.node,
    realm: 'dev',
    worker: 'core',
    tag: 'lava-dev-core',
    'deployment.environment.name': 'test',
  };
  expect(resourceOf('logs')).toEqual({ ...resource, event_source: 'lava-worker' });
  expect(resourceOf('metrics')).toEqual(resource);
  const metrics = new Map(metricsWritten().map((metric) => [metric.name, metric]));
  expect([...metrics.keys()].sort()).toEqual([
    'JobFailed',
    'RunDelay',
    'RunTime',
    'SecondsSlept',
    'messaging.process.duration',
    'process.cpu.time',
    'process.memory.usage',
    'process.uptime',
  ]);
  expect(metrics.get('SecondsSlept').sum.dataPoints[0].asDouble).toBe(0.1);
  expect(metrics.get('messaging.process.duration').histogram.dataPoints[0].count).toBe('1');
});

test('what is written while the collector is away arrives once, in order', async () => {
  const logger = createLogger({
    realm: 'dev',
    worker: 'core',
    destination: otlpLogs({ endpoint: `${collector.url}/v1/logs` }),
  });
  for (let n = 0; n < 3000; n += 1) {
    if (n === 1000) {
      await logger.drain();
      await collector.stop();
    }
    if (n === 2000) {
      logger.flush();
      await collector.start();
    }
    logger.info('record', { n });
  }
  await logger.close();
  await collector.stop();
  expect(logger.dropped()).toBe(0);
  expect(records().map((record) => Number(attribute(record, 'n')))).toEqual(
    Array.from({ length: 3000 }, (_, n) => n),
  );
});

// --- internal ---

function resourceOf(signal: 'logs' | 'metrics'): Record<string, unknown> {
  // biome-ignore lint/suspicious/noExplicitAny: as the collector wrote it
  const [request] = collector.written(signal) as any[];
  const [{ resource }] = request.resourceLogs ?? request.resourceMetrics;
  return Object.fromEntries(
    resource.attributes.map(({ key, value }: LogRecord['attributes'][0]) => [key, Object.values(value)[0]]),
  );
}
