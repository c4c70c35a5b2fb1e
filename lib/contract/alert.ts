import type { TraceLink } from './trace-link';

/** CloudWatch's alarm states, and MESSAGE for what was published to the topic by hand or by a program. */
export type AlertState = 'ALARM' | 'OK' | 'INSUFFICIENT_DATA' | 'MESSAGE';

/**
 * An alert as the dispatcher tells it. The `webhook` channel posts exactly this, as JSON, with the header
 * `Idempotency-Key` set to `id`; fields are added in later versions, never changed. All texts are plain:
 * whoever shows them in HTML or in a chat's markup must escape them.
 */
export interface Alert {
  readonly version: 1;
  /** The same whenever the same state change is told again; a receiver may drop what it has seen. */
  readonly id: string;
  /** The same for an alarm's ALARM and its OK, so that a receiver can pair them. */
  readonly key: string;
  readonly severity: string;
  readonly state: AlertState;
  readonly previousState?: AlertState;
  /** What broke, in the user's words: the first line of the alarm's description, or else its name. */
  readonly title: string;
  /** The rest of the description, or the text of a message. */
  readonly details?: string;
  /** Name of the alarm; of a message, its subject. */
  readonly alarm: string;
  /** Time of the state change, ISO-8601 in UTC. */
  readonly since: string;
  /** CloudWatch's own words for the change, with the names of alarms in place of their ARNs. */
  readonly reason?: string;
  /** Newest value that CloudWatch looked at, where its reason gives one. */
  readonly value?: number;
  /** What the alarm demands, e.g. `average of Lava/MaxRss (Realm=dev) > 90 in 3 of 5 periods of 1m`. */
  readonly condition?: string;
  /** Names of the alarms that set off a composite alarm. */
  readonly causes?: readonly string[];
  /** Of a service level objective: how fast its budget burns, how much is left and since when, or that it is not known. */
  readonly budget?: string;
  readonly region?: string;
  readonly account?: string;
  /** The alarm in the AWS console. */
  readonly console?: string;
  /** From a line `Runbook: https://…` of the description. */
  readonly runbook?: string;
  /** The last log records that belong to the alarm, oldest first, as they were written. */
  readonly records?: readonly string[];
  /** Traces of the runs that these records say have failed, newest first; where the realm has a template for their links. */
  readonly traces?: readonly TraceLink[];
  /** The records' log group in the AWS console. */
  readonly logs?: string;
  /** How many identical alerts before this one were not told. */
  readonly folded?: number;
}
