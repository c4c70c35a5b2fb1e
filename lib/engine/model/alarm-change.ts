import type { AlarmState, CompositeAlarm, MetricAlarm } from './model';
import type { CompositeReasonData, ReasonData } from './state-reason-data';

/** The state of an alarm since `timestamp`, as notifications and events carry it. */
export interface StateRecord {
  readonly value: AlarmState;
  readonly reason: string;
  readonly reasonData?: ReasonData | CompositeReasonData;
  readonly timestamp: number;
  readonly actionsSuppressedBy?: SuppressedBy;
  readonly actionsSuppressedReason?: string;
}

/** What holds a composite's actions back, as in EventBridge's `actionsSuppressedBy`. */
export type SuppressedBy = 'WaitPeriod' | 'ExtensionPeriod' | 'Alarm';

/** One change of an alarm, with everything that its notifications say. */
export interface AlarmChange {
  readonly alarm: MetricAlarm | CompositeAlarm;
  readonly at: number;
  readonly state: StateRecord;
  readonly previous: StateRecord;
  /** The action waited for the end of a mute window. */
  readonly isAfterMute: boolean;
}

/** Where the alarms live. */
export interface AlarmHome {
  readonly region: string;
  readonly accountId: string;
  /** When the alarms were created or last updated, epoch milliseconds. */
  readonly configuredAt: number;
}

export const isComposite = (alarm: MetricAlarm | CompositeAlarm): alarm is CompositeAlarm =>
  'alarmRule' in alarm;
