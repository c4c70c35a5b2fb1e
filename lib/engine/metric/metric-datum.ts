import type { MetricSignal } from '../model/signal';
import type { StatisticSet } from './statistic';
import type { Sample } from './value-bins';

/** What one datum adds to a metric; `samples` are its single values, when they are known. */
export interface Datum extends StatisticSet {
  readonly samples?: readonly Sample[];
}

/** The datum of a signal, or why PutMetricData would refuse it. */
export function datumOf(signal: MetricSignal): Datum | { readonly invalid: string } {
  const invalid = problemOf(signal);
  if (invalid) return { invalid };
  if (signal.statisticSet) return ofStatisticSet(signal.statisticSet);
  const values = signal.values ?? [signal.value!];
  return ofSamples(values.map((value, index) => ({ value, count: signal.counts?.[index] ?? 1 })));
}

/** Whether PutMetricData accepts a number: no NaN, no infinity, at most 2^360 either way. */
export const isMetricValue = (value: number): boolean => Math.abs(value) <= LARGEST;

// --- internal ---

/** PutMetricData's limits. */
const LARGEST = 2 ** 360;
const MOST_VALUES = 150;
const MOST_DIMENSIONS = 30;

function problemOf({ value, values, counts, statisticSet, dimensions }: MetricSignal): string | undefined {
  const given = [value, values, statisticSet].filter((part) => part !== undefined).length;
  if (given !== 1) return `it has ${given} of value, values and statisticSet; give exactly one`;
  if (Object.keys(dimensions).length > MOST_DIMENSIONS) {
    return `it has ${Object.keys(dimensions).length} dimensions, at most ${MOST_DIMENSIONS} are allowed`;
  }
  if (values && (values.length === 0 || values.length > MOST_VALUES)) {
    return `it has ${values.length} values, 1 to ${MOST_VALUES} are allowed`;
  }
  if (counts && counts.length !== values?.length) {
    return `it has ${counts.length} counts for ${values?.length ?? 0} values; give one a value`;
  }
  const numbers = [
    ...(value === undefined ? [] : [value]),
    ...(values ?? []),
    ...(statisticSet ? Object.values(statisticSet) : []),
  ];
  const wrong = numbers.find((number) => !isMetricValue(number));
  if (wrong !== undefined) return `${wrong} is outside -2^360 to 2^360`;
  const badCount = counts?.find((count) => !(count >= 0 && isMetricValue(count)));
  if (badCount !== undefined) return `the count ${badCount} is below 0`;
  const total = statisticSet?.sampleCount ?? counts?.reduce((sum, count) => sum + count, 0) ?? 1;
  return total > 0 && isMetricValue(total) ? undefined : `the count ${total} is not above 0`;
}

function ofSamples(samples: readonly Sample[]): Datum {
  let count = 0;
  let sum = 0;
  for (const sample of samples) {
    count += sample.count;
    sum += sample.value * sample.count;
  }
  const values = samples.map(({ value }) => value);
  return { count, sum, min: Math.min(...values), max: Math.max(...values), samples };
}

/** A set whose minimum is its maximum is as good as the values themselves. */
function ofStatisticSet(set: NonNullable<MetricSignal['statisticSet']>): Datum {
  const { sampleCount: count, sum, minimum: min, maximum: max } = set;
  return { count, sum, min, max, ...(min === max ? { samples: [{ value: min, count }] } : {}) };
}
