import type { HostMonitorProps } from '../constructs';
import type { DispatchDialect, ObjectConditions } from '../contract';
import type { Pace } from '../text';

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
  readonly logs: {
    /** The group is somebody else's, such as the one that Lava's machines write to. */
    readonly existing: boolean;
    /** Of the functions' logs, too. */
    readonly retentionDays: number;
    /** Whether what looks like a secret is masked. */
    readonly mask: boolean;
    /** `new`, or the ARN of a key that lets CloudWatch Logs use it. Absent: CloudWatch's own encryption. */
    readonly key?: string;
    /** The workers of created fleets send their records by OTLP. Absent: the CloudWatch agent collects them. */
    readonly route?: 'otlp';
    /** Where heartbeats are counted, if not in the realm's group: in that of /var/log/messages, as Lava documents it. */
    readonly heartbeatLogGroup?: 'messages';
  };
  readonly metrics: {
    readonly namespace: string;
    readonly job: boolean;
    readonly worker: boolean;
    /** The workers of created fleets send their metrics to CloudWatch's OTLP endpoint, too. Absent: they do not. */
    readonly otlp?: true;
  };
  /** Whether runs are recorded in a table, and whether it is there already. */
  readonly events: boolean | 'existing';
  /** False: the realm gets no job dispatcher. */
  readonly dispatcher: false | DispatcherConfig;
  /** Of the account, in executions; 0 keeps none. Absent: as the constructs have it. */
  readonly reservedConcurrency?: {
    readonly alertDispatcher?: number;
    readonly jobDispatcher?: number;
    readonly freshness?: number;
  };
  /** ARN of the key that the secrets of the channels are encrypted with. Absent: AWS's own. */
  readonly secretsKey?: string;
  /** What the name of every alarm begins with. */
  readonly alarmPrefix?: string;
  readonly dashboard: boolean;
  /** Severity (`page`, `ticket`, …) to its channels. */
  readonly alerts: Readonly<Record<string, readonly AlertChannel[]>>;
  /** The link that every alert carries; `{alarm}` in it becomes the alarm's name. */
  readonly runbook?: string;
  /** Where traces are shown, with a placeholder for their id. */
  readonly traces?: string;
  /** Absent: nobody proves that alerts get through. */
  readonly watchdog?: WatchdogConfig;
  /** When nobody is told of workers, queues and jobs. */
  readonly maintenance: readonly MaintenanceConfig[];
  /** Single jobs that are watched, in the order of the file. */
  readonly jobs: readonly JobConfig[];
  /** Service level objectives, `slos` in the file, in its order. */
  readonly objectives: readonly ObjectiveConfig[];
  /** Jobs that run by the clock, in the order of the file. */
  readonly schedules: readonly ScheduleConfig[];
  /** Jobs that run for new objects in buckets, in the order of the file. */
  readonly triggers: readonly TriggerConfig[];
  /** In the order of the file. */
  readonly workers: readonly WorkerConfig[];
}

/** One channel: `{ email: 'oncall@example.com' }` in the file becomes `{ kind: 'email', target: … }`. */
export interface AlertChannel {
  readonly kind: string;
  readonly target: string;
}

export interface DispatcherConfig {
  /** Absent: as JobDispatcher has it. */
  readonly dialect?: DispatchDialect;
  /** Job to the worker that runs it. */
  readonly jobs: Readonly<Record<string, string>>;
}

export interface WatchdogConfig {
  readonly everySeconds: number;
  /** Who is told, past the alert dispatcher. */
  readonly emails: readonly string[];
  /** Where the URL of a dead man's switch outside AWS is kept. */
  readonly deadMan?: string;
}

export interface MaintenanceConfig {
  /** `cron(…)` of five fields, or `at(yyyy-MM-ddThh:mm)`. */
  readonly begins: string;
  readonly forSeconds: number;
  /** IANA name. */
  readonly zone: string;
}

/** What is expected of the runs of a job; its workers must measure it. */
export interface JobConfig {
  readonly job: string;
  /** So many failed runs within `withinSeconds` are an alarm; 0: no such alarm. */
  readonly failures: number;
  readonly withinSeconds: number;
  /** Absent or 0: no alarm on the time of a run. */
  readonly runTimeSeconds?: number;
  /** The longest time from dispatch to end. Absent: as JobMonitor has it. */
  readonly longestRunSeconds?: number;
  /** Of a job that another one runs: how often it is tried. Absent: it runs by itself. */
  readonly childIterations?: number;
  /** How often a run should end. Absent: by the job's schedules, if it has any. */
  readonly everySeconds?: number;
  /** Absent: the smallest that the interval allows; 0: no alarm on missing runs. */
  readonly alarmAfterSeconds?: number;
  /** Absent: ticket. */
  readonly severity?: string;
}

/** One of `success`, `freshSeconds` and `startWithinSeconds` is there. */
export interface ObjectiveConfig {
  readonly name: string;
  readonly job?: string;
  readonly worker?: string;
  /** In percent, as is `target`. */
  readonly success?: number;
  readonly freshSeconds?: number;
  readonly startWithinSeconds?: number;
  readonly target?: number;
  /** Absent: as JobObjective has it. */
  readonly overSeconds?: number;
  /** Absent: by the schedules. */
  readonly runsPerDay?: number;
  /**
   * Whether the workers' records tell, or their metrics. Absent: of freshness whichever the workers can, otherwise their
   * metrics.
   */
  readonly records?: boolean;
  /** Whether it is an objective of CloudWatch Application Signals as well. Absent: no. */
  readonly exported?: boolean;
}

export interface ScheduleConfig {
  readonly name: string;
  readonly job: string;
  readonly worker: string;
  /** The six fields of EventBridge's cron, in the wall-clock time of an IANA zone; or else `everySeconds`. */
  readonly cron?: { readonly fields: string; readonly zone: string };
  readonly everySeconds?: number;
  /** The longest time between two starts; Infinity for a single one. */
  readonly longestGapSeconds: number;
  /** On average. */
  readonly startsPerDay: number;
  /** A shorter interval that holds in some hours, such as those of the day. */
  readonly pace?: Pace;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly globals?: Readonly<Record<string, unknown>>;
  readonly delaySeconds?: number;
}

export interface TriggerConfig {
  readonly bucket: string;
  readonly prefix?: string;
  readonly suffix?: string;
  readonly enabled?: boolean;
  readonly if?: ObjectConditions;
  readonly ifNot?: ObjectConditions;
  readonly onceSeconds?: number;
  readonly template?: boolean;
  readonly job: readonly string[];
  readonly worker: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly globals?: Readonly<Record<string, unknown>>;
  readonly delaySeconds?: number;
}

export interface WorkerConfig {
  readonly name: string;
  readonly heartbeat: {
    readonly everySeconds: number;
    readonly alarmAfterSeconds: number;
    /** Whether silence is judged as by Lava's own template, which keeps no promise. Absent: no. */
    readonly lavaAlarm?: boolean;
    /** How long one process of many may be silent. Absent: 15 minutes; 0: no such alarm. */
    readonly missingAfterSeconds?: number;
  };
  readonly queue: {
    /** Name of a queue that is there already; absent: a new one. */
    readonly existing?: string;
    /** Name of the existing queue's dead-letter queue; absent: none is watched. */
    readonly deadLetters?: string;
    /** Absent or 0: no depth alarm. */
    readonly depth?: number;
    /** How long the depth must be exceeded. */
    readonly forSeconds: number;
    /** Absent or 0: no age alarm. */
    readonly oldestSeconds?: number;
    /** How long messages may wait while nobody takes them. Absent: 15 minutes; 0: no such alarm. */
    readonly stuckSeconds?: number;
  };
  /** Absent: no alarm on runs that start late. */
  readonly runDelay?: {
    readonly p95Seconds: number;
    readonly forSeconds: number;
    /** The longest delay that is seen. Absent: as RunDelayMonitor has it. */
    readonly longestSeconds?: number;
  };
  /** Limits in percent, 0 for none, as HostMonitor has them. Absent: the machines are not measured. */
  readonly host?: Pick<
    HostMonitorProps,
    'cpu' | 'memory' | 'swap' | 'tmpDisk' | 'tmpPath' | 'dockerDisk' | 'dockerPath' | 'source'
  > & { readonly forSeconds?: number };
  readonly fleet: FleetConfig;
}

export interface FleetConfig {
  /** Name of an Auto Scaling group that is there already. */
  readonly existing?: string;
  /** The worker whose machines this one runs on, beside it. */
  readonly on?: string;
  /** Processes of the worker on each machine. */
  readonly daemons: number;
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
