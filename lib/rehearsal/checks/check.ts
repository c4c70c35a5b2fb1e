import type { TemplateModel } from '../template';

export type Severity = 'error' | 'warning';

/** One rule about templates: one file, one code, one row of docs/checks.md. */
export interface Check {
  /** Stable. */
  readonly code: string;
  /** An error cannot work in AWS, or not as it reads; a warning may be meant. */
  readonly severity: Severity;
  /** What must hold, in one sentence. */
  readonly rule: string;
  /** What happens in AWS when it does not. */
  readonly consequence: string;
  /**
   * Code of the check whose finding it is where another branch of the template is in order: then the parameters
   * decide, and a parameter may be meant.
   */
  readonly inSomeBranches?: string;
  readonly find: (model: TemplateModel, facts: CheckFacts) => readonly Remark[];
}

/** What a check says of one resource. */
export interface Remark {
  readonly type: string;
  /** Physical name; the finding's logical id is looked up by it. */
  readonly name: string;
  readonly message: string;
  /** `stack/LogicalId`, where resources may share the name. */
  readonly id?: string;
}

/** What is known besides the template. */
export interface CheckFacts {
  /** Seconds between two datapoints of a metric, where the realm says so (a worker's heartbeat). */
  readonly emissionSeconds?: (namespace: string, metricName: string) => number | undefined;
  /** Codes of all checks; `runChecks` says them. */
  readonly codes?: readonly string[];
}

export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  /** `stack/LogicalId`. */
  readonly resource: string;
  /** Physical name. */
  readonly name: string;
  readonly message: string;
  /** The branches of the templates' conditions in which it is found, in words: `IsProd and not HasMail`; absent: all. */
  readonly branch?: string;
}

export const ALARM = 'AWS::CloudWatch::Alarm';
export const COMPOSITE = 'AWS::CloudWatch::CompositeAlarm';
export const FILTER = 'AWS::Logs::MetricFilter';
export const SUBSCRIPTION_FILTER = 'AWS::Logs::SubscriptionFilter';
export const LOG_GROUP = 'AWS::Logs::LogGroup';
export const TOPIC = 'AWS::SNS::Topic';
export const MUTE_RULE = 'AWS::CloudWatch::AlarmMuteRule';
export const DASHBOARD = 'AWS::CloudWatch::Dashboard';
