import fs from 'node:fs';
import { METRICS } from '../../../lib/contract';
import { createMetrics, emfSink, type MetricSink } from '../../../lib/runtime';

test('a handle is the same for the same labels, in any order', () => {
  const metrics = createMetrics();
  metrics.counter('jobs', { a: '1', b: '2' }).add();
  metrics.counter('jobs', { b: '2', a: '1' }).add(2);
  expect(metrics.store.all()).toHaveLength(1);
  expect(metrics.store.all()[0]).toMatchObject({ kind: 'counter', total: 3 });
});

test('one name may be a counter and a histogram', () => {
  const metrics = createMetrics();
  metrics.counter('error', {}).add();
  metrics.histogram('error', {}).record(5);
  expect(metrics.store.all().map(({ kind }) => kind)).toEqual(['counter', 'histogram']);
});

test('a label without a value is left out', () => {
  const metrics = createMetrics();
  const none = { b: undefined, c: '', d: null } as unknown as Record<string, string>;
  metrics.gauge('g', { a: 'x', ...none }).set(1);
  expect(metrics.store.all()[0]!.labels).toEqual({ a: 'x' });
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 5n as never, '5' as never])(
  'a counter ignores %p',
  (amount) => {
    const counter = createMetrics().counter('c', {});
    counter.add(amount);
    expect(counter.total).toBe(0);
  },
);

test.each([Number.NaN, Number.NEGATIVE_INFINITY])('gauges and histograms ignore %s', (value) => {
  const metrics = createMetrics();
  metrics.gauge('g', {}).set(value);
  metrics.histogram('h', {}).record(value);
  expect(metrics.store.all()).toMatchObject([{ value: Number.NaN }, { count: 0, sum: 0 }]);
});

test('what is left out is told once a metric', () => {
  const told = jest.spyOn(fs, 'writeSync').mockReturnValue(1);
  try {
    const metrics = createMetrics();
    for (let n = 0; n < 3; n += 1) {
      metrics.counter('told rows', {}).add(Number.NaN);
      metrics.gauge('told depth', {}).set('5' as never);
      metrics.point('told seconds', {}, undefined as never);
      metrics.counter('told nothing', {}).add(0);
    }
    expect(told.mock.calls.map(([, text]) => text)).toEqual([
      'tiltmeter: metric told rows: got NaN, which is no value of it; such values are left out\n',
      'tiltmeter: metric told depth: got a string, which is no value of it; such values are left out\n',
      'tiltmeter: metric told seconds: got undefined, which is no value of it; such values are left out\n',
    ]);
  } finally {
    told.mockRestore();
  }
});

test.each([null, undefined, '', {}, { name: 5 }])('a metric without a name is refused: %p', (spec) => {
  const { counter } = createMetrics();
  expect(() => counter(spec as never, {} as never)).toThrow('a metric has no name: got');
});

test('labels of any kind are labels, and none is none', () => {
  const metrics = createMetrics();
  metrics.counter('c', null as never).add();
  metrics.counter('c', { a: Object.create(null), b: Symbol('s'), c: 5n } as never).add();
  expect(metrics.store.all().map(({ labels }) => labels)).toEqual([
    {},
    { a: 'unreadable', b: 'Symbol(s)', c: '5' },
  ]);
});

test('a histogram counts a value on its bound, and above all bounds', () => {
  const histogram = createMetrics().histogram({ name: 'h', buckets: [1, 10] }, {});
  for (const value of [-5, 1, 1.01, 10, 11]) histogram.record(value);
  expect([...histogram.counts]).toEqual([2, 2, 1]);
  expect(histogram.sum).toBeCloseTo(18.01);
});

test('series are capped: the rest shares one overflow series a metric, counted', () => {
  const metrics = createMetrics({ maxSeries: 10 });
  for (let n = 0; n < 1000; n += 1) metrics.counter('runs', { run: String(n) }).add();
  for (let n = 0; n < 5; n += 1) metrics.gauge('other', { run: String(n) }).set(n);
  const series = metrics.store.all();
  expect(series).toHaveLength(12);
  expect(series[10]).toMatchObject({ labels: { overflow: 'true' }, total: 990 });
  expect(series[11]).toMatchObject({ kind: 'gauge', labels: { overflow: 'true' } });
  expect(metrics.store.overflowed).toBe(995);
});

test('names that come from the outside cannot fill the memory either', () => {
  const metrics = createMetrics({ maxSeries: 10 });
  for (let n = 0; n < 1000; n += 1) metrics.counter(`name ${n}`, {}).add();
  const all = metrics.store.all();
  expect(all).toHaveLength(21);
  expect(all[20]).toMatchObject({ metric: { name: 'Overflow' }, labels: { overflow: 'true' }, total: 980 });
  expect(metrics.store.overflowed).toBe(990);
});

test('a point goes through the same door as a counter: capped, cleaned, its numbers labels', () => {
  const lines: string[] = [];
  const metrics = createMetrics({ maxSeries: 10, sinks: [emfSink({ write: (line) => lines.push(line) })] });
  for (let n = 0; n < 100; n += 1) metrics.point('RunTime', { Job: `cmd/${n}` }, 1);
  expect(new Set(lines.map((line) => JSON.parse(line).Job)).size).toBe(11);
  lines.length = 0;
  metrics.point('RunTime', { Job: 'cmd/1', status: '', blank: ' ' }, 2);
  expect(JSON.parse(lines[0]!)).toMatchObject({ Job: 'cmd/1', RunTime: 2 });
  expect(JSON.parse(lines[0]!)).not.toHaveProperty('status');
  const numbers: string[] = [];
  const own = createMetrics({ sinks: [emfSink({ write: (line) => numbers.push(line) })] });
  own.point('Requests', { status: 404 }, 1);
  expect(JSON.parse(numbers[0]!)).toMatchObject({ status: '404', Requests: 1 });
  expect(own.failures()).toBe(0);
});

test('labels are its own, not those that every object has', () => {
  const metrics = createMetrics();
  const spec = { name: 'constructor', dimensions: ['toString', 'Job'] } as const;
  metrics.counter(spec, { Job: 'a' } as never).add();
  metrics.counter('toString', { __proto__: null, constructor: 'b' } as never).add();
  expect(metrics.store.all().map(({ metric, labels }) => [metric.name, Object.entries(labels)])).toEqual([
    ['constructor', [['Job', 'a']]],
    ['toString', [['constructor', 'b']]],
  ]);
});

test.each([
  ['seconds', "unknown unit 'seconds' of metric Load: did you mean 'Seconds'"],
  [
    'Fortnights',
    expect.stringMatching(/^unknown unit 'Fortnights' of metric Load: allowed are Seconds, .*, None$/),
  ],
])('the unit %s is refused where the metric is made', (unit, message) => {
  const metrics = createMetrics();
  expect(() => metrics.gauge({ name: 'Load', unit: unit as never }, {})).toThrow(
    expect.objectContaining({ message, userError: true }),
  );
});

test('a point and a histogram of one name are each told once', () => {
  const lines: string[] = [];
  const metrics = createMetrics({ sinks: [emfSink({ write: (line) => lines.push(line) })] });
  metrics.point('Load', {}, 1);
  metrics.histogram('Load', {}).record(2);
  metrics.point('Load', {}, 3);
  metrics.close();
  expect(lines.map((line) => JSON.parse(line).Load)).toEqual([1, 3, 2]);
  expect(metrics.store.all()).toMatchObject([{ count: 3, sum: 6 }]);
});

test('a point whose time is none happens now', () => {
  const lines: string[] = [];
  const metrics = createMetrics({ sinks: [emfSink({ write: (line) => lines.push(line) })] });
  metrics.point('Load', {}, 1, Date.parse('no time'));
  metrics.close();
  expect(Math.abs(JSON.parse(lines[0]!)._aws.Timestamp - Date.now())).toBeLessThan(60_000);
});

test('a sink that throws disturbs neither the caller nor the other sinks', () => {
  const lines: string[] = [];
  const broken: MetricSink = {
    name: 'broken',
    every: 0,
    flush() {
      throw new Error('no');
    },
    point() {
      throw new Error('no');
    },
  };
  const metrics = createMetrics({ sinks: [broken, emfSink({ write: (line) => lines.push(line) })] });
  metrics.point(METRICS.JobFailed, { Realm: 'dev', Job: 'cmd/x' }, 1);
  metrics.counter('c', {}).add();
  metrics.flush();
  metrics.close();
  expect(lines).toHaveLength(2);
  expect(metrics.failures()).toBe(3);
});

test('a sink that hardly ever flushes does not flush all the time', async () => {
  const flush = jest.fn();
  const sink = { name: 's', every: Number.POSITIVE_INFINITY, flush };
  const metrics = createMetrics({ sinks: [sink] });
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(flush).not.toHaveBeenCalled();
  metrics.close();
});

test('flushes run at the ends of whole periods of the clock', () => {
  jest.useFakeTimers({ now: Date.parse('2026-01-05T00:00:47.500Z') });
  const times: number[] = [];
  const metrics = createMetrics({ sinks: [{ name: 's', every: 60, flush: (_all, now) => times.push(now) }] });
  jest.advanceTimersByTime(140_000);
  metrics.close();
  jest.useRealTimers();
  const at = ['2026-01-05T00:01:00.000Z', '2026-01-05T00:02:00.000Z', '2026-01-05T00:03:00.000Z'];
  expect(times.slice(0, 3).map((time) => new Date(time).toISOString())).toEqual(at);
});
