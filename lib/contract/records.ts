/** Levels of a record, lowest first; the order is the filter order. */
export const LEVELS = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'] as const;
export type Level = (typeof LEVELS)[number];

/** `event_source` of the records of Lava's own dispatcher; they have no worker, and a timestamp without a zone. */
export const DISPATCHER_EVENT_SOURCE = 'lava-dispatcher';

/** `event_type` values. */
export const EVENT_TYPES = ['heartbeat', 'worker', 'job', 'dispatch', 'connection'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** Fields bound once per process. */
export const BOUND_FIELDS = ['event_source', 'realm', 'worker', 'host', 'tag'] as const;

/**
 * Fields of every record. A user's field of the same name never replaces one of these.
 * `timestamp` is ISO-8601 UTC with six digits, `localtime` is `YYYY-MM-DD HH:MM:SS` in local time.
 */
export const RECORD_FIELDS = ['localtime', 'timestamp', 'level', 'message', 'thread', 'pid'] as const;

/**
 * Fields of records that belong to a kind of event or to a run. `delay` is of the record that starts a run: seconds from
 * its dispatch.
 */
export const EXTRA_FIELDS = ['event_type', 'job_id', 'run_id', 'seq', 'delay'] as const;

export interface WorkerRecord {
  readonly event_source: string;
  readonly realm: string;
  readonly worker: string;
  readonly host: string;
  readonly tag: string;
  readonly localtime: string;
  readonly timestamp: string;
  readonly level: Level;
  readonly message: string;
  readonly thread: string;
  readonly pid: number;
  readonly event_type?: EventType;
  readonly job_id?: string;
  readonly run_id?: string;
  readonly seq?: number;
  readonly delay?: number;
  readonly [extra: string]: unknown;
}

/** Payload of a heartbeat record. */
export interface HeartbeatPayload {
  /**
   * Both -1 when SQS could not be read. Absent when the worker reads no queue: an alarm on what cannot be read would
   * be in ALARM for ever.
   */
  readonly sqs?: { readonly messages: number; readonly notvisible: number };
  readonly internal: { readonly qlen: number };
  readonly threads: Readonly<Record<string, ThreadState>>;
  readonly deferred_tasks: number;
}

export type ThreadState = 'OK' | 'dead';

/** Message text of a heartbeat. */
export const heartbeatMessage = (realm: string, worker: string): string =>
  `heartbeat realm=${realm} worker=${worker}`;

/** How the last record of a state dump begins; the keys and values of the worker's configuration follow. */
export const STATE_DUMP_END = 'Worker config:';

/** Message text that is logged once, at CRITICAL, for a thread that has died. */
export const deadThreadMessage = (thread: string): string => `Thread ${thread} has died`;
