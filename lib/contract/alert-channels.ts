import type { AlertState } from './alert';

/** A channel that the alert dispatcher serves. */
export interface DispatchedChannel {
  readonly kind: DispatchedChannelKind;
  /**
   * Where the dispatcher finds the channel's secret, so that none is ever in a template:
   * `ssm:/parameter/name` or `secretsmanager:name`. The secret is the channel's URL; for pagerduty and
   * opsgenie the integration key, or `{"key": "…", "url": "https://api.eu.opsgenie.com"}`. For amazonq, which needs
   * no secret, it is the topic that Amazon Q listens to: `sns:topic-name`.
   * A plain URL is taken on the loopback host only: `http://127.0.0.1:4701/slack`.
   */
  readonly target: string;
}

export const DISPATCHED_CHANNEL_KINDS = [
  'slack',
  'teams',
  'pagerduty',
  'opsgenie',
  'amazonq',
  'webhook',
] as const;
export type DispatchedChannelKind = (typeof DISPATCHED_CHANNEL_KINDS)[number];

/** Value of the dispatcher's environment variable ALERT_CHANNELS, as JSON: topic name to its channels. */
export type AlertChannels = Readonly<Record<string, readonly DispatchedChannel[]>>;

/** Prefixes of the targets that name a secret. */
export const SECRET_TARGETS = { ssm: 'ssm:', secretsManager: 'secretsmanager:' } as const;

/** Name of a severity; part of a topic's name. */
export const SEVERITY_NAME = /^[a-z][a-z0-9-]{0,30}$/;
export const SEVERITY_HELP = '1 to 31 characters: a lower-case letter, then lower-case letters, digits or -';

/** A link to what to do about an alarm; `{alarm}` in it becomes the alarm's name, `{kind}` its heading in docs/alarms.md. */
export const RUNBOOK = /^https:\/\/[\w.-]+[\w./?&=%#:~+,@{}-]{0,480}$/;
export const RUNBOOK_HELP = 'an https link of up to 500 characters such as https://wiki.example.com/{alarm}';

/** What the names of all alarms of a realm begin with, to keep them apart from somebody else's. */
export const ALARM_PREFIX = /^[A-Za-z0-9][\w.-]{0,31}$/;
export const ALARM_PREFIX_HELP = '1 to 32 letters, digits, _ . or -, such as tiltmeter-';

/** A target that names a secret; the secret itself must never be in a file, a template or a message. */
export const SECRET_REFERENCE = /^(?:ssm:\/[\w.\-/]{1,1010}|secretsmanager:[\w/+=.@-]{1,512})$/;
export const SECRET_REFERENCE_HELP = 'ssm:/parameter/name or secretsmanager:name';

/** A target that names the topic which Amazon Q listens to. */
export const CHAT_TOPIC = /^sns:[\w-]{1,256}$/;
export const CHAT_TOPIC_HELP = 'sns:topic-name, the topic that Amazon Q listens to';

/** Prefix of a target that is a topic: of its name in a channel's props, of its ARN in the dispatcher's environment. */
export const TOPIC_TARGET = 'sns:';

/** The line that the alert dispatcher writes to stdout for every channel of an alert, as JSON. */
export interface DeliveryLogLine {
  readonly type: 'alert';
  readonly channel: string;
  readonly severity: string;
  readonly alarm: string;
  readonly state: AlertState;
  /** Time of the state change, ISO-8601 in UTC. */
  readonly since: string;
  readonly delivered: boolean;
  readonly attempts: number;
  /** Why it was not delivered; never a URL or a key. */
  readonly problem?: string;
  /** Why it was not sent, which is no failure: told before, outdated, or the first OK of a new alarm. */
  readonly skipped?: 'duplicate' | 'folded' | 'superseded' | 'first';
  /** How many alerts were told in one message, when it was more than one. */
  readonly together?: number;
  /** It has not been delivered for more than five minutes, and is still tried. */
  readonly late?: true;
}

/** Filter pattern of the lines of alerts that a channel has not taken for long. */
export const LATE_ALERT_PATTERN = '{ ($.type = "alert") && ($.late IS TRUE) }';

/**
 * Environment of the alert dispatcher. `records` is optional: a JSON list of AlertRecords, of which the
 * first whose `alarms` fits an alarm's name is used. `deadMan` is optional: where the secret URL is kept that is
 * posted to for every canary that gets through. `queues` (JSON: topic name to queue URL) and `deadLetters` (a queue URL)
 * are where alerts go that cannot be told now, and that cannot be told at all. `objectives` is optional: the name of the
 * parameter that holds ToldObjectives.
 */
export const ALERT_DISPATCHER_ENV = {
  channels: 'ALERT_CHANNELS',
  records: 'ALERT_RECORDS',
  deadMan: 'ALERT_DEAD_MAN',
  queues: 'ALERT_QUEUES',
  deadLetters: 'ALERT_DEAD_LETTERS',
  objectives: 'ALERT_OBJECTIVES',
  traces: 'ALERT_TRACES',
  system: 'TILTMETER_SYSTEM',
  realm: 'TILTMETER_REALM',
} as const;

/**
 * Environment of the job dispatcher; `queues` is JSON: worker name to queue URL. `triggers` is optional: a JSON list of
 * JobTriggerRules. `jobs` is optional: JSON, job to the worker that runs it. `dialect` is optional: a DispatchDialect.
 */
export const JOB_DISPATCHER_ENV = {
  queues: 'WORKER_QUEUES',
  triggers: 'JOB_TRIGGERS',
  jobs: 'JOB_WORKERS',
  dialect: 'DISPATCH_DIALECT',
  system: 'TILTMETER_SYSTEM',
  realm: 'TILTMETER_REALM',
} as const;
