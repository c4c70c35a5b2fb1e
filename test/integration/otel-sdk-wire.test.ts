import { join } from 'node:path';
import { createLogger, createMetrics, otlpLogs, otlpSink } from '../../lib/runtime';
import { type OtlpServer, otlpServer } from '../runtime/otlp/otlp-server';
import { Children } from './support/children';

/** What this runtime sends, beside what OpenTelemetry's own SDK and exporters send for the same things. */
const SDK = join(__dirname, 'support/otel-sdk-send.mjs');
const children = new Children();
let server: OtlpServer;
beforeEach(async () => {
  server = await otlpServer();
});
afterEach(async () => {
  await children.killAll();
  await server.close();
});

test('the records are the same, member by member', async () => {
  const ids = {
    trace_id: '0af7651916cd43dd8448eb211c80319c',
    span_id: 'b7ad6b7169203331',
    trace_flags: '01',
  };
  const fields = {
    whole: -3,
    real: 1.5,
    yes: true,
    text: 'caf\u00e9 "x"\n',
    list: [1, 'a', false],
    object: { x: { y: 1 }, empty: {} },
  };
  const endpoint = `${server.url}/v1/logs`;
  const logger = createLogger({
    realm: 'dev',
    worker: 'core',
    level: 'debug',
    destination: otlpLogs({ endpoint }),
  });
  const severities = [
    ['DEBUG', 5],
    ['INFO', 9],
    ['WARNING', 13],
    ['ERROR', 17],
    ['CRITICAL', 21],
  ] as const;
  for (const [level] of severities) {
    jest.spyOn(Date, 'now').mockReturnValueOnce(1_700_000_000_123);
    logger[level.toLowerCase() as 'info']('what', { ...fields, ...ids });
  }
  await logger.close();
  const timestamp = [1_700_000_000, 123_000_000];
  const given = { fields, traceId: ids.trace_id, spanId: ids.span_id, severities, timestamp };
  await children.run(process.execPath, [SDK, server.url, 'logs', JSON.stringify(given)]);
  const [own, official] = server.received.map(({ body }) => body.resourceLogs![0]!.scopeLogs[0]!.logRecords);
  const withoutCount = official!.map(({ droppedAttributesCount, ...record }) => record);
  expect(own).toHaveLength(5);
  expect(own).toEqual(JSON.parse(JSON.stringify(withoutCount), wholeAsText));
});

test.each(['cumulative', 'delta'] as const)('the metrics are the same, %s', async (temporality) => {
  const endpoint = `${server.url}/v1/metrics`;
  const sink = otlpSink({ realm: 'dev', worker: 'core', endpoint, temporality, process: false });
  const metrics = createMetrics({ sinks: [sink] });
  const runs = { name: 'Runs', unit: 'Bytes', description: 'runs' } as const;
  metrics.counter(runs, { Job: 'a' }).add(2);
  metrics.counter(runs, { Job: 'b' }).add(1.5);
  metrics.gauge({ name: 'Rss', unit: 'Bytes' }, {}).set(1.5);
  const time = metrics.histogram({ name: 'Time', unit: 'Seconds', buckets: [1, 5] }, { Job: 'a' });
  for (const value of [0.5, 3, 9]) time.record(value);
  await metrics.close();
  await children.run(process.execPath, [SDK, server.url, temporality]);
  const [own, official] = server.received.map(({ body }) => body.resourceMetrics[0].scopeMetrics[0].metrics);
  expect(own).toHaveLength(3);
  const byName = ({ name }: { name: string }, other: { name: string }) => (name < other.name ? -1 : 1);
  expect(own.sort(byName).map(comparable)).toEqual(official.sort(byName).map(comparable));
});

// --- internal ---

/** A 64-bit number is a text in protobuf's JSON; the SDK writes what every receiver takes as well. */
const wholeAsText = (key: string, value: unknown) => (key === 'intValue' ? String(value) : value);

/**
 * A metric without its times, and with one notation for what protobuf's JSON has several of: a 64-bit count is a text or a
 * number, an empty description or list is as good as none.
 */
// biome-ignore lint/suspicious/noExplicitAny: OTLP as JSON
function comparable({ description = '', sum, gauge, histogram, ...rest }: any): unknown {
  const data = sum ?? gauge ?? histogram;
  // biome-ignore lint/suspicious/noExplicitAny: OTLP as JSON
  const dataPoints = data.dataPoints.map((point: any) => {
    const { startTimeUnixNano, timeUnixNano, asInt, asDouble, count, bucketCounts, attributes, ...more } =
      point;
    expect(Number(timeUnixNano)).toBeGreaterThan(1.7e18);
    return {
      ...more,
      attributes: attributes ?? [],
      value: asDouble ?? asInt,
      count: Number(count ?? 0),
      bucketCounts: bucketCounts?.map(Number),
    };
  });
  return {
    ...rest,
    description,
    kind: sum ? 'sum' : gauge ? 'gauge' : 'histogram',
    data: { ...data, dataPoints },
  };
}
