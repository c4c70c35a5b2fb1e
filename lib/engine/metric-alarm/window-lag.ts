import type { Reading } from '../reading';

/**
 * Milliseconds by which the newest slot of an alarm on one metric ends early, for periods of a minute and more: it ends
 * at the last full minute that is at least this old. Recorded from the slots of real alarms: nothing for custom metrics
 * and most services (an evaluation 1.2 s past the minute read it), a minute for AWS/RDS and AWS/SQS, two to three
 * minutes for AWS/ApplicationELB; the rest is the reading's. `at` is epoch milliseconds.
 */
export function windowLag(namespace: string, at: number, reading: Reading): number {
  if (!namespace.startsWith('AWS/') || PUNCTUAL.has(namespace)) return 0;
  if (namespace === 'AWS/RDS' && at < RDS_LATE_SINCE) return 0;
  return 1000 * reading[QUESTIONS.get(namespace) ?? 'window-other'];
}

/** The same of an alarm on metric math over metrics of these namespaces. */
export function mathWindowLag(namespaces: readonly string[], at: number, reading: Reading): number {
  if (reading['window-math'] === 'none') return 0;
  return Math.max(...namespaces.map((namespace) => windowLag(namespace, at, reading)), 0);
}

// --- internal ---

/** Services whose alarms were measured and have no lag. */
const PUNCTUAL: ReadonlySet<string> = new Set(['AWS/EC2', 'AWS/Lambda', 'AWS/Billing']);

const QUESTIONS: ReadonlyMap<string, 'window-rds-sqs' | 'window-alb'> = new Map([
  ['AWS/RDS', 'window-rds-sqs'],
  ['AWS/SQS', 'window-rds-sqs'],
  ['AWS/ApplicationELB', 'window-alb'],
]);

/** Two recordings of October 2020 show AWS/RDS without a lag; the first with one is of August 2022. */
const RDS_LATE_SINCE = Date.UTC(2022, 7, 26);
