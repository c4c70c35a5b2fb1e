import fc from 'fast-check';
import { evaluateExpression, neverMissing } from '../../../lib/engine';

const alarm = (expression: string) => [
  ...['m1', 'm2', 'm3'].map((id) => ({ id, returnData: false, metricStat: {} as never })),
  { id: 'e1', expression, returnData: true },
];

const FULL = [
  'FILL(m1, 0)',
  'm1 + TIME_SERIES(0)',
  'TIME_SERIES(1) - m1 * m2',
  'IF(m1 + TIME_SERIES(0) > 0, m2, 0)',
  'IF(FILL(m1, 0) > 1, m2, FILL(m3, 1))',
  'MAX([FILL(m1, 0), m2 + TIME_SERIES(0)])',
  'ABS(-FILL(m1, -1))',
  'FILL(m1, 0) > 1 AND FILL(m2, 0) < 3',
];

const SERIES = fc.array(fc.option(fc.integer({ min: -3, max: 3 })), { minLength: 4, maxLength: 4 });

test.each(FULL)('%s has a value in every slot', (expression) => {
  expect(neverMissing(alarm(expression))).toBe(true);
  fc.assert(
    fc.property(SERIES, SERIES, SERIES, (m1, m2, m3) => {
      expect(evaluateExpression(expression, { m1, m2, m3 })).not.toContain(null);
    }),
    { numRuns: 50 },
  );
});

test.each([
  'm1',
  'm1 + m2',
  'FILL(m1, REPEAT)',
  'IF(FILL(m1, REPEAT), FILL(m1, 0))',
  'IF(FILL(m1, 0) > 0, 1)',
  'IF(m1 > 0, 1, 0)',
  'IF(FILL(m1, 0) > 0, 1, m2)',
  'FILL(m1, 0) / FILL(m2, 0)',
  'm1 + 1',
  'MAX([m1, m2])',
  'FILL(m1, 0) + MAX(m1)',
])('%s may miss one', (expression) => {
  expect(neverMissing(alarm(expression))).toBe(false);
});

test('what is proved of one expression is known of those that name it', () => {
  const queries = [
    { id: 'm1', returnData: false, metricStat: {} as never },
    { id: 'e1', expression: 'FILL(m1, 0)', returnData: false },
    { id: 'e2', expression: 'e1 + m1', returnData: true },
  ];
  expect(neverMissing(queries)).toBe(true);
  expect(neverMissing(queries.with(1, { id: 'e1', expression: 'm1', returnData: false }))).toBe(false);
});

test('a bare metric and a circle prove nothing', () => {
  expect(neverMissing([{ id: 'm1', returnData: true, metricStat: {} as never }])).toBe(false);
  expect(neverMissing([{ id: 'e1', expression: 'e1 + TIME_SERIES(0)', returnData: true }])).toBe(false);
});
