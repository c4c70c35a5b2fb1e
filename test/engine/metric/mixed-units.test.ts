import { type Reading, type Signal, simulate } from '../../../lib/engine';
import { STANDARD_UNITS, unitRank } from '../../../lib/engine/metric/standard-unit';
import vectors from '../../vectors/mixed-units.json';
import { alarmOf, datum, METRIC, MINUTE, minutes, modelOf, NINE } from '../support/models';

function sums(signals: readonly Signal[], length = 1, reading: Partial<Reading> = {}): (number | null)[] {
  const { metrics } = simulate(modelOf({ alarms: [alarmOf('a')] }), signals, {
    start: NINE,
    end: NINE + length * MINUTE,
    reading,
  });
  const query = { ...METRIC, from: NINE, to: NINE + length * MINUTE, period: 60, stat: 'Sum' };
  return metrics.series(query);
}

describe('a read without a unit takes one unit', () => {
  test.each(vectors.cases)('$id', ({ data, sum }) => {
    const signals = data.map(([value, unit]) => datum(NINE, value as number, { unit: unit as string }));
    expect(sums(signals)).toEqual([sum]);
    expect(sums(signals.toReversed())).toEqual([sum]);
  });

  test('in each period, of those that have data there', () => {
    const seconds = minutes([1, 2, null, 4], { unit: 'Seconds' });
    const counts = minutes([null, 20, 30, null], { unit: 'Count' });
    expect(sums([seconds, counts], 4)).toEqual([1, 20, 30, 4]);
  });

  test('and data without a unit only where there are no others', () => {
    expect(sums([datum(NINE, 1), datum(NINE, 2, { unit: 'Seconds' })])).toEqual([2]);
    expect(sums([datum(NINE, 1), datum(NINE, 2)])).toEqual([3]);
  });
});

test('a reading may take another unit, or add all of them up', () => {
  const signals = [datum(NINE, 1, { unit: 'Seconds' }), datum(NINE, 20, { unit: 'Count' }), datum(NINE, 300)];
  expect(sums(signals, 1, { 'mixed-units': 'first-unit' })).toEqual([20]);
  expect(sums(signals, 1, { 'mixed-units': 'last-unit' })).toEqual([300]);
  expect(sums(signals, 1, { 'mixed-units': 'all-units' })).toEqual([321]);
});

test('every unit has a rank of its own', () => {
  expect(new Set(STANDARD_UNITS.map(unitRank)).size).toBe(STANDARD_UNITS.length);
});
