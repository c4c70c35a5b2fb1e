import type { AlarmState } from './model';
import type { StateChangeEvent } from './state-change-event';
import type { CompositeReasonData, ReasonData } from './state-reason-data';

/** What a simulation produces, in the order (time, alarm name). */
export interface Outcome {
  readonly transitions: readonly Transition[];
  readonly notifications: readonly Notification[];
  /** What CloudWatch would have dropped silently: bad EMF, non-numeric values, mixed units … */
  readonly notices: readonly Notice[];
  /** EventBridge's events, if asked for: one for every transition, and one for every phase of a suppression. */
  readonly events?: readonly StateChangeEvent[];
}

export interface Transition {
  readonly at: number;
  readonly alarmName: string;
  readonly from: AlarmState;
  readonly to: AlarmState;
  /** CloudWatch's text, e.g. `Threshold Crossed: …`. */
  readonly reason: string;
  /** The JSON that CloudWatch keeps as StateReasonData; absent where it has none. */
  readonly reasonData?: ReasonData | CompositeReasonData;
}

/** An alarm action that ran (an SNS publish, a Lambda invocation …). */
export interface Notification {
  readonly at: number;
  readonly alarmName: string;
  readonly state: AlarmState;
  /** ARN of the action. */
  readonly action: string;
  /** SNS only. */
  readonly subject?: string;
  /** The exact body: SNS Message text, or the Lambda event as JSON text; empty for other targets. */
  readonly body: string;
}

export interface Notice {
  readonly at: number;
  readonly code: string;
  readonly message: string;
}
