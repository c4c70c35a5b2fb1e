import { evaluationRange, evaluationRangeDoubt } from '../../../lib/engine/metric-alarm/evaluation-range';
import vectors from '../../vectors/alarm-missing-data.json';

test.each([{ N: 3, period: 300, R: 5 }, ...vectors.evaluationRange.measured])(
  '$N periods of $period s are evaluated over $R slots',
  ({ N, period, R }) => {
    expect(evaluationRange(N, period)).toBe(R);
    expect(evaluationRangeDoubt(N, period)).toBeUndefined();
  },
);

test('what nobody has measured is named', () => {
  expect(evaluationRangeDoubt(3, 30)).toBe('no alarm with period 30 s was measured');
  expect(evaluationRangeDoubt(9, 60)).toBe('no alarm with 9 or more evaluation periods was measured');
});
