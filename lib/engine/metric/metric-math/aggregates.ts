import { finite, type ListTerm, type Series, type SeriesTerm, scalar, series, type Term } from './term';

/** Reduces the points of one series to a scalar, or the points of one slot of several series to one point. */
export interface Aggregate {
  /** `points` are those that are there, at least one; `places` counts the missing ones as well. */
  readonly reduce: (points: readonly number[], places: number) => number;
  /** Result when no point is there; without it there is none. */
  readonly ofNothing?: number;
}

/**
 * AWS counts missing values as 0 in AVG (and a sum does not notice); MIN, MAX and STDDEV look at the points
 * that are there. STDDEV is the population's: AWS does not say which.
 */
export const AGGREGATES: Readonly<Record<string, Aggregate>> = {
  AVG: { reduce: (points, places) => sum(points) / places },
  DATAPOINT_COUNT: { reduce: (points) => points.length, ofNothing: 0 },
  MAX: { reduce: (points) => points.reduce((a, b) => Math.max(a, b)) },
  MIN: { reduce: (points) => points.reduce((a, b) => Math.min(a, b)) },
  STDDEV: { reduce: deviation },
  SUM: { reduce: sum },
};

/** A scalar from a series, over all its slots; a series from a list, slot by slot. */
export function aggregate(operand: SeriesTerm | ListTerm, aggregation: Aggregate): Term {
  if (operand.kind === 'series') return scalar((frame) => overSlots(operand.run(frame), aggregation), false);
  return series((frame) => {
    const all = operand.run(frame);
    return Array.from({ length: frame.length }, (_, slot) =>
      overSlots(
        all.map((one) => one[slot]!),
        aggregation,
      ),
    );
  }, operand.pointwise);
}

export function overSlots(values: Series, { reduce, ofNothing }: Aggregate): number | null {
  const points = values.filter((value) => value !== null);
  return points.length > 0 ? finite(reduce(points, values.length)) : (ofNothing ?? null);
}

// --- internal ---

function sum(points: readonly number[]): number {
  return points.reduce((a, b) => a + b, 0);
}

function deviation(points: readonly number[]): number {
  const mean = sum(points) / points.length;
  return Math.sqrt(sum(points.map((point) => (point - mean) ** 2)) / points.length);
}
