import { METRICS } from '../../../lib/contract';
import { extractEmf } from '../../../lib/engine';
import { createMetrics, emfDocument, emfSink } from '../../../lib/runtime';

const AT = Date.parse('2026-01-05T04:36:07.089Z');

/** Every document must be one that CloudWatch takes, by the engine's reading of its specification. */
function read(lines: readonly string[]) {
  return lines.map((line) => {
    const extracted = extractEmf(line, AT);
    if (extracted === undefined || 'invalid' in extracted) {
      throw new Error(`not taken: ${JSON.stringify(extracted)} ${line}`);
    }
    return extracted.metrics.map(({ metricName, values = [], ...rest }) => ({
      name: metricName,
      values,
      ...rest,
    }));
  });
}

test('a document is one JSON object that CloudWatch takes', () => {
  const lines: string[] = [];
  const write = emfDocument(
    {
      namespace: 'Lava',
      dimensions: ['Realm', 'Worker'],
      metrics: [{ name: 'RunDelay', unit: 'Seconds' }, { name: 'Backlog' }],
    },
    (line) => lines.push(line),
  );
  write(['dev', 'co"re'], [1.5, 7], AT);
  expect(JSON.parse(lines[0]!)).toEqual({
    _aws: {
      Timestamp: AT,
      CloudWatchMetrics: [
        {
          Namespace: 'Lava',
          Dimensions: [['Realm', 'Worker']],
          Metrics: [{ Name: 'RunDelay', Unit: 'Seconds' }, { Name: 'Backlog' }],
        },
      ],
    },
    Realm: 'dev',
    Worker: 'co"re',
    RunDelay: 1.5,
    Backlog: 7,
  });
  expect(read(lines)[0]).toHaveLength(2);
});

test('the next document carries nothing of the one before', () => {
  const lines: string[] = [];
  const write = emfDocument({ namespace: 'N', dimensions: ['D'], metrics: [{ name: 'm' }] }, (line) =>
    lines.push(line),
  );
  write(['a'], [1], AT);
  write(['b'], [2], AT + 1000);
  expect(JSON.parse(lines[1]!)).toMatchObject({ _aws: { Timestamp: AT + 1000 }, D: 'b', m: 2 });
});

test('more than 100 values are split, in order, none lost', () => {
  const lines: string[] = [];
  const write = emfDocument(
    { namespace: 'N', dimensions: [], metrics: [{ name: 'm' }, { name: 'once' }] },
    (line) => lines.push(line),
  );
  const values = Array.from({ length: 250 }, (_, n) => n);
  write([], [values, 5], AT);
  const metrics = read(lines);
  expect(metrics.map((list) => list.map(({ name, values }) => [name, values.length]))).toEqual([
    [
      ['m', 100],
      ['once', 1],
    ],
    [['m', 100]],
    [['m', 50]],
  ]);
  expect(metrics.flatMap((list) => list[0]!.values)).toEqual(values);
});

test('more than 100 metrics are split', () => {
  const lines: string[] = [];
  const metrics = Array.from({ length: 230 }, (_, n) => ({ name: `m${n}` }));
  emfDocument({ namespace: 'N', dimensions: ['D'], metrics }, (line) => lines.push(line))(
    ['d'],
    metrics.map((_, n) => n),
    AT,
  );
  expect(read(lines).map((list) => list.length)).toEqual([100, 100, 30]);
});

test('a value that is not finite is left out with its definition', () => {
  const lines: string[] = [];
  const write = emfDocument(
    { namespace: 'N', dimensions: ['D'], metrics: [{ name: 'a' }, { name: 'b' }] },
    (line) => lines.push(line),
  );
  write(['d'], [Number.NaN, 2], AT);
  write(['d'], [Number.NaN, Number.POSITIVE_INFINITY], AT);
  expect(lines).toHaveLength(1);
  expect(read(lines)[0]).toMatchObject([{ name: 'b', values: [2] }]);
});

test.each([
  [
    { namespace: '', dimensions: [], metrics: [] },
    "bad metric namespace '': 1 to 255 of letters, digits, . - _ / # and :",
  ],
  [
    { namespace: 'N', dimensions: Array.from({ length: 31 }, (_, n) => `d${n}`), metrics: [] },
    '31 dimensions: CloudWatch takes 30 at most',
  ],
  [
    { namespace: 'N', dimensions: ['x'], metrics: [{ name: 'x' }] },
    "'x' cannot be used twice or as a name in one metric document",
  ],
  [
    { namespace: 'N', dimensions: [], metrics: [{ name: '_aws' }] },
    "'_aws' cannot be used twice or as a name in one metric document",
  ],
])('a shape that CloudWatch would refuse fails at construction: %#', (shape, message) => {
  expect(() => emfDocument(shape, () => {})).toThrow(message);
});

test('a document that is longer than its destination takes is split, nothing lost, each part taken', () => {
  const lines: string[] = [];
  const metrics = Array.from({ length: 30 }, (_, n) => ({ name: `Metric${n}`, unit: 'Count' as const }));
  const write = emfDocument(
    { namespace: 'Lava', dimensions: ['Realm'], metrics },
    (line) => lines.push(line),
    2000,
  );
  const values = metrics.map((_, n) => Array.from({ length: 90 }, (_, m) => n + m / 100));
  write(['dev'], values, AT);
  expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(2000);
  const taken = read(lines).flat();
  for (const [n, { name }] of metrics.entries()) {
    expect(taken.filter((metric) => metric.name === name).flatMap(({ values }) => values)).toEqual(values[n]);
  }
});

test('a single value goes out, however long its names are', () => {
  const lines: string[] = [];
  const name = 'M'.repeat(200);
  emfDocument({ namespace: 'Lava', dimensions: [], metrics: [{ name }] }, (line) => lines.push(line), 50)(
    [],
    [1],
    AT,
  );
  expect(read(lines).flat()).toMatchObject([{ name, values: [1] }]);
});

test('the same dimension with two values makes two documents, never one that forgets', () => {
  const lines: string[] = [];
  const metrics = createMetrics({ sinks: [emfSink({ write: (line) => lines.push(line) })] });
  for (const Job of ['a', 'b']) metrics.counter('Runs', { Job }).add();
  metrics.close();
  expect(lines.map((line) => JSON.parse(line).Job)).toEqual(['a', 'b']);
  read(lines);
});

test('flush writes at once, whenever it is called, and needs no agent', () => {
  const lines: string[] = [];
  const metrics = createMetrics({ sinks: [emfSink({ write: (line) => lines.push(line) })] });
  metrics.counter('Runs', {}).add(2);
  metrics.flush();
  expect(JSON.parse(lines[0]!)).toMatchObject({ Runs: 2 });
  metrics.close();
  expect(lines).toHaveLength(1);
});

describe('the sink', () => {
  function setUp() {
    const lines: string[] = [];
    const metrics = createMetrics({ sinks: [emfSink({ write: (line) => lines.push(line) })] });
    afterEachClose.push(() => metrics.close());
    return { lines, metrics };
  }
  const afterEachClose: (() => void)[] = [];
  afterEach(() => {
    for (const close of afterEachClose.splice(0)) close();
  });

  test('a point of a time that CloudWatch would drop without a word is counted and said', () => {
    const said = jest.spyOn(jest.requireActual<typeof import('node:fs')>('node:fs'), 'writeSync');
    said.mockReturnValue(0);
    const { lines, metrics } = setUp();
    const now = Date.now();
    const [day, hour] = [86_400_000, 3_600_000];
    for (const at of [now - 13.9 * day, now + 1.9 * hour]) metrics.point('Load', {}, 1, at);
    expect([lines.length, metrics.failures()]).toEqual([2, 0]);
    for (const at of [0, now - 15 * day, now + 3 * hour, 1e300]) metrics.point('Load', {}, 1, at);
    expect([lines.length, metrics.failures()]).toEqual([2, 4]);
    const texts = said.mock.calls.map(([, text]) => text);
    said.mockRestore();
    expect(texts).toEqual([
      'tiltmeter: metrics cannot be sent to EMF: bad time of Load: got 0, allowed: from 14 days ago to 2 hours ahead, in epoch ms\n',
    ]);
  });

  test('writes a point at once, with its own time, unit and exactly the dimensions of the contract', () => {
    const clock = jest.spyOn(Date, 'now').mockReturnValue(AT + 5000);
    const { lines, metrics } = setUp();
    metrics.point(METRICS.RunTime, { Realm: 'dev', Job: 'cmd/hello' }, 12.5, AT);
    clock.mockRestore();
    expect(read(lines)[0]).toMatchObject([
      {
        namespace: 'Lava',
        name: 'RunTime',
        unit: 'Seconds',
        dimensions: { Realm: 'dev', Job: 'cmd/hello' },
        values: [12.5],
        timestamp: AT,
      },
    ]);
    metrics.flush();
    expect(lines).toHaveLength(1);
  });

  test('adds no dimension of its own', () => {
    const { lines, metrics } = setUp();
    metrics.counter('c', {}).add();
    metrics.flush();
    expect(read(lines)[0]![0]!.dimensions).toEqual({});
  });

  test('writes what a counter gained since the last flush, and nothing when it gained nothing', () => {
    const { lines, metrics } = setUp();
    const counter = metrics.counter('c', { d: 'x' });
    counter.add(3);
    metrics.flush();
    metrics.flush();
    counter.add(4);
    metrics.flush();
    expect(read(lines).map((list) => list[0]!.values)).toEqual([[3], [4]]);
  });

  test('joins metrics of the same dimensions in one document, and keeps others apart', () => {
    const { lines, metrics } = setUp();
    metrics.gauge('a', { d: 'x' }).set(1);
    metrics.gauge('b', { d: 'x' }).set(2);
    metrics.gauge('a', { d: 'y' }).set(3);
    metrics.flush();
    expect(read(lines).map((list) => list.map(({ name, dimensions }) => [name, dimensions]))).toEqual([
      [
        ['a', { d: 'x' }],
        ['b', { d: 'x' }],
      ],
      [['a', { d: 'y' }]],
    ]);
  });

  test('a metric that CloudWatch would refuse takes no other with it, and is told of', () => {
    const lines: string[] = [];
    const metrics = createMetrics({ sinks: [emfSink({ write: (line) => lines.push(line) })] });
    metrics.counter('Before', {}).add();
    metrics.counter('Job', { Job: 'cmd/x' }).add();
    metrics.counter('Runs', { Job: 'cmd/x' }).add();
    metrics.counter('After', { Realm: 'dev' }).add();
    metrics.flush();
    expect(lines.map((line) => Object.keys(JSON.parse(line)).at(-1))).toEqual(['Before', 'Runs', 'After']);
    expect(metrics.failures()).toBe(1);
    metrics.close();
  });

  test.each(['_aws', ' ', 'n'.repeat(256)])('nor one of the same labels: %j', (name) => {
    const lines: string[] = [];
    const metrics = createMetrics({ sinks: [emfSink({ write: (line) => lines.push(line) })] });
    for (const one of ['Rows', name, 'Files']) metrics.counter(one, { Job: 'x' }).add(2);
    metrics.flush();
    expect(read(lines).flat()).toMatchObject([
      { name: 'Rows', values: [2] },
      { name: 'Files', values: [2] },
    ]);
    expect(metrics.failures()).toBe(1);
    metrics.close();
  });

  test('a value beyond what CloudWatch takes is left out at every door', () => {
    const lines: string[] = [];
    const metrics = createMetrics({ sinks: [emfSink({ write: (line) => lines.push(line) })] });
    for (const value of [2 ** 361, 2 ** 360]) {
      metrics.point('point', {}, value);
      metrics.counter('counter', {}).add(value);
      metrics.gauge('gauge', {}).set(value);
      metrics.histogram('histogram', {}).record(-value);
    }
    metrics.flush();
    const largest = { values: [2 ** 360] };
    expect(read(lines).flat()).toMatchObject([largest, largest, largest, { values: [-(2 ** 360)] }]);
    metrics.close();
  });

  test('a counter and a histogram of one name are both written', () => {
    const { lines, metrics } = setUp();
    metrics.counter('error', {}).add();
    metrics.histogram('error', {}).record(5);
    metrics.flush();
    expect(
      read(lines)
        .flat()
        .map(({ values }) => values),
    ).toEqual([[5], [1]]);
  });

  test('writes every value of a histogram once, full documents at once', () => {
    const { lines, metrics } = setUp();
    const histogram = metrics.histogram('h', {});
    for (let n = 0; n < 250; n += 1) histogram.record(n);
    expect(lines).toHaveLength(2);
    metrics.flush();
    metrics.flush();
    expect(read(lines).flatMap((list) => list[0]!.values)).toEqual(Array.from({ length: 250 }, (_, n) => n));
  });

  test('a flush at the end of a minute is stamped within that minute', () => {
    jest.useFakeTimers({ now: Date.parse('2026-01-05T00:00:30Z') });
    const { lines, metrics } = setUp();
    metrics.counter('c', {}).add();
    jest.advanceTimersByTime(30_000);
    jest.useRealTimers();
    expect(new Date(read(lines)[0]![0]!.timestamp).toISOString()).toBe('2026-01-05T00:00:59.999Z');
  });
});

test.each([
  ['Köln', 'K%C3%B6ln'],
  ['a\nb', 'a%0Ab'],
  ['   ', '-'],
  ['\ud800', '%EF%BF%BD'],
  [404, '404'],
])('the dimension value %j is written as CloudWatch takes it: %s', (value, written) => {
  const lines: string[] = [];
  emfDocument({ namespace: 'N', dimensions: ['D'], metrics: [{ name: 'M' }] }, (line) => lines.push(line))(
    [value],
    [1],
    0,
  );
  expect(JSON.parse(lines[0]!)).toMatchObject({ D: written, M: 1 });
});

test.each(['', ' ', ':d', 'größe', 'a\tb'])('the dimension name %j is refused', (name) => {
  const shape = { namespace: 'N', dimensions: [name], metrics: [{ name: 'M' }] };
  expect(() => emfDocument(shape, () => {})).toThrow(
    `bad dimension name ${JSON.stringify(name)}: CloudWatch takes 1 to 255 printable ASCII characters, not blank, without a colon in front`,
  );
});
