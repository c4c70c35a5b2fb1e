/** EventBridge's envelope around a change of an alarm's state. */
export interface StateChangeEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': 'CloudWatch Alarm State Change';
  readonly source: 'aws.cloudwatch';
  readonly account: string;
  /** Whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly [string];
  readonly detail: {
    readonly alarmName: string;
    readonly state: EventState;
    readonly previousState: EventState;
    readonly configuration: AlarmConfiguration;
    /** Where the alarm's tags are propagated. */
    readonly alarmTags?: Readonly<Record<string, string>>;
    readonly alarmTagsStatus?: 'SUCCESS';
  };
}

export interface EventState {
  readonly value: string;
  readonly reason: string;
  /** JSON text. */
  readonly reasonData?: string;
  readonly timestamp: string;
  readonly actionsSuppressedBy?: string;
  readonly actionsSuppressedReason?: string;
}

export interface AlarmConfiguration {
  readonly description?: string;
  readonly metrics?: readonly object[];
  readonly alarmRule?: string;
  readonly actionsSuppressor?: string;
  readonly actionsSuppressorWaitPeriod?: number;
  readonly actionsSuppressorExtensionPeriod?: number;
}
