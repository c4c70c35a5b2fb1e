/** Kafka topic of user events; OpenWhisk puts its configured prefix directly before it. */
export const userEventsTopic = (prefix = ''): string => `${prefix}events`;

/** Consumer group and client id of OpenWhisk's own consumer service, kept so that its committed offsets go on. */
export const USER_EVENTS_CONSUMER = { groupId: 'kamon', clientId: 'event-consumer', port: 9095 } as const;

/**
 * OpenWhisk's user event as it is on the topic, as compact JSON. In a fleet of job workers `namespace` is
 * who dispatched the job, `subject` and `userId` identify them, `source` is the worker.
 */
export interface UserEvent<Body = ActivationBody | MetricBody> {
  readonly source: string;
  readonly body: Body;
  readonly subject: string;
  /** The initiator's namespace, which need not be the one that owns the action. */
  readonly namespace: string;
  /** UUID. */
  readonly userId: string;
  readonly eventType: 'Activation' | 'Metric';
  /** Epoch milliseconds. */
  readonly timestamp: number;
}

/** An activation is a run, an action is a job. */
export interface ActivationBody {
  /** `namespace/[package/]action`, the owner's namespace first; here `realm/job id`. */
  readonly name: string;
  readonly activationId: string;
  /** Index into ACTIVATION_STATUSES. */
  readonly statusCode: 0 | 1 | 2 | 3;
  /** Run time, in ms. */
  readonly duration: number;
  /** Run delay: from dispatch to start, in ms. */
  readonly waitTime: number;
  /** Set-up of a cold start, in ms; 0 for a warm one. */
  readonly initTime: number;
  /** Runtime of the action; here the kind of job. */
  readonly kind: string;
  readonly conductor: boolean;
  /** Memory limit in MB. */
  readonly memory: number;
  readonly causedBy?: string;
  /** Size of the response, in bytes. */
  readonly size?: number;
  readonly userDefinedStatusCode?: number;
}

export interface MetricBody {
  readonly metricName: UserMetricName;
  readonly metricValue: number;
}

/** Of a rate limit that was exceeded (value 1), or the number of invocations that are running. */
export const USER_METRICS = ['ConcurrentRateLimit', 'TimedRateLimit', 'ConcurrentInvocations'] as const;
export type UserMetricName = (typeof USER_METRICS)[number];

/** OpenWhisk's names of the status codes 0 to 3. */
export const ACTIVATION_STATUSES = [
  'success',
  'application_error',
  'action_developer_error',
  'whisk_internal_error',
] as const;
