/** What a worker receives on its queue (Lava's SQS message body); anything else is malformed. */
export interface DispatchMessage {
  readonly realm: string;
  readonly worker: string;
  readonly job_id: string;
  /** UUID, version 4. */
  readonly run_id: string;
  /** ISO-8601 with a zone. */
  readonly ts_dispatch: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly globals?: Readonly<Record<string, unknown>>;
  /** W3C Trace Context: the trace that the run belongs to. What is none is ignored. */
  readonly traceparent?: string;
}

/** What the job dispatcher accepts, alone or in a list. */
export interface JobRequest {
  readonly job_id: string;
  /** The worker to run it. Absent: the job's own by the dispatcher's map, or the only one that there is. */
  readonly worker?: string;
  /** Only to be sure: a request that names another realm than the dispatcher's is refused. */
  readonly realm?: string;
  /** Null is none, as is an empty one. */
  readonly parameters?: Readonly<Record<string, unknown>> | null;
  readonly globals?: Readonly<Record<string, unknown>> | null;
  /** Until the message becomes visible: seconds, or a duration such as `2m` or `1.5m`; 0 to 900 s (SQS's limit). */
  readonly delay?: number | string;
  /** W3C Trace Context, passed on to the run. @default the attribute of the SQS or SNS message that it came in */
  readonly traceparent?: string;
}

/**
 * Whose requests a job dispatcher takes. `tiltmeter` takes all that Lava's own dispatcher takes, alike, and more:
 * requests that name their worker, lists, events of EventBridge. `lava` also refuses what Lava's refuses.
 */
export const DISPATCH_DIALECTS = ['tiltmeter', 'lava'] as const;
export type DispatchDialect = (typeof DISPATCH_DIALECTS)[number];

/**
 * `detail-type` of the events in which a realm's own schedules and programs send requests to its dispatcher, which takes
 * them in its own dialect whatever it speaks with others.
 */
export const OWN_EVENT = 'Scheduled Job';

/** Conditions on what happened to an object; each that is given has to hold. */
export interface ObjectConditions {
  /** Globs of the whole key, as Python's fnmatch takes them; one of them has to fit. */
  readonly name?: readonly string[];
  /** More than so many bytes. */
  readonly largerThan?: number;
  /** Globs of what happened, such as `ObjectCreated:*`; one of them has to fit. */
  readonly event?: readonly string[];
}

/**
 * What is dispatched when something happens to an object; without a condition on the event, when it is created. The
 * runs' parameters also hold the object's `bucket` and `key`, unless the request has parameters of these names.
 */
export interface JobTriggerRule {
  readonly bucket: string;
  /** Begin and end of the object's key; absent: any. */
  readonly prefix?: string;
  readonly suffix?: string;
  /** False: nothing is dispatched. */
  readonly enabled?: boolean;
  readonly if?: ObjectConditions;
  /** Each of them must not hold. */
  readonly ifNot?: ObjectConditions;
  /** Within so many seconds, the same event of the same object, with the same size, is told once. */
  readonly once?: number;
  /** False: texts of the request are no templates. */
  readonly template?: boolean;
  /** Each is dispatched with the request. */
  readonly jobs: readonly string[];
  readonly request: Omit<JobRequest, 'job_id'>;
}

/** The longest delay that SQS takes, in seconds. */
export const MAX_DISPATCH_DELAY_SECONDS = 900;

/** The line that the job dispatcher writes to stdout for every request, as JSON. */
export interface DispatchLogLine {
  readonly type: 'dispatch';
  /** Place of the request in the event, from 0. */
  readonly index: number;
  readonly dispatched: boolean;
  /** The same event of the same object a moment ago was dispatched. */
  readonly duplicate?: boolean;
  readonly worker?: string;
  readonly job_id?: string;
  readonly run_id?: string;
  /** Why it was not dispatched. */
  readonly problem?: string;
}
