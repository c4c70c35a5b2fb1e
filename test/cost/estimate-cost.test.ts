import { ASSUMED_LOAD, estimateCost } from '../../lib/cost';
import type { MetricAlarm } from '../../lib/engine/model';

const quiet = {
  heartbeatEverySeconds: 60,
  workerMetrics: false,
  jobMetrics: false,
  measuredJobs: 0,
  freshJobs: { measured: 0, recorded: 0 },
  workers: 2,
  hostMetrics: 0,
  detailedShare: 0,
  events: false,
  retentionDays: 30,
  copies: 1,
  masked: false,
};
const idle = { instances: 0, jobs: 0, runsPerJobPerDay: 0, recordsPerRun: 0 };
const nothing = { alarms: [], compositeAlarms: [], metricFilters: [], dashboards: [], keys: [] };

test('an empty template without workers costs nothing', () => {
  expect(estimateCost(nothing, quiet, idle)).toEqual({ lines: [], usdPerMonth: 0 });
});

test('metrics by OTLP cost what is not known, and nothing of the sum', () => {
  expect(estimateCost(nothing, { ...quiet, metricsByOtlp: true }, idle)).toEqual({
    lines: [],
    usdPerMonth: 0,
    unknown: ['metrics by OTLP, which CloudWatch bills by the gigabyte ingested'],
  });
});

test('an alarm on metric math is billed once for every metric that it lists', () => {
  const stat = { namespace: 'N', metricName: 'M', dimensions: {}, period: 60, stat: 'Sum' };
  const single = { metric: stat } as MetricAlarm;
  const math = {
    metrics: [
      { id: 'a', returnData: false, metricStat: stat },
      { id: 'b', returnData: false, metricStat: stat },
      { id: 'e', returnData: true, expression: 'a / b' },
    ],
  } as unknown as MetricAlarm;
  const { lines } = estimateCost({ ...nothing, alarms: [single, math] }, quiet, idle);
  expect(lines).toEqual([
    { item: 'alarms, by metric watched', price: 'standardAlarm', quantity: 3, usd: expect.closeTo(0.3) },
  ]);
});

test('an alarm with a period below a minute is billed as high-resolution', () => {
  const metric = { namespace: 'N', metricName: 'M', dimensions: {}, period: 10, stat: 'Sum' };
  const { lines } = estimateCost({ ...nothing, alarms: [{ metric } as MetricAlarm] }, quiet, idle);
  expect(lines).toEqual([
    { item: 'high-resolution alarms', price: 'highResolutionAlarm', quantity: 1, usd: 0.3 },
  ]);
});

test('two filters that feed one metric are billed as one', () => {
  const filter = { filterName: 'a', logGroupName: 'g', filterPattern: 'x', metricValue: '1' };
  const metric = { metricNamespace: 'LogMetrics', metricName: 'lava-dev-core-heartbeat' };
  const { usdPerMonth } = estimateCost(
    {
      ...nothing,
      metricFilters: [
        { ...filter, ...metric },
        { ...filter, ...metric, filterName: 'b' },
      ],
    },
    quiet,
    idle,
  );
  expect(usdPerMonth).toBe(0.3);
});

test('heartbeats of one instance are 27 MB a month', () => {
  const { lines } = estimateCost(nothing, quiet, { ...idle, instances: 1 });
  const ingested = lines.find(({ price }) => price === 'logsIngested');
  expect(ingested?.quantity).toBeCloseTo(0.0272, 4);
});

test('job metrics grow by two series a job, and lead the bill', () => {
  const { lines } = estimateCost(nothing, { ...quiet, jobMetrics: true }, { ...idle, ...ASSUMED_LOAD });
  expect(lines[0]).toEqual({
    item: 'RunTime and JobFailed, by job',
    price: 'customMetric',
    quantity: 100,
    usd: 30,
  });
});

test('jobs that are measured by themselves cost their own series, and one of each worker', () => {
  const { lines } = estimateCost(nothing, { ...quiet, measuredJobs: 3 }, { ...idle, jobs: 50 });
  expect(lines.map(({ item, quantity }) => [item, quantity])).toEqual([
    ['RunTime and JobFailed, by job', 6],
    ['RunDelay, by worker', 2],
  ]);
});

test("EC2's detailed monitoring is billed for the machines that the stack makes", () => {
  const { lines } = estimateCost(nothing, { ...quiet, detailedShare: 0.75 }, { ...idle, instances: 4 });
  expect(lines[0]).toEqual({
    item: 'detailed monitoring, by instance',
    price: 'customMetric',
    quantity: 21,
    usd: expect.closeTo(6.3),
  });
});

test('each event of a run is written to the table and to its index', () => {
  const load = { ...idle, jobs: 50, runsPerJobPerDay: 24 };
  const item = 'run events written';
  const line = (events: boolean) =>
    estimateCost(nothing, { ...quiet, events }, load).lines.find((one) => one.item === item);
  expect(line(true)).toMatchObject({ price: 'tableWrites', quantity: expect.closeTo(0.216) });
  expect(line(false)).toBeUndefined();
});

test('records by OTLP are billed with what is around them, and stored with their fields twice', () => {
  const load = { instances: 1, jobs: 0, runsPerJobPerDay: 0, recordsPerRun: 0 };
  const gigabytes = (otlp: boolean, item: string) =>
    estimateCost(nothing, { ...quiet, otlp }, load).lines.find((line) => line.item === item)!.quantity;
  const perHeartbeat = (quantity: number) => Math.round((quantity * 2 ** 30) / (30 * 1440));
  expect(perHeartbeat(gigabytes(false, 'log records ingested'))).toBe(676);
  expect(perHeartbeat(gigabytes(true, 'log records ingested'))).toBe(676 + 420);
  expect(perHeartbeat(gigabytes(true, 'log records stored'))).toBe(676 + 420 + 676);
});
