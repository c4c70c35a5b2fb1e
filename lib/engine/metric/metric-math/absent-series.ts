import type { Series } from './term';

/**
 * The series of a metric that never had a datum. It has no point either way, but whether FILL makes points of it is a
 * question of its own, so that it is told from a series of a metric that is silent.
 */
export function absentSeries(length: number): Series {
  const series: Series = Array<null>(length).fill(null);
  ABSENT.add(series);
  return series;
}

export const isAbsent = (series: Series): boolean => ABSENT.has(series);

// --- internal ---

const ABSENT = new WeakSet<Series>();
