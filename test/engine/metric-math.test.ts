import { evaluateExpression, type Series } from '../../lib/engine/metric-math';
import vectors from '../vectors/metric-math.json';

const cases = vectors.cases as unknown as {
  id: string;
  expression: string;
  series: Record<string, Series>;
  expected: Series;
}[];

test.each(cases)('$id: $expression', ({ expression, series, expected }) => {
  expect(evaluateExpression(expression, series)).toEqual(expected);
});
