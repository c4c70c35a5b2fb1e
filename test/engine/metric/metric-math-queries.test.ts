import {
  compileQueries,
  evaluateQueries,
  MetricMathError,
  MetricQueryError,
} from '../../../lib/engine/metric/metric-math';
import type { MetricDataQuery } from '../../../lib/engine/model';
import { NotModelledError } from '../../../lib/engine/text/not-modelled-error';

const PUBLISHED: Record<string, (number | null)[]> = {
  errors: [1, null, 4],
  requests: [10, 20, 0],
  absent: [null, null, null],
};

function metric(id: string, metricName = id, rest: Partial<MetricDataQuery> = {}): MetricDataQuery {
  const metricStat = { namespace: 'App', metricName, dimensions: {}, period: 60, stat: 'Sum' };
  return { id, returnData: false, metricStat, ...rest };
}

function math(id: string, expression: string, rest: Partial<MetricDataQuery> = {}): MetricDataQuery {
  return { id, returnData: false, expression, ...rest };
}

const WATCHED = { returnData: true };
const evaluate = (queries: readonly MetricDataQuery[]) =>
  evaluateQueries(queries, ({ metricName }) => PUBLISHED[metricName]!, { start: 0 });

describe('the watched series', () => {
  test('comes from an expression over metrics', () => {
    expect(
      evaluate([math('rate', '100 * errors / requests', WATCHED), metric('errors'), metric('requests')]),
    ).toEqual([10, 0, null]);
  });

  test('comes through expressions in any order, an array among them', () => {
    expect(
      evaluate([
        math('e3', 'e2 + m1', WATCHED),
        math('e2', 'SUM(e1)'),
        math('e1', 'METRICS() * 2'),
        metric('m1', 'errors'),
        metric('m2', 'requests'),
      ]),
    ).toEqual([23, 40, 12]);
  });

  test('may be a metric itself', () => {
    expect(evaluate([metric('m1', 'errors', WATCHED)])).toEqual([1, null, 4]);
  });

  test('of an empty array is missing data', () => {
    expect(evaluate([math('e1', 'REMOVE_EMPTY(METRICS())', WATCHED), metric('m1', 'absent')])).toEqual([
      null,
      null,
      null,
    ]);
  });

  test('leaves expressions out of METRICS()', () => {
    expect(
      evaluate([math('e1', 'm1 * 0 + 5'), math('e2', 'SUM(METRICS())', WATCHED), metric('m1', 'requests')]),
    ).toEqual([10, 20, 0]);
  });

  test('needs no metric', () => {
    const queries = [math('e1', 'TIME_SERIES(2)', { ...WATCHED, period: 10 })];
    expect(evaluateQueries(queries, () => [], { length: 3 })).toEqual([2, 2, 2]);
  });
});

test('the compiled form says what to fetch, even what is not used, and at which period', () => {
  const compiled = compileQueries([
    math('e1', 'RATE(m1)', WATCHED),
    metric('m1', 'errors'),
    metric('m2', 'requests'),
  ]);
  expect(compiled.inputs.map(({ id, stat }) => [id, stat.metricName])).toEqual([
    ['m1', 'errors'],
    ['m2', 'requests'],
  ]);
  expect(compiled).toMatchObject({ period: 60, returnId: 'e1', pointwise: false });
  expect(compileQueries([metric('m1', 'errors', WATCHED)]).pointwise).toBe(true);
});

describe('refused', () => {
  const many = Array.from({ length: 11 }, (_, index) => metric(`m${index}`));
  const slow = metric('m2', 'requests');
  test.each<[string, readonly MetricDataQuery[], string, string]>([
    [
      'an id that starts upper case',
      [metric('M1', 'errors', WATCHED)],
      'invalid-id',
      "invalid id 'M1', expected a lower-case letter, then letters, digits or _, at most 255",
    ],
    [
      'an id used twice',
      [metric('m1', 'errors', WATCHED), metric('m1')],
      'duplicate-id',
      "id 'm1' is used twice, expected unique ids",
    ],
    [
      'neither expression nor metric',
      [{ id: 'm1', returnData: true }],
      'expression-or-metric',
      "query 'm1' has neither, expected either an expression or a metric",
    ],
    [
      'both an expression and a metric',
      [metric('m1', 'errors', { ...WATCHED, expression: 'm1' })],
      'expression-or-metric',
      "query 'm1' has both, expected either an expression or a metric",
    ],
    [
      'two watched series',
      [metric('m1', 'errors', WATCHED), metric('m2', 'requests', WATCHED)],
      'return-data-count',
      '2 queries return data, expected exactly one; set ReturnData to false on the others',
    ],
    [
      'no watched series',
      [],
      'return-data-count',
      '0 queries return data, expected exactly one; set ReturnData to false on the others',
    ],
    [
      'eleven metrics',
      [math('e1', 'SUM(METRICS())', WATCHED), ...many],
      'too-many-metrics',
      '11 metrics in one alarm, at most 10 are allowed',
    ],
    [
      'different periods',
      [
        math('e1', 'm1 + m2', WATCHED),
        metric('m1'),
        { ...slow, metricStat: { ...slow.metricStat!, period: 300 } },
      ],
      'mixed-periods',
      'metrics have different periods (60, 300 seconds), expected one period',
    ],
    [
      'a circle of expressions',
      [math('e1', 'e2 + m1', WATCHED), math('e2', 'e3'), math('e3', 'e1'), metric('m1')],
      'expression-cycle',
      'expressions refer to one another in a circle: e1 -> e2 -> e3 -> e1',
    ],
    [
      'SEARCH',
      [math('e1', "SUM(SEARCH('{AWS/SQS} depth', 'Sum', 60))", { ...WATCHED, period: 60 })],
      'search-in-alarm',
      "expression 'e1' uses SEARCH, which an alarm cannot watch: it returns any number of series; list the metrics instead",
    ],
  ])('%s', (_what, queries, code, message) => {
    expect(refusal(() => compileQueries(queries), MetricQueryError)).toEqual({ code, message });
  });

  test.each<[string, readonly MetricDataQuery[], string, string]>([
    [
      'a number as the result',
      [math('e1', 'SUM(m1)', WATCHED), metric('m1')],
      'scalar-result',
      'the expression returns a number, expected a time series; wrap it as TIME_SERIES(…)\n  SUM(m1)\n  ^',
    ],
    [
      'several series as the result',
      [math('e1', 'METRICS()', WATCHED), metric('m1'), metric('m2')],
      'multiple-series',
      'the expression returns 2 time series, expected one; reduce them, e.g. by SUM\n  METRICS()\n  ^',
    ],
    [
      'an id that is not defined',
      [math('e1', 'm1 + m2', WATCHED), metric('m1')],
      'unknown-id',
      "unknown id 'm2', defined are: m1\n  m1 + m2\n       ^",
    ],
    [
      'an expression that is not even used',
      [metric('m1', 'errors', WATCHED), math('e1', 'm1 +')],
      'unexpected-token',
      'unexpected end of the expression, expected a number, an id, a function, [ or (\n  m1 +\n      ^',
    ],
    [
      'an empty expression',
      [math('e1', '', { ...WATCHED, period: 60 })],
      'expression-empty',
      'expression is empty\n  \n  ^',
    ],
  ])('%s', (_what, queries, code, message) => {
    expect(refusal(() => compileQueries(queries), MetricMathError)).toEqual({ code, message });
  });
});

test.each<[string, readonly MetricDataQuery[]]>([
  ['SELECT', [math('q1', 'SELECT MAX(Depth) FROM "App"', { ...WATCHED, period: 60 })]],
  ['ANOMALY_DETECTION_BAND', [math('ad1', 'ANOMALY_DETECTION_BAND(m1)', WATCHED), metric('m1')]],
  ['the period of an expression without metrics', [math('e1', 'TIME_SERIES(1)', WATCHED)]],
])('%s is not modelled', (feature, queries) => {
  expect(() => compileQueries(queries)).toThrow(NotModelledError);
  expect(() => compileQueries(queries)).toThrow(`${feature} is not modelled; `);
});

test('500 expressions in a row are evaluated in order', () => {
  const chain = Array.from({ length: 499 }, (_, index) =>
    math(`e${index}`, index === 498 ? 'm1' : `e${index + 1} + 1`),
  );
  expect(evaluate([{ ...chain[0]!, returnData: true }, ...chain.slice(1), metric('m1', 'errors')])).toEqual([
    499,
    null,
    502,
  ]);
  expect(refusal(() => compileQueries([...chain, metric('a'), metric('b')]), MetricQueryError)).toEqual({
    code: 'too-many-queries',
    message: '501 queries, at most 500 are allowed',
  });
});

function refusal(
  run: () => unknown,
  kind: typeof MetricQueryError | typeof MetricMathError,
): { code: string; message: string } | undefined {
  try {
    run();
  } catch (error) {
    if (!(error instanceof kind)) throw error;
    return { code: error.code, message: error.message };
  }
  return undefined;
}
