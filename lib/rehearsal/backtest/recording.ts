import type { MetricId } from '../../engine/model';
import type { LogSignal } from '../../engine/model/signal';

/** What was recorded of CloudWatch, whatever the format. */
export interface Recording {
  readonly metrics: readonly RecordedSeries[];
  readonly logs: readonly LogSignal[];
}

/** One statistic of one metric over time. */
export interface RecordedSeries {
  /** Which file, and which part of it. */
  readonly source: string;
  /** The metric; without it, `label` has to name one that an alarm of the template reads. */
  readonly metric?: MetricId;
  /** What the recording calls it. */
  readonly label: string;
  /** `Sum`, `Maximum` …; absent: what the alarm reads. */
  readonly stat?: string;
  /** Seconds between two points; absent: as the points have it. */
  readonly period?: number;
  /** Epoch milliseconds and value, in any order. */
  readonly points: readonly (readonly [at: number, value: number])[];
}
