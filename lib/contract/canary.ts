import { realmNames } from './names';
import { DEFAULT_SYSTEM } from './system';

/**
 * A canary goes the way of every alert, from the topic through the dispatcher, as far as it goes without
 * bothering people: the dispatcher reads the secret of every channel and writes a receipt. This field makes a
 * message one; its value is when it was sent. The subscriptions of people leave such messages out.
 */
export const CANARY_FIELD = 'TiltmeterCanary';

/** The message, with what an alarm's notification has, so that it is read in the same way. */
export function canaryMessage(realm: string, system: string = DEFAULT_SYSTEM, sentAt: string): object {
  return {
    [CANARY_FIELD]: sentAt,
    AlarmName: realmNames(realm, system).watchdog,
    AlarmDescription: 'A canary: it shows that alerts get through, and is told to nobody.',
    NewStateValue: 'OK',
    OldStateValue: 'OK',
    StateChangeTime: sentAt,
  };
}

/** The line that the alert dispatcher writes to stdout for a canary, as JSON. */
export interface CanaryLogLine {
  readonly type: 'canary';
  readonly severity: string;
  /** When it was sent, ISO-8601. */
  readonly since: string;
  /** Whether an alert would have got as far as the channels' doors. */
  readonly ready: boolean;
  /** What is wrong; never a URL or a key. */
  readonly problem?: string;
}

/** The filter pattern of the receipts of one severity. */
export function canaryReceiptPattern(severity: string): string {
  return `{ ($.type = "canary") && ($.severity = "${severity}") && ($.ready IS TRUE) }`;
}

/** Name of the metric, in LOG_METRIC_NAMESPACE, that counts them. */
export function canaryReceiptMetric(
  realm: string,
  severity: string,
  system: string = DEFAULT_SYSTEM,
): string {
  return `${realmNames(realm, system).watchdog}-${severity}-receipts`;
}
