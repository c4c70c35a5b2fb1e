/** One record, as CloudWatch Logs gives it. */
export interface FoundRecord {
  /** The same when the record is found again. */
  readonly id: string;
  /** Event time, epoch milliseconds. */
  readonly timestamp: number;
  /** `<worker>/<instance>`. */
  readonly stream: string;
  readonly message: string;
}

export interface RecordQuery {
  readonly logGroup: string;
  /** A filter pattern; empty matches everything. */
  readonly pattern: string;
  /** Epoch milliseconds, both included. */
  readonly from: number;
  readonly to?: number;
}

/** A message of a queue, which others do not see for a minute. */
export interface QueueMessage {
  readonly id: string;
  readonly handle: string;
  readonly body: string;
  /** Epoch milliseconds. */
  readonly sentAt: number;
  /** Attributes that hold text; the others are left out. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Messages of a queue. */
export interface QueueDepth {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** Messages of a queue, and what it does with them. */
export interface QueueState extends QueueDepth {
  /** How long a message is kept. */
  readonly retentionSeconds: number;
  /** How long a message that somebody works on is hidden from the others. */
  readonly visibilityTimeoutSeconds: number;
}

/** Values of a custom metric between two times, epoch milliseconds. */
export interface StatisticsQuery {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly from: number;
  readonly to: number;
}

export interface FiringAlarm {
  readonly name: string;
  /** Epoch milliseconds. */
  readonly since: number;
  readonly reason: string;
}

/** What came of a command on an instance. */
export interface CommandResult {
  readonly instance: string;
  /** What it said, or why it did not run; absent: it worked. */
  readonly failure?: string;
}

/** What is asked of AWS; each throws an OperateError. */
export interface RealmPorts {
  /** Oldest first; a page may be empty, and there may be very many. */
  readonly findRecords: (query: RecordQuery) => AsyncIterable<readonly FoundRecord[]>;
  readonly queueDepth: (queueName: string) => Promise<QueueDepth>;
  readonly queueState: (queueName: string) => Promise<QueueState>;
  /** Undefined where there is no value. */
  readonly statistics: (
    query: StatisticsQuery,
  ) => Promise<{ readonly average: number; readonly maximum: number } | undefined>;
  /** Up to ten messages, none when there are no more. */
  readonly receive: (queueName: string) => Promise<readonly QueueMessage[]>;
  readonly send: (
    queueName: string,
    body: string,
    attributes: Readonly<Record<string, string>>,
  ) => Promise<void>;
  readonly remove: (queueName: string, handle: string) => Promise<void>;
  /** Lets others see a received message again. */
  readonly release: (queueName: string, handle: string) => Promise<void>;
  /** Metric and composite alarms in state ALARM whose names begin so. */
  readonly firingAlarms: (prefix: string) => Promise<readonly FiringAlarm[]>;
  /** Runs a function and waits; throws an OperateError with the function's own text when it fails. */
  readonly invoke: (functionName: string, payload: unknown) => Promise<unknown>;
  /** Runs a shell command as root on each of the instances, by Systems Manager, and waits. */
  readonly runCommand: (instances: readonly string[], command: string) => Promise<readonly CommandResult[]>;
}
