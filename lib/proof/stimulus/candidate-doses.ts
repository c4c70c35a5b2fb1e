import { significantSamples } from '../../engine/metric/extended-statistic';
import type { MetricAlarm } from '../../engine/model';
import { nextTo, stepOf } from '../../rehearsal/rehearse/threshold';
import { periodOf } from '../../rehearsal/report/alarm-text';
import type { Dose } from './dose';
import type { Feed, LogFeed } from './feed';

/**
 * Doses that are worth trying of a metric to find what breaches an alarm and what does not; nothing comes last.
 * @param isShared the alarm reads the metric by another statistic, too: what only counts should add nothing to a sum
 */
export function candidateDoses(alarm: MetricAlarm, feed: Feed, isShared = false): Dose[] {
  const numbers = alarm.metric ? numbersOfOne(alarm) : numbersOfMath(alarm);
  const doses = numbers.flatMap((number) => dosesFor(number, alarm, feed, isShared));
  const distinct = new Map(doses.map((dose) => [`${dose!.value} ${dose!.count}`, dose]));
  return [...distinct.values(), null];
}

// --- internal ---

/** An incident cannot write a record more often than once a second, and nobody reads one of so many. */
const MOST_DATA = 1000;

function numbersOfOne(alarm: MetricAlarm): number[] {
  const { breach, near } = nextTo(alarm);
  const { threshold } = alarm;
  return [breach, near, 0, 1, 2 * threshold, halfOf(threshold), threshold + 10, threshold - 10, 100, -1];
}

/** What stands in the expressions, what is next to it, and numbers of every size. */
function numbersOfMath(alarm: MetricAlarm): number[] {
  const { threshold, metrics = [] } = alarm;
  const { breach, near } = nextTo(alarm);
  const written = metrics.flatMap(({ expression = '' }) =>
    (expression.match(/(?<![\w.])\d+(?:\.\d+)?(?!\w)/g) ?? []).map(Number),
  );
  const around = [...new Set(written)].slice(0, 6).flatMap((number) => {
    const step = stepOf(number);
    return [number, number + step, number - step, number * threshold, number * breach, number * near];
  });
  return [breach, near, 0, 1, 2, ...around, 2 * threshold, halfOf(threshold), 10, 100, 1000, 1e6].map(
    (number) => Number(number.toPrecision(12)),
  );
}

/** Of a whole number a whole one: what is counted comes in whole pieces. */
const halfOf = (number: number): number => (Number.isInteger(number) ? Math.floor(number / 2) : number / 2);

function dosesFor(number: number, alarm: MetricAlarm, feed: Feed, isShared: boolean): Dose[] {
  const { stat } = feed.metric;
  const isCount = /^(SampleCount|TC\(|tc)/.test(stat);
  if (feed.kind === 'log' && feed.constants) return ofConstants(number, alarm, feed);
  const values = isCount
    ? countedValues(stat, isShared).map((one) => Math.min(Math.max(one, minOf(feed)), maxOf(feed)))
    : [number];
  const count = isCount ? Math.round(number) : samplesFor(alarm, stat);
  return count < 1 ? [] : values.flatMap((value) => dosesOf(value, count, alarm, feed));
}

/** Values that a statistic counts, and those that it leaves out: `TC(300:)` counts what is over 300. */
function countedValues(stat: string, isShared: boolean): number[] {
  const bounds = stat.includes('%') ? [] : (stat.match(/\d+(?:\.\d+)?/g) ?? []).map(Number);
  return stat.includes('(') && bounds.length > 0
    ? bounds.flatMap((bound) => [bound, bound + 1])
    : isShared
      ? [0, 1]
      : [1];
}

function dosesOf(value: number, count: number, alarm: MetricAlarm, feed: Feed): Dose[] {
  if (value < minOf(feed)) return [];
  // A count of many small things is a sum of several data where one datum has a bound.
  if (value > maxOf(feed)) {
    const parts = Math.ceil(value / maxOf(feed));
    return feed.metric.stat === 'Sum'
      ? evenCounts(parts, alarm).map((some) => ({ value: maxOf(feed), count: some }))
      : [];
  }
  if (feed.kind === 'log' && feed.recordOf(value).kind !== 'sample') return [];
  return (count === 1 ? [1] : evenCounts(count, alarm)).map((some) => ({ value, count: some }));
}

const minOf = (feed: Feed): number => (feed.kind === 'datum' ? feed.min : Number.NEGATIVE_INFINITY);
const maxOf = (feed: Feed): number => (feed.kind === 'datum' ? feed.max : Number.POSITIVE_INFINITY);

/** So many records that the number comes out, or one less or more. */
function ofConstants(number: number, alarm: MetricAlarm, feed: LogFeed): Dose[] {
  const { metric, constants = [], defaultValue } = feed;
  const values = defaultValue === undefined ? constants : [...constants, defaultValue];
  return values.flatMap((value) => {
    const each = eachOf(metric.stat, value);
    const exact = each === 0 ? 1 : number / each;
    return [...new Set([Math.floor(exact), Math.ceil(exact), Math.floor(exact) + 1])]
      .flatMap((count) => (count < 1 ? [] : evenCounts(count, alarm)))
      .map((count) => ({ value, count }));
  });
}

/** What one datum adds to a statistic; 0 where their number does not matter. */
function eachOf(stat: string, value: number): number {
  if (/^(SampleCount|TC\(|tc)/.test(stat)) return 1;
  return stat === 'Sum' || /^(TS\(|ts)/.test(stat) ? value : 0;
}

/**
 * The nearest numbers of data, on both sides, that a period takes at even distances of whole seconds: then every window
 * of a period holds exactly so many, wherever it begins. Several a second are as many at each second.
 */
function evenCounts(count: number, alarm: MetricAlarm): number[] {
  const period = periodOf(alarm);
  const isEven = (some: number) => (some <= period ? period % some === 0 : some % period === 0);
  let [down, up] = [count, count];
  while (down > 1 && !isEven(down)) down--;
  while (up <= MOST_DATA && !isEven(up)) up++;
  return [down, up].filter((some) => some >= 1 && some <= MOST_DATA && isEven(some));
}

/** A percentile of few samples says nothing where the alarm is told to ignore it. */
function samplesFor({ evaluateLowSampleCountPercentile }: MetricAlarm, stat: string): number {
  const [, percent] = /^p(\d+(?:\.\d+)?)$/.exec(stat) ?? [];
  if (evaluateLowSampleCountPercentile !== 'ignore' || percent === undefined) return 1;
  return Math.ceil(significantSamples(Number(percent)));
}
