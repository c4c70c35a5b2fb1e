import type { AlarmState } from '../../engine';

/** What CloudWatch recorded of one alarm; instants are epoch milliseconds. */
export interface AlarmRecord {
  readonly alarmName: string;
  /** By time. */
  readonly changes: readonly RecordedChange[];
  /** When it was created or its definition changed, by time. */
  readonly configuredAt: readonly number[];
  /** Whether the history holds its creation. */
  readonly createdAt?: number;
}

/** A change of state. */
export interface RecordedChange {
  /** Of the evaluation where the history tells it, else of the item. */
  readonly at: number;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly reason: string;
  /** Whether somebody set the state: CloudWatch words its own reasons. */
  readonly isForced: boolean;
}

export interface RecordedHistory {
  /** By name, in the order of the files. */
  readonly alarms: ReadonlyMap<string, AlarmRecord>;
  /** The newest item of all. */
  readonly lastAt?: number;
  /** What could not be used, and what is odd. */
  readonly notes: readonly string[];
}
