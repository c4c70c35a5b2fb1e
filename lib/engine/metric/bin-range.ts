import { BIN_RATIO, type Bin } from './value-bins';

/** The part of a bin that lies in a range: how many of its values, and the bounds that they are taken to have. */
interface Portion {
  readonly bin: Bin;
  readonly count: number;
  readonly low: number;
  readonly high: number;
}

/** What lies in a range of a distribution. */
export interface RangeSum {
  readonly count: number;
  readonly sum: number;
}

/** Value at a percentile: geometric interpolation in its bin. `bins` are not empty, lowest first. */
export function percentileOf(bins: readonly Bin[], percent: number): number {
  const { bin, rank } = atRank(bins, percent);
  if (bin.low === bin.high || rank === bin.count) return bin.high;
  return bin.low * (bin.high / bin.low) ** (rank / bin.count);
}

/**
 * What a winsorized mean puts for values beyond a percentile. It interpolates as if the bin held one value, so that it
 * is the bin's upper end where the bin holds more (recorded, and surprising).
 */
export function winsorizedBound(bins: readonly Bin[], percent: number): number {
  const { bin, rank } = atRank(bins, percent);
  return Math.min(bin.low * BIN_RATIO ** Math.min(1, rank * bin.count), bins.at(-1)!.high);
}

/** Between two percentiles; a bin that is cut through counts with its share, unrounded. */
export function betweenPercentiles(bins: readonly Bin[], from: number, to: number): RangeSum {
  const total = countOf(bins);
  const [first, last] = [share(from, total), share(to, total)];
  const portions: Portion[] = [];
  let below = 0;
  for (const bin of bins) {
    const low = Math.max(first, below) - below;
    const high = Math.min(last, below + bin.count) - below;
    const at = (rank: number) => bin.low + ((bin.high - bin.low) * rank) / bin.count;
    if (high > low) portions.push({ bin, count: high - low, low: at(low), high: at(high) });
    below += bin.count;
  }
  return sumOf(portions);
}

/** Values above `from`, up to and including `to`; a bin that is cut through counts in proportion. */
export function betweenValues(bins: readonly Bin[], from: number, to: number): RangeSum {
  const portions: Portion[] = [];
  for (const bin of bins) {
    const low = Math.max(from, bin.low);
    const high = Math.min(to, bin.high);
    if (bin.low === bin.high) {
      if (from < bin.low && bin.low <= to)
        portions.push({ bin, count: bin.count, low: bin.low, high: bin.low });
    } else if (high > low) {
      portions.push({ bin, count: (bin.count * (high - low)) / (bin.high - bin.low), low, high });
    }
  }
  return sumOf(portions);
}

export const countOf = (bins: readonly Bin[]): number => bins.reduce((sum, { count }) => sum + count, 0);

// --- internal ---

/** The bin that a percentile falls into, and how many values of that bin lie below it. */
function atRank(bins: readonly Bin[], percent: number): { readonly bin: Bin; readonly rank: number } {
  const rank = share(percent, countOf(bins));
  let below = 0;
  for (const bin of bins) {
    if (rank <= below + bin.count) return { bin, rank: rank - below };
    below += bin.count;
  }
  const bin = bins.at(-1)!;
  return { bin, rank: bin.count };
}

/** The outermost portions count at the middle of their bounds, those between them at the geometric middle of the bin. */
function sumOf(portions: readonly Portion[]): RangeSum {
  let count = 0;
  let sum = 0;
  portions.forEach((portion, index) => {
    const isOuter = index === 0 || index === portions.length - 1;
    const middle = isOuter ? (portion.low + portion.high) / 2 : Math.sqrt(portion.bin.low * portion.bin.high);
    count += portion.count;
    sum += middle * portion.count;
  });
  return { count, sum };
}

/** Rounded, since 55 % of 100 must not be 55.00000000000001. */
const share = (percent: number, total: number): number => Math.round(percent * total * 1e7) / 1e9;
