import { type ExtendedStatistic, parseExtendedStatistic } from './extended-statistic';

/** The four numbers that CloudWatch keeps of any set of values. */
export interface StatisticSet {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
}

export const BASIC_STATISTICS = ['SampleCount', 'Sum', 'Average', 'Minimum', 'Maximum'] as const;
export type BasicStatistic = (typeof BASIC_STATISTICS)[number];

/** A statistic, ready to be applied. */
export interface Statistic {
  readonly name: string;
  /** Of a statistic set of at least one sample; absent for an extended statistic. */
  readonly ofSet?: (set: StatisticSet) => number;
  /** Of the single values; absent for a basic statistic. */
  readonly extended?: ExtendedStatistic;
}

/** Parses `Sum`, `p99.9`, `tm90`, `TM(2%:98%)`, `PR(:300)`, `IQM` …; throws RangeError for anything else. */
export function parseStatistic(name: string): Statistic {
  if (isBasicStatistic(name)) return { name, ofSet: OF_SET[name] };
  const extended = parseExtendedStatistic(name);
  if (extended) return { name, extended };
  throw new RangeError(
    `statistic is '${name}'; allowed: ${BASIC_STATISTICS.join(', ')}, p0 to p100, tm, tc, ts and wm with a percentile, TM(a:b), TC(a:b), TS(a:b), WM(a:b), PR(a:b), IQM`,
  );
}

export const isBasicStatistic = (name: string): name is BasicStatistic =>
  (BASIC_STATISTICS as readonly string[]).includes(name);

// --- internal ---

const OF_SET: Readonly<Record<BasicStatistic, (set: StatisticSet) => number>> = {
  SampleCount: (set) => set.count,
  Sum: (set) => set.sum,
  Average: (set) => set.sum / set.count,
  Minimum: (set) => set.min,
  Maximum: (set) => set.max,
};
