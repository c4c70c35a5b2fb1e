import { evaluationRange, readingOf } from '../../../lib/engine';
import vectors from '../../vectors/alarm-missing-data.json';

const in_ = (answers: Parameters<typeof readingOf>[0]) => ({ reading: readingOf(answers) });

test.each([{ N: 3, period: 300, R: 5 }, ...vectors.evaluationRange.measured])(
  '$N periods of $period s are evaluated over $R slots',
  ({ N, period, R }) => {
    expect(evaluationRange(N, period)).toBe(R);
  },
);

test.each([{ N: 3, period: 300, R: 5 }, ...vectors.evaluationRange.measured])(
  '$N periods of $period s are evaluated over $R slots',
  ({ N, period, R }) => {
    expect(evaluationRange(N, period)).toBe(R);
  },
);

test.each(['five-minutes', 'six-minutes', 'two-periods'] as const)(
  'what was measured does not depend on %s',
  (answer) => {
    for (const { N, period, R } of vectors.evaluationRange.measured) {
      expect(evaluationRange(N, period, in_({ 'range-minute': answer }))).toBe(R);
    }
  },
);

test.each([
  [5, 60, 'five-minutes', 10],
  [5, 60, 'six-minutes', 7],
  [5, 60, 'two-periods', 7],
  [2, 60, 'six-minutes', 6],
  [2, 60, 'two-periods', 4],
  [1, 120, 'five-minutes', 4],
  [1, 120, 'two-periods', 3],
  [2, 180, 'five-minutes', 4],
] as const)('%d periods of %d s under %s are %d slots', (N, period, answer, slots) => {
  expect(evaluationRange(N, period, in_({ 'range-minute': answer }))).toBe(slots);
});

test('nine and more periods, short periods and metric math are questions of their own', () => {
  expect(evaluationRange(12, 300, in_({}))).toBe(14);
  expect(evaluationRange(12, 300, in_({ 'range-long': 'one-period' }))).toBe(13);
  expect(evaluationRange(12, 300, in_({ 'range-long': 'a-quarter' }))).toBe(15);
  expect(evaluationRange(3, 10, in_({ 'range-short': 'three-times' }))).toBe(9);
  expect(evaluationRange(2, 20, in_({}))).toBe(5);
  expect(evaluationRange(2, 20, in_({ 'range-short': 'three-times' }))).toBe(6);
  expect(evaluationRange(3, 300, { onMath: true })).toBe(5);
  expect(evaluationRange(3, 300, { onMath: true, ...in_({ 'range-math': 'only-n' }) })).toBe(3);
});
