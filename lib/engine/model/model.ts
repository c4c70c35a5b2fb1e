/**
 * What the engine evaluates: the monitoring resources of one or more stacks, resolved to plain values.
 * Names are CloudFormation's, in camel case; durations are seconds; instants are epoch milliseconds.
 */
export interface Model {
  readonly region: string;
  readonly accountId: string;
  readonly metricFilters: readonly MetricFilter[];
  readonly alarms: readonly MetricAlarm[];
  readonly compositeAlarms: readonly CompositeAlarm[];
  readonly subscriptions: readonly Subscription[];
  readonly muteRules: readonly AlarmMuteRule[];
  /** Groups that take EMF and metric filters; records for any other group are an error of the caller. */
  readonly logGroups: readonly LogGroup[];
}

export interface LogGroup {
  readonly logGroupName: string;
  readonly logGroupClass?: 'STANDARD' | 'INFREQUENT_ACCESS' | 'DELIVERY' | 'ESSENTIALS';
}

export interface MetricFilter {
  readonly filterName: string;
  readonly logGroupName: string;
  readonly filterPattern: string;
  readonly metricNamespace: string;
  readonly metricName: string;
  /** A number, `$.field` or `$name`, as in CloudFormation. */
  readonly metricValue: string;
  readonly defaultValue?: number;
  readonly unit?: string;
  /** Dimension name to selector. */
  readonly dimensions?: Readonly<Record<string, string>>;
}

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
export type TreatMissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';
export type ComparisonOperator =
  | 'GreaterThanThreshold'
  | 'GreaterThanOrEqualToThreshold'
  | 'LessThanThreshold'
  | 'LessThanOrEqualToThreshold';

export type Dimensions = Readonly<Record<string, string>>;

export interface MetricId {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Dimensions;
}

export interface MetricStat extends MetricId {
  /** Seconds: 10, 20, 30 or a multiple of 60. */
  readonly period: number;
  /** `Sum`, `SampleCount`, `Average`, `Minimum`, `Maximum`, `p99`, `tm(10%:90%)` … */
  readonly stat: string;
  readonly unit?: string;
}

export interface MetricDataQuery {
  readonly id: string;
  readonly label?: string;
  readonly returnData: boolean;
  readonly expression?: string;
  readonly period?: number;
  readonly metricStat?: MetricStat;
  /** The account that the metric is of, where it is stated. */
  readonly accountId?: string;
}

interface AlarmBase {
  readonly alarmName: string;
  readonly alarmArn: string;
  readonly alarmDescription?: string;
  readonly actionsEnabled: boolean;
  readonly alarmActions: readonly string[];
  readonly okActions: readonly string[];
  readonly insufficientDataActions: readonly string[];
  /** The tags that go out with notifications and events; absent: none do, and nothing is said of them. */
  readonly propagatedTags?: Readonly<Record<string, string>>;
}

/** An alarm on one metric (`metric`) or on metric math (`metrics`); exactly one of the two is set. */
export interface MetricAlarm extends AlarmBase {
  readonly metric?: MetricStat;
  readonly metrics?: readonly MetricDataQuery[];
  readonly comparisonOperator: ComparisonOperator;
  readonly threshold: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm?: number;
  readonly treatMissingData?: TreatMissingData;
  readonly evaluateLowSampleCountPercentile?: 'evaluate' | 'ignore';
  readonly warmUp?: { readonly minutes: number; readonly onlyAfterwards: boolean };
  readonly wallClockWindow?: { readonly timezone: string };
}

export interface CompositeAlarm extends AlarmBase {
  readonly alarmRule: string;
  /** Name or ARN of the suppressor. */
  readonly actionsSuppressor?: string;
  readonly actionsSuppressorWaitPeriod?: number;
  readonly actionsSuppressorExtensionPeriod?: number;
}

export interface AlarmMuteRule {
  readonly name: string;
  /** Alarm names. */
  readonly alarmNames: readonly string[];
  /** `cron(…)` or `at(…)`. */
  readonly expression: string;
  readonly timezone: string;
  readonly durationSeconds: number;
  /** ISO 8601; without a zone it is read in `timezone`. The rule mutes nothing before it. */
  readonly startDate?: string;
  /** ISO 8601, as `startDate`. The rule mutes nothing from then on. */
  readonly expireDate?: string;
}

export interface Subscription {
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly rawMessageDelivery?: boolean;
  /** Of the body of a message, in SNS's language. */
  readonly filterPolicy?: unknown;
}
