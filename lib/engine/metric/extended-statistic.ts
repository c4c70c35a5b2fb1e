/** Values with how often each was seen. */
export interface Sample {
  readonly value: number;
  readonly count: number;
}

export interface ExtendedStatistic {
  /** Undefined when no sample is left to compute it from. */
  readonly of: (samples: readonly Sample[]) => number | undefined;
  /** Percent of a `pNN`, for the low-sample rule; absent for the other statistics. */
  readonly percentile?: number;
}

/**
 * Percentiles, trimmed and winsorized means, counts, sums and ranks. CloudWatch computes them from
 * histograms whose buckets are not published; here they are exact, by nearest rank. Undefined when `name`
 * is no extended statistic.
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

type Reduce = (kept: readonly Sample[], all: readonly Sample[]) => number | undefined;

const REDUCERS: Readonly<Record<string, Reduce>> = {
  TM: (kept) => (countOf(kept) > 0 ? sumOf(kept) / countOf(kept) : undefined),
  TC: (kept) => countOf(kept),
  TS: (kept) => sumOf(kept),
  WM: (kept, all) => winsorizedMean(kept, all),
  PR: (kept, all) => (countOf(kept) / countOf(all)) * 100,
};

function shortForm(kind: string, percent: number): ExtendedStatistic | undefined {
  if (percent > 100) return undefined;
  if (kind !== 'p') return inRange(kind.toUpperCase(), { low: 0, high: percent, percent: true });
  return {
    percentile: percent,
    of: (samples) => atRank(sorted(samples), Math.ceil(share(percent, countOf(samples)))),
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
  const keep = bounds.percent ? keepRanks : keepValues;
  return {
    of: (samples) => {
      const all = sorted(samples);
      return reduce(keep(all, bounds), all);
    },
  };
}

const keepValues = (all: readonly Sample[], { low, high }: Bounds): Sample[] =>
  all.filter(({ value }) => value > low && value <= high);

/** The samples whose rank lies in the given share of all ranks; a rank that is cut through stays. */
function keepRanks(all: readonly Sample[], { low, high }: Bounds): Sample[] {
  const total = countOf(all);
  const first = Math.floor(share(low, total));
  const last = Math.ceil(share(high, total));
  const kept: Sample[] = [];
  let rank = 0;
  for (const { value, count } of all) {
    const inside = Math.min(rank + count, last) - Math.max(rank, first);
    if (inside > 0) kept.push({ value, count: inside });
    rank += count;
  }
  return kept;
}

/** Samples outside are not dropped but pulled to the nearest one inside. */
function winsorizedMean(kept: readonly Sample[], all: readonly Sample[]): number | undefined {
  if (kept.length === 0) return undefined;
  const low = kept[0]!.value;
  const high = kept.at(-1)!.value;
  const pulled = all.map(({ value, count }) => ({ value: Math.min(Math.max(value, low), high), count }));
  return sumOf(pulled) / countOf(pulled);
}

function atRank(all: readonly Sample[], rank: number): number | undefined {
  let seen = 0;
  for (const { value, count } of all) {
    seen += count;
    if (seen >= rank) return value;
  }
  return all.at(-1)?.value;
}

/** Rounded, since 55 % of 100 must not be 55.00000000000001. */
const share = (percent: number, total: number): number => Math.round(percent * total * 1e7) / 1e9;
const sorted = (samples: readonly Sample[]): Sample[] => samples.toSorted((a, b) => a.value - b.value);
const countOf = (samples: readonly Sample[]): number => samples.reduce((sum, { count }) => sum + count, 0);
const sumOf = (samples: readonly Sample[]): number =>
  samples.reduce((sum, { value, count }) => sum + value * count, 0);
