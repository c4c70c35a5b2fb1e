/** A checked realm file: every default filled in, every duration in seconds. */
export interface RealmConfig {
  /** Path of the file, for messages. */
  readonly file: string;
  readonly system: string;
  readonly realm: string;
  /** Absent: the stack is environment-agnostic. */
  readonly aws?: { readonly account: string; readonly region: string };
  /** Where the fleets live; absent: no fleet is created. */
  readonly network?: { readonly vpc: string; readonly subnets: readonly string[] };
  readonly logs: { readonly retentionDays: number };
  readonly metrics: { readonly namespace: string; readonly job: boolean; readonly worker: boolean };
  /** Whether runs are recorded in a table. */
  readonly events: boolean;
  readonly dashboard: boolean;
  /** Severity (`page`, `ticket`, …) to its channels. */
  readonly alerts: Readonly<Record<string, readonly AlertChannel[]>>;
  /** Absent: nobody proves that alerts get through. */
  readonly watchdog?: WatchdogConfig;
  /** In the order of the file. */
  readonly workers: readonly WorkerConfig[];
}

/** One channel: `{ email: 'oncall@example.com' }` in the file becomes `{ kind: 'email', target: … }`. */
export interface AlertChannel {
  readonly kind: string;
  readonly target: string;
}

export interface WatchdogConfig {
  readonly everySeconds: number;
  /** Who is told, past the alert dispatcher. */
  readonly emails: readonly string[];
  /** Where the URL of a dead man's switch outside AWS is kept. */
  readonly deadMan?: string;
}

export interface WorkerConfig {
  readonly name: string;
  readonly heartbeat: {
    readonly everySeconds: number;
    readonly alarmAfterSeconds: number;
    /** How long one process of many may be silent. Absent: 15 minutes; 0: no such alarm. */
    readonly missingAfterSeconds?: number;
  };
  readonly queue: {
    /** Absent or 0: no depth alarm. */
    readonly depth?: number;
    /** How long the depth must be exceeded. */
    readonly forSeconds: number;
    /** Absent or 0: no age alarm. */
    readonly oldestSeconds?: number;
    /** How long messages may wait while nobody takes them. Absent: 15 minutes; 0: no such alarm. */
    readonly stuckSeconds?: number;
  };
  readonly fleet: FleetConfig;
}

export interface FleetConfig {
  readonly instances: { readonly min: number; readonly max: number };
  readonly type: string;
  /** Absent: the machines are somebody else's. */
  readonly created?: {
    /** Shell command that runs the worker in the foreground. */
    readonly command: string;
    /** Shell lines that put the worker's program on the machine. */
    readonly setup: readonly string[];
    readonly docker: boolean;
    /** Messages for each instance that scaling aims at; 0: no scaling. */
    readonly backlogPerInstance: number;
    /** How long running jobs may take to finish before an instance terminates. Absent: 30 minutes. */
    readonly drainSeconds?: number;
    /** Absent: systemd does not expect to hear from the worker. */
    readonly watchdogSeconds?: number;
  };
}
