import { DEFAULT_SYSTEM } from './system';

/**
 * Every resource name of a realm, spelled once. `system` is `lava` by default, `realm` and `worker` follow
 * the grammar in grammar.ts, so that no name here can exceed AWS's limits.
 */
export interface RealmNames {
  readonly stack: string;
  /** The log group that holds the records of all workers of the realm. */
  readonly logGroup: string;
  readonly alertTopic: (severity: string) => string;
  /** The queue of the alerts of a severity that the dispatcher is to tell, and the alarm on it. */
  readonly alertQueue: (severity: string) => string;
  /** The queue of the alerts of a severity that SNS could not deliver, and the alarm on it. */
  readonly undelivered: (severity: string) => string;
  readonly alertDispatcher: string;
  readonly alertDispatcherDlq: string;
  /** Name of what proves that alerts get through, and the beginning of its alarms' names. */
  readonly watchdog: string;
  /** Name of the alarm that a test alert says it is of; there is none. */
  readonly testAlert: string;
  /** Name of the metric of the messages that workers have given up, and of the alarm on it. */
  readonly lostMessages: string;
  /** Name of the metric of the jobs that Lava's own dispatcher could not dispatch, and of the alarm on it. */
  readonly failedDispatches: string;
  /** Name of the rule, and of the alarm, on machines that could not be launched or ended. */
  readonly scalingFailed: string;
  /** Beginning of the names of the rules that keep alarms quiet for a while. */
  readonly maintenance: string;
  readonly jobDispatcher: string;
  readonly jobDispatcherDlq: string;
  /** The function that says how old the last success of jobs is, where their workers do not. */
  readonly freshness: string;
  readonly freshnessDlq: string;
  /** Parameter Store name of what the realm's service level objectives promise. */
  readonly objectives: string;
  /** EventBridge Scheduler's group of the realm's schedules; each has its own name in it. */
  readonly scheduleGroup: string;
  readonly dashboard: string;
  readonly eventsTable: string;
  /** The function or service that counts user events. */
  readonly userEvents: string;
  readonly userEventsDlq: string;
  readonly grafana: string;
  readonly loki: string;
  readonly worker: (worker: string) => WorkerNames;
  /** Name of an alarm on one job. */
  readonly jobAlarm: (job: string, signal: JobAlarmSignal) => string;
  /** Name of an alarm of a service level objective: that of a severity, or of one window below it. */
  readonly objectiveAlarm: (objective: string, part: string) => string;
}

/** What an alarm on one job is about; the last part of its name. */
export type JobAlarmSignal = 'failed' | 'run-time' | 'missing' | 'overdue';

export interface WorkerNames {
  readonly queue: string;
  readonly deadLetterQueue: string;
  readonly fleet: string;
  /** Log stream of one instance, with the CloudWatch agent's placeholder. */
  readonly logStream: string;
  /** Parameter Store name of the CloudWatch agent's configuration. */
  readonly agentConfig: string;
  /** syslog tag of the worker's records. */
  readonly tag: string;
  /** systemd's unit that runs the worker; a machine has one realm's. */
  readonly unit: string;
  readonly alarm: (signal: AlarmSignal) => string;
}

/** What an alarm on a worker is about; the last part of its name. */
export type AlarmSignal =
  | 'heartbeat'
  | 'missing-instances'
  | 'zombie'
  | 'dead-threads'
  | 'internal-queue'
  | 'sqs-unreadable'
  | 'pipe-broken'
  | 'queue-depth'
  | 'queue-age'
  | 'queue-stuck'
  | 'dlq'
  | 'job-failed'
  | 'run-delay'
  | 'run-time'
  | 'cpu'
  | 'memory'
  | 'swap'
  | 'tmp-disk'
  | 'docker-disk'
  | 'status-check';

/** Where rsyslog writes a worker's records, and what the CloudWatch agent collects. */
export const logFile = (system: string = DEFAULT_SYSTEM): string => `/var/log/${system}`;

/** The system's own log, by its file and by its log group, where Lava's documentation has heartbeats. */
export const MESSAGES_LOG = '/var/log/messages';

/** The syslog facility that carries a worker's records. */
export const SYSLOG_FACILITY = 'local0';

export function realmNames(realm: string, system: string = DEFAULT_SYSTEM): RealmNames {
  const prefix = `${system}-${realm}`;
  return {
    stack: stackName(prefix),
    logGroup: `/var/log/${system}/${realm}`,
    alertTopic: (severity) => `${prefix}${alertTopicEnd(severity)}`,
    alertQueue: (severity) => `${prefix}-alerts-${severity}-queue`,
    undelivered: (severity) => `${prefix}-alerts-${severity}-undelivered`,
    alertDispatcher: `${prefix}-alert-dispatcher`,
    alertDispatcherDlq: `${prefix}-alert-dispatcher-dlq`,
    watchdog: `${prefix}-watchdog`,
    testAlert: `${prefix}-test-alert`,
    lostMessages: `${prefix}-lost-messages`,
    failedDispatches: `${prefix}-failed-dispatches`,
    scalingFailed: `${prefix}-scaling-failed`,
    maintenance: `${prefix}-maintenance`,
    jobDispatcher: `${prefix}-dispatch`,
    jobDispatcherDlq: `${prefix}-dispatch-dlq`,
    freshness: `${prefix}-freshness`,
    freshnessDlq: `${prefix}-freshness-dlq`,
    objectives: `/${system}/${realm}/objectives`,
    scheduleGroup: prefix,
    dashboard: prefix,
    eventsTable: `${system}.${realm}.events`,
    userEvents: `${prefix}-user-events`,
    userEventsDlq: `${prefix}-user-events-dlq`,
    grafana: `${prefix}-grafana`,
    loki: `${prefix}-loki`,
    worker: (worker) => workerNames(system, realm, worker),
    jobAlarm: (job, signal) => `${prefix}-job-${job}-${signal}`,
    objectiveAlarm: (objective, part) => `${prefix}-slo-${objective}-${part}`,
  };
}

/** The system of a realm by the name of the realm's stack, or undefined where that is another's name. */
export function systemOfStack(stack: string, realm: string): string | undefined {
  const end = stackName(`-${realm}`);
  return stack.endsWith(end) ? stack.slice(0, -end.length).replaceAll('--', '_') : undefined;
}

/** A worker of a realm in one word: its queue, its fleet, the syslog tag of its records. */
export const workerName = (realm: string, worker: string, system: string = DEFAULT_SYSTEM): string =>
  `${system}-${realm}-${worker}`;

/** Whether a topic is the one of a severity, of whatever realm. */
export const isAlertTopic = (topicName: string, severity: string): boolean =>
  topicName.endsWith(alertTopicEnd(severity));

// --- internal ---

/** CloudFormation's names have no _, and ours have no -- otherwise, so that no two are the same. */
const stackName = (prefix: string): string => `${prefix.replaceAll('_', '--')}-monitoring`;

const alertTopicEnd = (severity: string): string => `-alerts-${severity}`;

function workerNames(system: string, realm: string, worker: string): WorkerNames {
  const name = workerName(realm, worker, system);
  return {
    queue: name,
    deadLetterQueue: `${name}-dlq`,
    fleet: name,
    logStream: `${worker}/{instance_id}`,
    agentConfig: `/${system}/${realm}/${worker}/cloudwatch-agent`,
    tag: name,
    unit: `${system}-${worker}.service`,
    alarm: (signal) => `${name}-${signal}`,
  };
}
