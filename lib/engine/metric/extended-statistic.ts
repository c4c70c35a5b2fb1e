import { betweenPercentiles, betweenValues, countOf, percentileOf, winsorizedBound } from './bin-range';
import type { Bin } from './value-bins';

export interface ExtendedStatistic {
  /** Of the bins of a distribution, lowest first; undefined when nothing is left to compute it from. */
  readonly of: (bins: readonly Bin[]) => number | undefined;
  /** Percent of a `pNN`, for the low-sample rule; absent for the other statistics. */
  readonly percentile?: number;
}

/**
 * Percentiles, trimmed and winsorized means, counts, sums and ranks, computed from bins as CloudWatch does: p90 of 1
 * to 10 is 9.85. Undefined when `name` is no extended statistic.
 */
export function parseExtendedStatistic(name: string): ExtendedStatistic | undefined {
  const short = SHORT.exec(name);
  if (short) return shortForm(short[1]!, Number(short[2]));
  if (name === 'IQM') return inRange('TM', { low: 25, high: 75, percent: true });
  const long = LONG.exec(name);
  return long ? longForm(long[1]!.toUpperCase(), long[2]!, long[3]!) : undefined;
}

/**
 * Samples from which on a percentile counts as significant: 10 / (1 - p), or 10 / p below the median. Exactly
 * as many are enough (recorded: 100 for p90).
 */
export function significantSamples(percentile: number): number {
  const tail = percentile >= 50 ? 100 - percentile : percentile;
  // 100 - 99.9 is 0.0999…943 in binary; rounding keeps "exactly 10,000 samples" exact.
  return Math.round((1000 / tail) * 1e6) / 1e6;
}

// --- internal ---

const SHORT = /^(p|tm|tc|ts|wm)(\d{1,3}(?:\.\d{1,10})?)$/;
const LONG = /^(TM|TC|TS|WM|PR|tm|tc|ts|wm|pr)\(([^:()]*):([^:()]*)\)$/;
const BOUND = /^\s*(\d+(?:\.\d+)?)(%?)\s*$/;

/** Percent: ranks; otherwise values, the low bound exclusive and the high bound inclusive. */
interface Bounds {
  readonly low: number;
  readonly high: number;
  readonly percent: boolean;
}

type Reduce = (bins: readonly Bin[], bounds: Bounds) => number | undefined;

const within = (bins: readonly Bin[], { low, high, percent }: Bounds) =>
  (percent ? betweenPercentiles : betweenValues)(bins, low, high);

const REDUCERS: Readonly<Record<string, Reduce>> = {
  TM: (bins, bounds) => {
    const { count, sum } = within(bins, bounds);
    return count > 0 ? sum / count : undefined;
  },
  TC: (bins, bounds) => within(bins, bounds).count,
  TS: (bins, bounds) => within(bins, bounds).sum,
  WM: winsorizedMean,
  PR: (bins, bounds) => (within(bins, bounds).count / countOf(bins)) * 100,
};

function shortForm(kind: string, percent: number): ExtendedStatistic | undefined {
  if (percent > 100) return undefined;
  if (kind !== 'p') return inRange(kind.toUpperCase(), { low: 0, high: percent, percent: true });
  return {
    percentile: percent,
    of: (bins) => (bins.length > 0 ? percentileOf(bins, percent) : undefined),
  };
}

function longForm(kind: string, from: string, to: string): ExtendedStatistic | undefined {
  const low = BOUND.exec(from);
  const high = BOUND.exec(to);
  if ((!low && from.trim() !== '') || (!high && to.trim() !== '') || (!low && !high)) return undefined;
  const percent = (low ?? high)![2] === '%';
  if (low && high && (high[2] === '%') !== percent) return undefined;
  if (percent && kind === 'PR') return undefined;
  return inRange(kind, {
    low: low ? Number(low[1]) : percent ? 0 : Number.NEGATIVE_INFINITY,
    high: high ? Number(high[1]) : percent ? 100 : Number.POSITIVE_INFINITY,
    percent,
  });
}

function inRange(kind: string, bounds: Bounds): ExtendedStatistic | undefined {
  if (bounds.low > bounds.high || (bounds.percent && bounds.high > 100)) return undefined;
  const reduce = REDUCERS[kind]!;
  return { of: (bins) => (bins.length > 0 ? reduce(bins, bounds) : undefined) };
}

/** Values outside are not dropped but pulled to the bounds. */
function winsorizedMean(bins: readonly Bin[], bounds: Bounds): number | undefined {
  const { low, high, percent } = bounds;
  const total = countOf(bins);
  const kept = within(bins, bounds);
  if (kept.count === 0) return undefined;
  const below = percent ? (low / 100) * total : betweenValues(bins, Number.NEGATIVE_INFINITY, low).count;
  const above = total - kept.count - below;
  const bound = (edge: number) => (percent ? winsorizedBound(bins, edge) : edge);
  const pulled = (edge: number, count: number) => (count > 0 ? bound(edge) * count : 0);
  return (kept.sum + pulled(low, below) + pulled(high, above)) / total;
}
