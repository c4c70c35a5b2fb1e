import fc from 'fast-check';
import { simulate } from '../../../lib/engine';
import { significantSamples } from '../../../lib/engine/metric/extended-statistic';
import { parseStatistic } from '../../../lib/engine/metric/statistic';
import { addToBins, binsBetween } from '../../../lib/engine/metric/value-bins';
import vectors from '../../vectors/statistics.json';
import { alarmOf, datum, METRIC, MINUTE, modelOf, NINE } from '../support/models';

/** What a statistic makes of the values of one minute, through the whole engine. */
function statisticOf(stat: string, signals: Parameters<typeof simulate>[1]): number | null {
  const alarm = alarmOf('a', { metric: { ...METRIC, period: 60, stat } });
  const { metrics } = simulate(modelOf({ alarms: [alarm] }), signals, { start: NINE, end: NINE + MINUTE });
  return metrics.series({ ...METRIC, from: NINE, to: NINE + MINUTE, period: 60, stat })[0]!;
}

const values = (...list: number[]) => list.map((value) => datum(NINE, value));
const TEN = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100];

test.each([
  ['SampleCount', 2],
  ['Sum', 43],
  ['Average', 21.5],
  ['Minimum', 21],
  ['Maximum', 22],
])('%s of 21 and 22 is %d', (stat, expected) => expect(statisticOf(stat, values(21, 22))).toBe(expected));

describe.each(vectors.sets)('of $samples', ({ samples, statistics }) => {
  const sets = samples.map(([value, count]) =>
    datum(NINE, 0, { value: undefined, values: [value!], counts: [count!] }),
  );

  test.each(Object.entries(statistics as unknown as Record<string, number>))('%s is %d', (stat, expected) => {
    const got = statisticOf(stat, sets)!;
    expect(Math.abs(got - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected));
  });
});

test.each([
  ['tm(25%:75%)', 'IQM'],
  ['TC(0%:90%)', 'tc90'],
  ['TS(:90%)', 'ts90'],
  ['wm(0%:90%)', 'wm90'],
])('%s is %s', (one, other) => {
  expect(statisticOf(one, values(...TEN))).toBe(statisticOf(other, values(...TEN)));
});

test('values of 0 have a bin of their own', () => {
  expect(['p50', 'p75', 'TM(0%:50%)', 'TC(:0)'].map((stat) => statisticOf(stat, values(0, 0, 0, 5)))).toEqual(
    [0, 0.0, 0, 3],
  );
});

test('a value with the count 0 counts for Minimum and Maximum alone', () => {
  const given = [datum(NINE, 0, { value: undefined, values: [1, 5, 9], counts: [0, 2, 0] })];
  const all = ['SampleCount', 'Sum', 'Minimum', 'Maximum', 'TC(0%:100%)'].map((stat) =>
    statisticOf(stat, given),
  );
  expect(all).toEqual([2, 10, 1, 9, 2]);
});

test.each([
  'p101',
  'p',
  'tm',
  'TM()',
  'TM(:)',
  'TM(90%:10%)',
  'TM(1:9%)',
  'PR(1%:2%)',
  'sum',
  'IQM90',
  'p1e9',
])('%s is no statistic', (stat) =>
  expect(() => parseStatistic(stat)).toThrow(`statistic is '${stat}'; allowed: SampleCount, Sum,`),
);

describe('a percentile', () => {
  test('counts values as often as they were seen', () => {
    const given = (counts: number[]) => [datum(NINE, 0, { value: undefined, values: [1, 9], counts })];
    expect(statisticOf('p90', given([89, 11]))).toBeGreaterThan(8.9);
    expect(statisticOf('p90', given([91, 9]))).toBeLessThan(1.1);
  });

  test('does not exist of statistic sets, unless they hold one value', () => {
    const set = (minimum: number, maximum: number) =>
      datum(NINE, 0, { value: undefined, statisticSet: { sampleCount: 4, sum: 20, minimum, maximum } });
    expect(statisticOf('p90', [set(1, 9)])).toBeNull();
    expect(statisticOf('p90', [set(5, 5)])).toBe(5);
    expect(statisticOf('Average', [set(1, 9)])).toBe(5);
  });

  test('does not exist of negative values', () => {
    expect(statisticOf('p90', values(1, -1))).toBeNull();
    expect(statisticOf('Sum', values(1, -1))).toBe(0);
  });

  test.each([
    [90, 100],
    [99, 1000],
    [99.9, 10_000],
    [50, 20],
    [10, 100],
  ])('p%d is significant from %d samples on', (percent, samples) => {
    expect(significantSamples(percent)).toBe(samples);
  });

  test('lies within a tenth of the value at its rank, grows with the percent, and p100 is the largest', () => {
    const ranked = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(ranked, fc.integer({ min: 1, max: 99 }), (list, percent) => {
        const counts = new Map<number, number>();
        addToBins(
          counts,
          list.map((value) => ({ value, count: 1 })),
        );
        const bins = binsBetween(counts, Math.min(...list), Math.max(...list));
        const at = (percentile: number) => parseStatistic(`p${percentile}`).extended!.of(bins)!;
        const exact = list.toSorted((a, b) => a - b)[Math.ceil((percent * list.length) / 100) - 1]!;
        expect(at(percent) / exact).toBeGreaterThan(1 / 1.1 - 1e-9);
        expect(at(percent) / exact).toBeLessThan(1.1 + 1e-9);
        expect(at(percent + 1)).toBeGreaterThanOrEqual(at(percent));
        expect(at(100)).toBe(Math.max(...list));
      }),
    );
  });
});
