/** Milliseconds by which the newest slot of an alarm on a namespace ends early; `at` is epoch milliseconds. */
export type WindowLagStrategy = (namespace: string, at: number) => number;

/**
 * Periods of a minute and more: the newest slot ends at the last full minute that is at least this old. Recorded
 * from the slots of real alarms: nothing for custom metrics and most services (an evaluation 1.2 s past the minute
 * read it), a minute for AWS/RDS and AWS/SQS, and between 131 and 168 s for AWS/ApplicationELB. Namespaces that
 * nobody has measured are taken to have none.
 */
export const windowLag: WindowLagStrategy = (namespace, at) => {
  const lag = LAGS.find((entry) => entry.namespace === namespace);
  return lag && at >= lag.since ? lag.milliseconds : 0;
};

// --- internal ---

interface NamespaceLag {
  readonly namespace: string;
  readonly milliseconds: number;
  readonly since: number;
}

/** Two recordings of October 2020 show AWS/RDS without a lag; the first with one is of August 2022. */
const LAGS: readonly NamespaceLag[] = [
  { namespace: 'AWS/RDS', milliseconds: 60_000, since: Date.UTC(2022, 7, 26) },
  { namespace: 'AWS/SQS', milliseconds: 60_000, since: Number.NEGATIVE_INFINITY },
  { namespace: 'AWS/ApplicationELB', milliseconds: 150_000, since: Number.NEGATIVE_INFINITY },
];
