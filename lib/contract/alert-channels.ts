/**
 * Channels that the alert dispatcher serves. `target` is where it finds the channel's secret URL or key:
 * `ssm:/parameter/name` or `secretsmanager:name`, so that no secret is ever in a template.
 */
export interface DispatchedChannel {
  readonly kind: DispatchedChannelKind;
  readonly target: string;
}

export const DISPATCHED_CHANNEL_KINDS = ['slack', 'teams', 'pagerduty', 'opsgenie', 'webhook'] as const;
export type DispatchedChannelKind = (typeof DISPATCHED_CHANNEL_KINDS)[number];

/** Value of the dispatcher's environment variable ALERT_CHANNELS, as JSON: topic name to its channels. */
export type AlertChannels = Readonly<Record<string, readonly DispatchedChannel[]>>;

/** Environment of the alert dispatcher. */
export const ALERT_DISPATCHER_ENV = {
  channels: 'ALERT_CHANNELS',
  system: 'TILTMETER_SYSTEM',
  realm: 'TILTMETER_REALM',
} as const;

/** Environment of the job dispatcher; `queues` is JSON: worker name to queue URL. */
export const JOB_DISPATCHER_ENV = {
  queues: 'WORKER_QUEUES',
  system: 'TILTMETER_SYSTEM',
  realm: 'TILTMETER_REALM',
} as const;
