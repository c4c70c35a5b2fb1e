import type { TimeAxis } from './axis';

/**
 * What the script in the page draws of an alarm's series, as JSON in the page. Instants are epoch seconds, so that a
 * chart library takes them as they are.
 */
export interface Chart extends TimeAxis {
  /** Ends of periods, in order. */
  readonly x: readonly number[];
  /** Null where there is no datapoint. */
  readonly y: readonly (number | null)[];
  readonly thresholds: readonly Threshold[];
}

export interface Threshold {
  readonly value: number;
  readonly label: string;
  /** Which side breaches. */
  readonly breaches: 'above' | 'below';
  /** Of the old one of two templates. */
  readonly isOld?: boolean;
}

/** Points of a chart are cut to so many: a screen has no more. */
const MOST_POINTS = 2_000;

/**
 * A series with at most `MOST_POINTS` points: the least and the most of each stretch are kept, so that no spike is lost,
 * and a gap stays one.
 */
export function thinnedSeries(
  x: readonly number[],
  y: readonly (number | null)[],
): { x: number[]; y: (number | null)[] } {
  const kept = keptPoints([y]);
  return { x: kept.map((index) => x[index]!), y: kept.map((index) => y[index]!) };
}

/** The points that are kept of series with the same instants: those of each of them, for all. */
export function keptPoints(series: readonly (readonly (number | null)[])[]): number[] {
  const length = Math.max(0, ...series.map((values) => values.length));
  const size = length <= MOST_POINTS ? 1 : Math.ceil((2 * length) / MOST_POINTS);
  const kept: number[] = [];
  for (let from = 0; from < length; from += size) {
    const until = Math.min(length, from + size);
    const ends = new Set(series.flatMap((values) => endsOf(values, from, until)));
    kept.push(...[...ends].sort((a, b) => a - b));
  }
  return kept;
}

// --- internal ---

/** Where the least and the most of a stretch are. */
function endsOf(y: readonly (number | null)[], from: number, until: number): [number, number] {
  let [low, high] = [from, from];
  for (let index = from; index < until; index++) {
    const value = y[index] ?? undefined;
    if (value === undefined) continue;
    if (!(value >= (y[low] ?? Number.POSITIVE_INFINITY))) low = index;
    if (!(value <= (y[high] ?? Number.NEGATIVE_INFINITY))) high = index;
  }
  return [low, high];
}
