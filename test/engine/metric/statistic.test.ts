import fc from 'fast-check';
import { simulate } from '../../../lib/engine';
import { significantSamples } from '../../../lib/engine/metric/extended-statistic';
import { parseStatistic } from '../../../lib/engine/metric/statistic';
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

test.each([
  ['p50', 5],
  ['p90', 9],
  ['p99.9', 100],
  ['p0', 1],
  ['p100', 100],
  ['tm90', 5],
  ['tc90', 9],
  ['ts90', 45],
  ['wm90', 5.4],
  ['TM(10%:90%)', 5.5],
  ['tm(10%:90%)', 5.5],
  ['IQM', 5.5],
  ['TM(2:5)', 4],
  ['TC(:5)', 5],
  ['TS(8:)', 109],
  ['WM(20%:80%)', 5.5],
  ['PR(:5)', 50],
  ['PR(2:5)', 30],
])('%s of 1 to 9 and 100 is %d', (stat, expected) => {
  expect(statisticOf(stat, values(...TEN))).toBeCloseTo(expected, 12);
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
    expect(statisticOf('p90', [datum(NINE, 0, { value: undefined, values: [1, 9], counts: [89, 11] })])).toBe(
      9,
    );
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

  test('lies among the values, and p100 is the largest', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 1, maxLength: 30 }), fc.nat(100), (list, percent) => {
        const samples = list.map((value) => ({ value, count: 1 }));
        expect(list).toContain(parseStatistic(`p${percent}`).extended!.of(samples));
        expect(parseStatistic('p100').extended!.of(samples)).toBe(Math.max(...list));
      }),
    );
  });
});
