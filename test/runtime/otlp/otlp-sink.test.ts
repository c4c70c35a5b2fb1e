import {
  createMetrics,
  type MetricSink,
  type Metrics,
  type OtlpSinkProps,
  otlpSink,
} from '../../../lib/runtime';
import { MetricEncoder } from '../../../lib/runtime/otlp/metric-data';
import { type Behaviour, type OtlpServer, otlpServer } from './otlp-server';

let server: OtlpServer;
let metrics: Metrics;

async function open(props: Partial<OtlpSinkProps> = {}, behave?: Behaviour): Promise<MetricSink> {
  server = await otlpServer(behave);
  const sink = otlpSink({ realm: 'dev', worker: 'core', process: false, endpoint: server.url, ...props });
  metrics = createMetrics({ sinks: [sink] });
  return sink;
}
afterEach(async () => {
  await metrics.close();
  await server.close();
});

const exported = (n = 0) =>
  Object.fromEntries(
    // biome-ignore lint/suspicious/noExplicitAny: as it came
    server.received[n]!.body.resourceMetrics[0].scopeMetrics[0].metrics.map((metric: any) => [
      metric.name,
      metric,
    ]),
  );

test('counters are sums, gauges gauges, histograms histograms; units are UCUM', async () => {
  await open();
  metrics.counter({ name: 'Runs', unit: 'Count', description: 'runs' }, { Job: 'a' }).add(2);
  metrics.counter({ name: 'Runs', unit: 'Count', description: 'runs' }, { Job: 'b' }).add(0.5);
  metrics.gauge({ name: 'Rss', unit: 'Bytes' }, {}).set(1.5);
  metrics.gauge('Unset', {});
  metrics.histogram({ name: 'Time', unit: 'Seconds', buckets: [1, 5] }, {}).record(3);
  await metrics.close();
  const { Runs, Rss, Time, Unset } = exported();
  const times = {
    startTimeUnixNano: expect.stringMatching(/^\d{13}000000$/),
    timeUnixNano: expect.any(String),
  };
  expect(Runs).toEqual({
    name: 'Runs',
    description: 'runs',
    unit: '1',
    sum: {
      aggregationTemporality: 2,
      isMonotonic: true,
      dataPoints: [
        { attributes: [{ key: 'Job', value: { stringValue: 'a' } }], ...times, asDouble: 2 },
        { attributes: [{ key: 'Job', value: { stringValue: 'b' } }], ...times, asDouble: 0.5 },
      ],
    },
  });
  expect(Rss).toEqual({
    name: 'Rss',
    description: '',
    unit: 'By',
    gauge: { dataPoints: [{ attributes: [], ...times, asDouble: 1.5 }] },
  });
  expect(Time).toEqual({
    name: 'Time',
    description: '',
    unit: 's',
    histogram: {
      aggregationTemporality: 2,
      dataPoints: [
        {
          attributes: [],
          ...times,
          count: '1',
          sum: 3,
          bucketCounts: ['0', '1', '0'],
          explicitBounds: [1, 5],
        },
      ],
    },
  });
  expect(Unset).toBeUndefined();
});

test.each([
  ['cumulative', [2, 5], ['1', '2'], [3, 13]],
  ['delta', [2, 3], ['1', '1'], [3, 10]],
] as const)(
  '%s counts from the start, or from the export before',
  async (temporality, sums, counts, totals) => {
    await open();
    const encoder = new MetricEncoder(temporality, 1000, undefined);
    const counter = metrics.counter('c', {});
    const histogram = metrics.histogram({ name: 'h', buckets: [5] }, {});
    const told = [2000, 3000].map((now, n) => {
      counter.add(n === 0 ? 2 : 3);
      histogram.record(n === 0 ? 3 : 10);
      return encoder.encode(metrics.store.all(), now).map(({ text }) => JSON.parse(text));
    });
    const points = told.map(([c, h]) => [c.sum.dataPoints[0], h.histogram.dataPoints[0]]);
    expect(points.map(([c]) => c.asDouble)).toEqual(sums);
    expect(points.map(([, h]) => h.count)).toEqual(counts);
    expect(points.map(([, h]) => h.sum)).toEqual(totals);
    expect(points.map(([c]) => c.startTimeUnixNano)).toEqual([
      '1000000000',
      temporality === 'delta' ? '2000000000' : '1000000000',
    ]);
    const quiet = encoder.encode(metrics.store.all(), 4000);
    expect(quiet.length).toBe(temporality === 'delta' ? 0 : 2);
  },
);

test('a run is also told under its standard name, when it is known where messages come from', async () => {
  await open({ messaging: { system: 'aws_sqs', destination: 'q' } });
  metrics.point({ name: 'RunTime', unit: 'Seconds' }, { Realm: 'dev', Job: 'j' }, 3);
  await metrics.close();
  const standard = exported()['messaging.process.duration'];
  expect(standard.unit).toBe('s');
  expect(standard.histogram.dataPoints[0].attributes).toEqual([
    { key: 'Job', value: { stringValue: 'j' } },
    { key: 'Realm', value: { stringValue: 'dev' } },
    { key: 'messaging.system', value: { stringValue: 'aws_sqs' } },
    { key: 'messaging.operation.name', value: { stringValue: 'process' } },
    { key: 'messaging.operation.type', value: { stringValue: 'process' } },
    { key: 'messaging.destination.name', value: { stringValue: 'q' } },
  ]);
});

test.each([
  ['cumulative', 2],
  ['delta', 1],
] as const)(
  'the process tells its memory and CPU time under their standard names, %s',
  async (temporality, kind) => {
    await open({ process: true, temporality });
    await metrics.close();
    const told = exported();
    expect(Object.keys(told)).toEqual(['process.memory.usage', 'process.cpu.time', 'process.uptime']);
    expect(told['process.memory.usage'].sum).toMatchObject({ aggregationTemporality: 2, isMonotonic: false });
    expect(Number(told['process.memory.usage'].sum.dataPoints[0].asInt)).toBeGreaterThan(1e6);
    expect(told['process.cpu.time'].sum).toMatchObject({ aggregationTemporality: kind, isMonotonic: true });
  },
);

test('an export that fails is sent again, and no data point is lost', async () => {
  await open({ temporality: 'delta' }, (request) => (request === 1 ? { status: 503 } : undefined));
  metrics.counter('c', {}).add(4);
  await metrics.close();
  expect(server.received.map(({ raw }) => JSON.parse(`${raw}`))).toEqual([
    JSON.parse(`${server.received[0]!.raw}`),
    JSON.parse(`${server.received[0]!.raw}`),
  ]);
  expect(exported(1).c.sum.dataPoints[0].asDouble).toBe(4);
});

test('a sink that is disabled sends nothing', async () => {
  const sink = await open({ disabled: true });
  expect(sink.every).toBe(0);
  metrics.counter('c', {}).add(4);
  await metrics.close();
  expect(server.received).toEqual([]);
});
