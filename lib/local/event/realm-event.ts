import type { AlarmState } from '../../engine/model';

/** Everything that a local realm says while it runs; with `--json` each is one line. `at` is realm time, ISO-8601. */
export type RealmEvent = EventTime & RealmEventBody;

export interface EventTime {
  /**
   * Realm time.
   * @format date-time
   */
  readonly at: string;
}

export type RealmEventBody =
  | RealmStatusEvent
  | WorkerEvent
  | JobEvent
  | MetricEvent
  | TransitionEvent
  | NotificationEvent
  | AlertEvent
  | FunctionEvent
  | NoticeEvent;

export interface RealmStatusEvent {
  readonly type: 'realm';
  readonly realm: string;
  readonly status: 'ready';
  /** Address of the console page. */
  readonly console: string;
  readonly speed: number;
}

export interface WorkerEvent {
  readonly type: 'worker';
  readonly worker: string;
  /** `core-0`. */
  readonly instance: string;
  readonly instance_id: string;
  /**
   * `up` means that its first heartbeat has arrived in the log group; `failed` that it has crashed too often
   * to be started again.
   */
  readonly status: WorkerStatus;
  readonly pid?: number;
  /** Why, for `crashed`, `failed` and `stopped`. */
  readonly detail?: string;
}
export type WorkerStatus = 'started' | 'up' | 'stopped' | 'crashed' | 'failed';

export interface JobEvent {
  readonly type: 'job';
  readonly job_id: string;
  readonly run_id: string;
  readonly worker: string;
  /** `dispatched`, then the statuses of the worker's records. */
  readonly status: string;
}

/** The first datum of a metric that a metric filter makes: the way from a record to the metric works. */
export interface MetricEvent {
  readonly type: 'metric';
  readonly namespace: string;
  readonly metric: string;
}

export interface TransitionEvent {
  readonly type: 'transition';
  readonly alarm: string;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly reason: string;
}

/** An alarm action that ran. */
export interface NotificationEvent {
  readonly type: 'notification';
  readonly alarm: string;
  readonly state: AlarmState;
  /** Name of the topic or function that was told. */
  readonly target: string;
  readonly action: string;
  readonly subject?: string;
}

/** A channel was told, or could not be. */
export interface AlertEvent {
  readonly type: 'alert';
  /** `slack`, `webhook`, `email` … */
  readonly channel: string;
  readonly target: string;
  readonly delivered: boolean;
  /** What the channel shows first. */
  readonly summary: string;
}

/** A Lambda function did not do its work. */
export interface FunctionEvent {
  readonly type: 'function';
  readonly function: string;
  readonly status: 'error' | 'timeout' | 'crashed' | 'dead-lettered' | 'dropped';
  readonly detail: string;
}

/** Something that the local realm leaves out, or that CloudWatch would drop silently. */
export interface NoticeEvent {
  readonly type: 'notice';
  readonly code: string;
  readonly message: string;
}
