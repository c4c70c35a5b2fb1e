/** Why the metric data queries of an alarm are refused as a whole. */
export type MetricQueryErrorCode =
  | 'invalid-id'
  | 'duplicate-id'
  | 'expression-or-metric'
  | 'return-data-count'
  | 'too-many-metrics'
  | 'too-many-queries'
  | 'mixed-periods'
  | 'expression-cycle'
  | 'search-in-alarm';

/** An alarm's `Metrics` that PutMetricAlarm would refuse. */
export class MetricQueryError extends Error {
  override readonly name = 'MetricQueryError';

  constructor(
    readonly code: MetricQueryErrorCode,
    message: string,
    /** The query at fault, where it is one. */
    readonly queryId?: string,
  ) {
    super(message);
  }
}
