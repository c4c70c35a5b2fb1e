import type { LabelSet, MetricDetails } from './metric-spec';
import type { Histogram, Series } from './series';

/** Where metrics go. What it throws is caught, counted and said once: a metric never fails a job. */
export interface MetricSink {
  readonly name: string;
  /** Seconds between two flushes; 0 for a sink that is asked instead. */
  readonly every: number;
  /** Hands over what has changed since its last flush. */
  readonly flush?: (series: readonly Series[], now: number) => void;
  /** Hands over one value that stands alone, with the time at which it happened. */
  readonly point?: (metric: MetricDetails, labels: LabelSet, value: number, at: number) => void;
  /** Takes the values of a histogram that holds a document full of them; makes histograms keep values. */
  readonly full?: (series: Histogram, now: number) => void;
  /** Hands over what is left; a promise is waited for. */
  readonly close?: () => void | Promise<void>;
}
