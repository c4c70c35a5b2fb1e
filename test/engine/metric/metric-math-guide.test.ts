import { evaluateExpression } from '../../../lib/engine';
import vectors from '../../vectors/metric-math-guide.json';
import { NINE } from '../support/models';

type Series = Readonly<Record<string, readonly (number | null)[]>>;

describe('the tables of the user guide', () => {
  test.each(vectors.values)('$expression', ({ expression, series, expected }) => {
    expect(evaluateExpression(expression, series as unknown as Series)).toEqual(expected);
  });
});

describe('an example of the user guide is taken', () => {
  test.each(vectors.accepted)('%s', (expression) => {
    const names = new Set(['m1', ...(expression.match(/\b[a-z][a-z0-9_]*\b/g) ?? [])]);
    const series = Object.fromEntries([...names].map((name) => [name, [1, 2, 3]]));
    expect(evaluateExpression(expression, series, { start: NINE, period: 60 })).toHaveLength(3);
  });
});
