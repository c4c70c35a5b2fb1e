import type { MetricId } from '../model';
import type { MetricStore } from './metric-store';
import { slotValue } from './slot-value';
import { parseStatistic } from './statistic';

/** Which points to read: slots of `period` seconds between two instants (epoch milliseconds). */
export interface SeriesQuery extends MetricId {
  readonly from: number;
  readonly to: number;
  readonly period: number;
  /** Percentiles and the like are kept only for metrics of which an alarm or a long reading takes one. */
  readonly stat: string;
}

/** All between two instants (epoch milliseconds) as one datapoint. */
export type WholeQuery = Omit<SeriesQuery, 'period'>;

/** A statistic of a metric that is read for so many milliseconds back. */
export interface LongReading extends MetricId {
  readonly stat: string;
  readonly keep: number;
}

export interface MetricsReader {
  /** Every metric that has data or that an alarm reads. */
  readonly metrics: () => MetricId[];
  /**
   * The whole slots that lie in [from, to), oldest first, null where there is nothing; slots begin at
   * multiples of the period from the epoch. Data older than the simulation's retention are gone.
   */
  readonly series: (query: SeriesQuery) => (number | null)[];
  /** The statistic of what is in [from, to); the slots in which the two instants are belong to it. */
  readonly whole: (query: WholeQuery) => number | null;
}

/** Declares what is read further back than anything else, before the first datum. */
export function keepFor({ stat, keep, ...id }: LongReading, store: MetricStore): void {
  const samples = parseStatistic(stat).extended !== undefined;
  store.series(id).need({ step: MINUTE, keep, samples }, { late: () => {} });
}

export function metricsReader(store: MetricStore): MetricsReader {
  return {
    metrics: () => store.list(),
    series: ({ from, to, period, stat, ...id }) => {
      const statistic = parseStatistic(stat);
      const slot = period * 1000;
      const first = Math.ceil(from / slot);
      const length = Math.max(0, Math.floor(to / slot) - first);
      if (!store.has(id)) return Array<null>(length).fill(null);
      const cells = store.series(id);
      if (slot % cells.step !== 0) {
        throw new RangeError(
          `period is ${period} s, but the metric is kept in slots of ${cells.step / 1000} s`,
        );
      }
      return Array.from({ length }, (_, index) => {
        const value = slotValue(cells, statistic, (first + index) * slot, (first + index + 1) * slot);
        return Number.isNaN(value) ? null : value;
      });
    },
    whole: ({ from, to, stat, ...id }) => {
      const statistic = parseStatistic(stat);
      if (!store.has(id)) return null;
      const cells = store.series(id);
      const { step } = cells;
      const value = slotValue(cells, statistic, Math.floor(from / step) * step, Math.ceil(to / step) * step);
      return Number.isNaN(value) ? null : value;
    },
  };
}

// --- internal ---

const MINUTE = 60_000;
