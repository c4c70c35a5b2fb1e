import fc from 'fast-check';
import {
  compileExpression,
  evaluateExpression,
  MetricMathError,
  type Series,
} from '../../../lib/engine/metric/metric-math';
import { NotModelledError } from '../../../lib/engine/text/not-modelled-error';
import vectors from '../../vectors/metric-math.json';

const _ = null;

describe('the documented cases', () => {
  const cases = vectors.cases as unknown as Case[];
  interface Case {
    readonly id: string;
    readonly expression: string;
    readonly series: Record<string, Series>;
    readonly expected: Series;
  }

  test.each(cases)('$id: $expression', ({ expression, series, expected }) => {
    expect(evaluateExpression(expression, series)).toEqual(expected);
  });
});

/** a has gaps, b is whole, n was never published; slots are one minute, from Monday 2026-01-05 23:58 UTC. */
const series = { a: [1, _, -3, 4], b: [2, 0, 6, 8], n: [_, _, _, _] };
const context = { start: Date.parse('2026-01-05T23:58:00Z') };

describe('evaluates', () => {
  test.each<[string, Series]>([
    // Arithmetic: a missing side is 0 beside a point; dividing by zero drops the point.
    ['a + b', [3, 0, 3, 12]],
    ['b - a', [1, 0, 9, 4]],
    ['a * 2', [2, _, -6, 8]],
    ['2 - a', [1, _, 5, -2]],
    ['a / b', [0.5, _, -0.5, 0.5]],
    ['b / a', [2, _, -2, 2]],
    ['a / n', [_, _, _, _]],
    ['n + n', [_, _, _, _]],
    ['b + MAX(a, n) + 5*n', [3, 0, 3, 12]],
    ['-b', [-2, 0, -6, -8]],
    ['b ^ 2', [4, 0, 36, 64]],
    ['-b^2', [-4, 0, -36, -64]],
    ['b - 2^-1', [1.5, -0.5, 5.5, 7.5]],
    ['b * 0 + 2^3^2', [512, 512, 512, 512]],
    ['b * 1.5e1 + .5', [30.5, 0.5, 90.5, 120.5]],
    ['b - 1 - 1', [0, -2, 4, 6]],
    ['10 ^ 308 * b', [_, 0, _, _]],
    // Comparison and logic give 0 or 1, a missing side counting as 0.
    ['a < b', [1, 0, 1, 1]],
    ['a >= 1', [1, _, 0, 1]],
    ['a == n', [0, _, 0, 0]],
    ['b != 0', [1, 0, 1, 1]],
    ['a > 0 AND b > 2', [0, 0, 0, 1]],
    ['a > 0 && b > 2 || b == 0', [0, 1, 0, 1]],
    ['b == 2 OR b == 6', [1, 0, 1, 0]],
    ['b + 1 > 2 * 1 AND b < 8', [1, 0, 1, 0]],
    // IF
    ['IF(a > 0, b)', [2, _, _, 8]],
    ['IF(b, a)', [1, _, -3, 4]],
    ['IF(b > 5, n, -1)', [-1, -1, 0, 0]],
    ['IF(b > 5, 1 / 0, 2)', [2, 2, _, _]],
    ['IF(AVG(b) > 3, a, b)', [1, _, -3, 4]],
    ['IF(1 > 2, a)', [_, _, _, _]],
    ['b + IF(1 > 2, 10, 20)', [22, 20, 26, 28]],
    // FILL
    ['FILL(a, 0)', [1, 0, -3, 4]],
    ['FILL(a, b)', [1, 0, -3, 4]],
    ['FILL(a, REPEAT)', [1, 1, -3, 4]],
    ['FILL(a, LINEAR)', [1, -1, -3, 4]],
    ['FILL(n, 7)', [7, 7, 7, 7]],
    ['FILL(n, REPEAT)', [_, _, _, _]],
    ['SUM(FILL([a, n], 1))', [2, 2, -2, 5]],
    // Neighbours: the previous point may be several slots back.
    ['DIFF(a)', [_, _, -4, 7]],
    ['RATE(a)', [_, _, -4 / 120, 7 / 60]],
    ['DIFF_TIME(a)', [_, _, 120, 60]],
    ['RUNNING_SUM(a)', [1, _, -2, 2]],
    // Scalars of one series, over every slot
    ['b - AVG(b)', [-2, -4, 2, 4]],
    ['b * 0 + AVG(a)', [0.5, 0.5, 0.5, 0.5]],
    ['b * 0 + SUM(a)', [2, 2, 2, 2]],
    ['b * 0 + MIN(a) + MAX(a)', [1, 1, 1, 1]],
    ['b * 0 + DATAPOINT_COUNT(a)', [3, 3, 3, 3]],
    ['b * 0 + STDDEV(b)', Array(4).fill(Math.sqrt(10))],
    ['b + MAX(n)', [_, _, _, _]],
    ['a / PERIOD(a)', [1 / 60, _, -3 / 60, 4 / 60]],
    ['TIME_SERIES(5 * MAX(b))', [40, 40, 40, 40]],
    // Series of several series
    ['SUM([a, b])', [3, 0, 3, 12]],
    ['AVG([a, b])', [1.5, 0, 1.5, 6]],
    ['MIN([a, b])', [1, 0, -3, 4]],
    ['MAX([a, b])', [2, 0, 6, 8]],
    ['STDDEV([a, b])', [0.5, 0, 4.5, 2]],
    ['SUM(n, n)', [_, _, _, _]],
    ['DATAPOINT_COUNT(METRICS())', [2, 1, 2, 2]],
    ['SUM(METRICS())', [3, 0, 3, 12]],
    ['SUM(METRICS("b"))', [2, 0, 6, 8]],
    ["SUM([METRICS('a'), b])", [3, 0, 3, 12]],
    ['SUM(12 / [b, b])', [12, _, 4, 3]],
    ['MAX([a, b] - b)', [0, 0, 0, 0]],
    ['SUM(-[a, b])', [-3, 0, -3, -12]],
    ['b / METRIC_COUNT(METRICS())', [2 / 3, 0, 2, 8 / 3]],
    ['METRICS("b")', [2, 0, 6, 8]],
    ['METRICS("none")', [_, _, _, _]],
    ['REMOVE_EMPTY([n, b])', [2, 0, 6, 8]],
    ['REMOVE_EMPTY([n])', [_, _, _, _]],
    ['FIRST(METRICS())', [1, _, -3, 4]],
    ['LAST([a, b])', [2, 0, 6, 8]],
    ['LAST(REMOVE_EMPTY([n]))', [_, _, _, _]],
    ['FIRST(SORT([a, b, n], AVG, DESC))', [2, 0, 6, 8]],
    ['FIRST(SORT([n, b, a], MIN, ASC))', [1, _, -3, 4]],
    ['LAST(SORT([n, b, a], MAX, ASC))', [_, _, _, _]],
    ['SORT([a, b], SUM, DESC, 1)', [2, 0, 6, 8]],
    ['SLICE([a, b, n], 1, 2)', [2, 0, 6, 8]],
    ['SUM(SLICE([a, b, n], 1))', [2, 0, 6, 8]],
    // Element by element; what is not finite is dropped.
    ['ABS(a)', [1, _, 3, 4]],
    ['CEIL(a / 2)', [1, _, -1, 2]],
    ['FLOOR(a / 2)', [0, _, -2, 2]],
    ['LOG10(b * 5)', [1, _, Math.log10(30), Math.log10(40)]],
    ['LOG(a)', [0, _, _, Math.log(4)]],
    // The clock, in UTC; never sparse.
    ['MINUTE(n)', [58, 59, 0, 1]],
    ['HOUR(n)', [23, 23, 0, 0]],
    ['DAY(n)', [1, 1, 2, 2]],
    ['DATE(n)', [5, 5, 6, 6]],
    ['MONTH(n)', [1, 1, 1, 1]],
    ['YEAR(n)', [2026, 2026, 2026, 2026]],
    ['EPOCH(n) - 1767657480', [0, 60, 120, 180]],
    ['IF(DAY(b) < 2, b)', [2, 0, _, _]],
  ])('%s', (expression, expected) => {
    const got = evaluateExpression(expression, series, context);
    expect(got).toHaveLength(expected.length);
    for (const [slot, value] of expected.entries()) {
      if (value === null) expect(got[slot]).toBeNull();
      else expect(got[slot]).toBeCloseTo(value, 12);
    }
    expect(got.some((value) => Object.is(value, -0))).toBe(false);
  });

  test('Sunday as day 7', () => {
    expect(evaluateExpression('DAY(b)', { b: [1] }, { start: Date.parse('2026-01-04T00:00:00Z') })).toEqual([
      7,
    ]);
  });

  test('a period other than a minute, from the context or from among the series', () => {
    expect(evaluateExpression('RATE(m)', { m: [0, 30] }, { period: 10 })).toEqual([_, 3]);
    expect(evaluateExpression('RATE(m)', { m: [0, 30], period: 300 })).toEqual([_, 0.1]);
    expect(evaluateExpression('m + period', { m: [1], period: [2] })).toEqual([3]);
  });

  test('a constant without any metric, on the slots that are asked for', () => {
    expect(evaluateExpression('TIME_SERIES(3)', {}, { length: 2 })).toEqual([3, 3]);
    expect(evaluateExpression('TIME_SERIES(3)', {})).toEqual([]);
  });

  test('METRICS() without the ids of expressions', () => {
    expect(evaluateExpression('SUM(METRICS())', { m: [1], e: [5] }, { metrics: ['m'] })).toEqual([1]);
  });
});

describe('a compiled expression', () => {
  test('names its ids in the order of the text, each once', () => {
    expect(compileExpression('IF(c > 0, a, SUM([b, c]))').ids).toEqual(['c', 'a', 'b']);
  });

  test.each([
    ['a + b / 2', true],
    ['IF(a > 1, FILL(b, 0))', true],
    ['SUM(METRICS())', true],
    ['HOUR(a)', true],
    ['a - AVG(a)', false],
    ['RATE(a) + 1', false],
    ['FILL(a, REPEAT)', false],
    ['IF(SUM(a) > 1, b)', false],
  ])('%s: pointwise is %s', (expression, pointwise) => {
    expect(compileExpression(expression).pointwise).toBe(pointwise);
  });

  test('does not touch its input', () => {
    const m = Object.freeze([1, _, 3]);
    const result = compileExpression('m').evaluate({ m });
    result[0] = 9;
    expect(m).toEqual([1, _, 3]);
  });
});

describe('refused with the reason and the place', () => {
  test.each([
    ['', 'expression-empty', 'expression is empty\n  \n  ^'],
    [
      'a +',
      'unexpected-token',
      'unexpected end of the expression, expected a number, an id, a function, [ or (\n  a +\n     ^',
    ],
    [
      'a b',
      'unexpected-token',
      "unexpected 'b', expected an operator or the end of the expression\n  a b\n    ^",
    ],
    ['(a', 'unexpected-token', 'unexpected end of the expression, expected an operator or )\n  (a\n    ^'],
    [
      'SUM(a',
      'unexpected-token',
      'unexpected end of the expression, expected an operator, a comma or )\n  SUM(a\n       ^',
    ],
    [
      'sum(a)',
      'unexpected-token',
      "unexpected '(', expected an operator or the end of the expression; function names are upper case\n  sum(a)\n     ^",
    ],
    [
      'a and b',
      'unexpected-token',
      "unexpected 'and', expected an operator or the end of the expression; operators are upper case: AND\n" +
        '  a and b\n    ^',
    ],
    [
      '!a',
      'unexpected-character',
      "unexpected character '!', metric math has no negation; compare with == 0\n  !a\n  ^",
    ],
    ['a = 1', 'unexpected-character', "unexpected character '=', write == to compare\n  a = 1\n    ^"],
    [
      'METRICS(“x”)',
      'unexpected-character',
      "unexpected character '“', use straight quotes\n  METRICS(“x”)\n          ^",
    ],
    ['METRICS("x)', 'unclosed-string', 'string is not closed, expected "\n  METRICS("x)\n          ^'],
    ['a + zz', 'unknown-id', "unknown id 'zz', defined are: a, b, n\n  a + zz\n      ^"],
    ['constructor', 'unknown-id', "unknown id 'constructor', defined are: a, b, n\n  constructor\n  ^"],
    ['M1 + a', 'unexpected-token', "'M1' is not an id: ids start with a lower-case letter\n  M1 + a\n  ^"],
    ['a + SUM', 'unexpected-token', "'SUM' is a function, expected ( after it\n  a + SUM\n      ^"],
    ['a + "x"', 'argument-kind', 'a quoted text is only allowed inside METRICS(…)\n  a + "x"\n      ^'],
    ['RATE()', 'argument-count', 'RATE takes 1 argument, got 0\n  RATE()\n  ^'],
    ['IF(a)', 'argument-count', 'IF takes 2 to 3 arguments, got 1\n  IF(a)\n  ^'],
    ['SUM()', 'argument-count', 'SUM takes at least 1 argument, got 0\n  SUM()\n  ^'],
    ['SUM([])', 'argument-count', 'the array is empty, expected time series\n  SUM([])\n      ^'],
    [
      'SUM(5)',
      'argument-kind',
      'SUM takes a time series or an array of time series as argument 1, got a number\n  SUM(5)\n      ^',
    ],
    [
      'FILL(a, ZERO)',
      'argument-kind',
      "FILL takes a number or a time series or REPEAT or LINEAR as argument 2, got 'ZERO'\n  FILL(a, ZERO)\n          ^",
    ],
    ['PERIOD(a + 1)', 'argument-kind', 'PERIOD takes the id of a metric\n  PERIOD(a + 1)\n           ^'],
    [
      'MAX([a, 0])',
      'argument-kind',
      'an array holds time series, got a number; wrap it as TIME_SERIES(…)\n  MAX([a, 0])\n          ^',
    ],
    [
      '[a] + [b]',
      'operand-kind',
      "'+' cannot combine two arrays of time series; reduce one of them, e.g. by SUM\n  [a] + [b]\n      ^",
    ],
    [
      'AVG(a)',
      'scalar-result',
      'the expression returns a number, expected a time series; wrap it as TIME_SERIES(…)\n  AVG(a)\n  ^',
    ],
    [
      '[a, b]',
      'multiple-series',
      'the expression returns 2 time series, expected one; reduce them, e.g. by SUM\n  [a, b]\n  ^',
    ],
    ['HOUR(a)', 'context-missing', 'the expression reads the time, but no start is given\n  HOUR(a)\n  ^'],
  ])('%s', (expression, code, message) => {
    expect(refusal(() => evaluateExpression(expression, series))).toEqual({ code, message });
  });

  test('an unknown function, with the known ones', () => {
    expect(refusal(() => compileExpression('MEDIAN(a)'))?.message).toMatch(
      /^unknown function 'MEDIAN', known are: ABS, AVG, CEIL, .*, YEAR\n {2}MEDIAN\(a\)\n {2}\^$/,
    );
  });

  test('series of different lengths', () => {
    expect(refusal(() => evaluateExpression('a', { a: [1], b: [1, 2] }))).toEqual({
      code: 'series-misaligned',
      message: 'series have different lengths (1, 2), expected the same slots in all\n  a\n  ^',
    });
  });

  test('more than 2,048 characters or 100 levels', () => {
    expect(refusal(() => compileExpression(`a${'+a'.repeat(1_024)}`))?.code).toBe('expression-too-long');
    expect(refusal(() => compileExpression(`${'('.repeat(100)}a${')'.repeat(100)}`))?.code).toBe(
      'expression-too-deep',
    );
    expect(compileExpression(`a${'+a'.repeat(1_023)}`).evaluate({ a: [1] })).toEqual([1_024]);
  });
});

describe('not modelled, and named', () => {
  test.each([
    ['ANOMALY_DETECTION_BAND(m1, 2)', 'ANOMALY_DETECTION_BAND'],
    ["SEARCH('{AWS/SQS,QueueName} depth', 'Average', 60)", 'SEARCH'],
    ['SERVICE_QUOTA(m1)', 'SERVICE_QUOTA'],
    ["INSIGHT_RULE_METRIC('rule', 'Sum')", 'INSIGHT_RULE_METRIC'],
    ["SUM(LAMBDA('f'))", 'LAMBDA'],
    ["DB_PERF_INSIGHTS('RDS', 'db-1', 'os.cpu')", 'DB_PERF_INSIGHTS'],
    ['SELECT AVG(CPUUtilization) FROM SCHEMA("AWS/EC2", InstanceId)', 'SELECT'],
  ])('%s', (expression, feature) => {
    expect(() => compileExpression(expression)).toThrow(NotModelledError);
    expect(() => compileExpression(expression)).toThrow(`${feature} is not modelled; `);
  });
});

describe('for any text', () => {
  const pieces = fc.constantFrom(
    ...[
      'a',
      'b',
      ' ',
      '(',
      ')',
      '[',
      ']',
      ',',
      '-',
      '+',
      '^',
      '/',
      '<=',
      'AND',
      '||',
      '1',
      '.5',
      '2e9',
      '"a"',
      "'",
    ],
    ...[
      'IF(',
      'SUM(',
      'METRICS(',
      'SORT(',
      'AVG',
      'DESC',
      'FILL(',
      'REPEAT',
      'SLICE(',
      'RATE(',
      'PERIOD(',
      'SEARCH(',
    ],
  );
  const texts = fc.oneof(
    fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 100 }),
  );

  test('evaluation returns aligned finite values, or throws its own errors, within the text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        try {
          const result = evaluateExpression(text, series, context);
          expect(result).toHaveLength(4);
          expect(result.every((value) => value === null || Number.isFinite(value))).toBe(true);
        } catch (error) {
          if (error instanceof NotModelledError) return;
          expect(error).toBeInstanceOf(MetricMathError);
          expect((error as MetricMathError).offset).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  test.each(['(', '-', '[', '"', 'SUM(', 'a^', 'a+', '1e', '^'])(
    'an expression of nothing but %s is quick',
    (piece) => {
      const started = performance.now();
      expect(refusal(() => compileExpression(piece.repeat(Math.floor(2_048 / piece.length))))).toBeDefined();
      expect(performance.now() - started).toBeLessThan(5_000);
    },
  );
});

describe('for any small tree', () => {
  type Point = number | null;
  /** `at` is a naive reading of the rules, one slot at a time; `constant` marks a number rather than a series. */
  interface Tree {
    readonly text: string;
    readonly constant: boolean;
    readonly at: (slot: number) => Point;
  }
  const length = 4;
  const values: Record<string, Point[]> = { x: [1, _, 0, -2], y: [_, _, 3, 0.5], z: [4, 2, _, 1] };
  const drop = (value: number): Point => (Number.isFinite(value) ? value + 0 : _);

  const naive: Record<string, (a: number, b: number) => number> = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
    '^': (a, b) => a ** b,
    '<': (a, b) => Number(a < b),
    '==': (a, b) => Number(a === b),
    AND: (a, b) => Number(Boolean(a) && Boolean(b)),
  };

  function combine(operator: string, left: Tree, right: Tree): Tree {
    const at = (slot: number): Point => {
      const [a, b] = [left.at(slot), right.at(slot)];
      if (a === null && b === null) return _;
      if (
        (a === null && (left.constant || right.constant)) ||
        (b === null && (left.constant || right.constant))
      )
        return _;
      return drop(naive[operator]!(a ?? 0, b ?? 0));
    };
    return {
      text: `(${left.text}) ${operator} (${right.text})`,
      constant: left.constant && right.constant,
      at,
    };
  }

  const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc
        .constantFrom('x', 'y', 'z')
        .map((id): Tree => ({ text: id, constant: false, at: (slot) => values[id]![slot]! })),
      fc
        .integer({ min: 0, max: 3 })
        .map((value): Tree => ({ text: `${value}`, constant: true, at: () => value })),
      tie('tree').map(
        (inner): Tree => ({
          text: `-(${inner.text})`,
          constant: inner.constant,
          at: (slot) => {
            const value = inner.at(slot);
            return value === null ? _ : drop(-value);
          },
        }),
      ),
      fc
        .tuple(fc.constantFrom(...Object.keys(naive)), tie('tree'), tie('tree'))
        .map((parts) => combine(...parts)),
    ),
  }));

  test('the compiled expression agrees with a naive reading, slot by slot and on any stretch of slots', () => {
    fc.assert(
      fc.property(tree, fc.nat(length - 1), ({ text, constant, at }, from) => {
        fc.pre(text.length <= 2_048 && !constant);
        const expected = Array.from({ length }, (_, slot) => at(slot));
        const expression = compileExpression(text);
        expect(expression.evaluate(values)).toEqual(expected);
        expect(expression.pointwise).toBe(true);
        const tail = Object.fromEntries(
          Object.entries(values).map(([id, points]) => [id, points.slice(from)]),
        );
        expect(expression.evaluate(tail)).toEqual(expected.slice(from));
      }),
      { numRuns: 1_000 },
    );
  });
});

function refusal(run: () => unknown): { code: string; message: string } | undefined {
  try {
    run();
  } catch (error) {
    if (!(error instanceof MetricMathError)) throw error;
    return { code: error.code, message: error.message };
  }
  return undefined;
}
