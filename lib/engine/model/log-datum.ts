import type { MetricSignal } from './signal';

/** A datum that a log record gave, by a metric filter or in the embedded metric format. */
export interface LogDatum {
  readonly signal: MetricSignal;
  /** The record's own time, epoch milliseconds. */
  readonly recordedAt: number;
  /** From when the datum can be seen; absent: when the reading says. */
  readonly visibleAt?: number;
  /** It is of an embedded metric document with a bad directive; whether it counts, the reading says. */
  readonly isSalvaged?: true;
}
