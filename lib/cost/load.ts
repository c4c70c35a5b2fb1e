/** The load at which a realm is priced. */
export interface Load {
  /** Worker instances that run all month. */
  readonly instances: number;
  /** Different jobs; each that is measured is a series of its own in RunTime and JobFailed. */
  readonly jobs: number;
  readonly runsPerJobPerDay: number;
  /** Records that one run writes. */
  readonly recordsPerRun: number;
}

/** What no realm file says; a report prints it as assumed. */
export const ASSUMED_LOAD = {
  jobs: 50,
  runsPerJobPerDay: 24,
  recordsPerRun: 20,
} as const satisfies Partial<Load>;

/** What the runtime of the realm's workers emits, as the realm file has it. */
export interface Emission {
  readonly heartbeatEverySeconds: number;
  readonly workerMetrics: boolean;
  /** Whether every job is measured, or else `measuredJobs` of them by their own settings. */
  readonly jobMetrics: boolean;
  readonly measuredJobs: number;
  /** Jobs of which it is published how old their last success is; of `recorded` ones a function of the stack does. */
  readonly freshJobs: { readonly measured: number; readonly recorded: number };
  readonly workers: number;
  /** Series that the agents publish of their machines, one for all machines of a worker. */
  readonly hostMetrics: number;
  /** Part of the instances that the stack makes, which have EC2's detailed monitoring; 0 to 1. */
  readonly detailedShare: number;
  /** Whether runs are recorded in a table. */
  readonly events: boolean;
  readonly retentionDays: number;
  /** Whether the records come by OTLP. */
  readonly otlp?: boolean;
  /** Whether metrics are sent by OTLP, too. */
  readonly metricsByOtlp?: boolean;
  /** How many log groups each record goes to. */
  readonly copies: number;
  /** Whether the records are searched for secrets. */
  readonly masked: boolean;
}

/** Bytes that OTLP adds to a record: its resource, its scope, its times and the escapes of its line. */
export const OTLP_BYTES = 420;

/** Bytes of one record in the log group, with the 26 bytes that CloudWatch adds to an event. */
export const RECORD_BYTES = { heartbeat: 676, job: 426, workerMetrics: 926, freshness: 466 } as const;

/** Bytes of what Lambda itself writes of an invocation: its start, its end, its report. */
export const INVOCATION_BYTES = 400;
