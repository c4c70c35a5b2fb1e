/** Values with how often each was seen; a value that was seen 0 times still counts for Minimum and Maximum. */
export interface Sample {
  readonly value: number;
  readonly count: number;
}

/** Counts by number of the bin, as CloudWatch keeps the distribution of a metric. */
export type BinCounts = Map<number, number>;

/** One bin with values in it, `low` to `high`; both are the value itself where only one value is possible. */
export interface Bin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** Each bin is a tenth wider than the one below it. */
export const BIN_RATIO = 1.1;

/**
 * Number of the bin [1.1^k, 1.1^(k+1)) that a value of at least 0 lies in; 0 has one of its own below all others.
 *
 * Inferred from percentiles, trimmed and winsorized statistics that GetMetricStatistics returned for known values
 * (`test/vectors/statistics.json`): it reproduces all of them to nine digits.
 */
export function binOf(value: number): number {
  if (value === 0) return ZERO_BIN;
  let bin = Math.floor(Math.log(value) / LOG_RATIO);
  // The logarithm of an exact power may lie on the wrong side of it.
  if (BIN_RATIO ** (bin + 1) <= value) bin++;
  else if (BIN_RATIO ** bin > value) bin--;
  return bin;
}

/** Adds samples to the counts of bins. */
export function addToBins(counts: BinCounts, samples: readonly Sample[]): void {
  for (const { value, count } of samples) {
    if (count > 0) addTo(counts, binOf(value), count);
  }
}

/** Adds the counts of other bins to `counts`. */
export function mergeBins(counts: BinCounts, more: BinCounts): void {
  for (const [bin, count] of more) addTo(counts, bin, count);
}

/** The bins with values, lowest first; the outermost end at Minimum and Maximum. */
export function binsBetween(counts: BinCounts, minimum: number, maximum: number): Bin[] {
  const numbers = [...counts.keys()].sort((a, b) => a - b);
  return numbers.map((number, index) => {
    const low = number === ZERO_BIN ? 0 : BIN_RATIO ** number;
    const high = number === ZERO_BIN ? 0 : BIN_RATIO ** (number + 1);
    return {
      low: index === 0 ? Math.max(low, minimum) : low,
      high: index === numbers.length - 1 ? Math.min(high, maximum) : high,
      count: counts.get(number)!,
    };
  });
}

// --- internal ---

const LOG_RATIO = Math.log(BIN_RATIO);
const ZERO_BIN = Number.NEGATIVE_INFINITY;

function addTo(counts: BinCounts, bin: number, count: number): void {
  counts.set(bin, (counts.get(bin) ?? 0) + count);
}
