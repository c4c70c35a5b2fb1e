import { ACTIVATION_STATUSES } from './user-event';

/** What user events are counted as; each preset gives it a name, labels and buckets. */
export type UserEventSignal =
  | 'runs'
  | 'coldStarts'
  | 'waitTime'
  | 'initTime'
  | 'duration'
  | 'responseSize'
  | 'status'
  | 'statusCode'
  | 'memory'
  | 'concurrentLimit'
  | 'timedLimit'
  | 'concurrentRuns'
  | 'allRuns'
  | 'allMetrics'
  | 'allStatus'
  | 'allColdStarts'
  | 'allWaitTime'
  | 'allInitTime'
  | 'allDuration'
  | 'namespaceRuns'
  | 'lag'
  | 'rejected';

export interface UserEventMetric {
  /** Name in Prometheus and in CloudWatch. */
  readonly name: string;
  /** Name in StatsD and Datadog. */
  readonly dotted: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly unit: 'Count' | 'Seconds' | 'Bytes' | 'Megabytes';
  /** What the event's number is divided by to have the unit. */
  readonly divisor: number;
  readonly labels: readonly string[];
  /** Upper bounds, ascending, without +Inf. */
  readonly buckets: readonly number[];
  readonly help: string;
}

export interface UserEventPreset {
  /** Names of the status codes 0 to 3. */
  readonly statuses: readonly string[];
  /** OpenWhisk counts everything that did not succeed once more, under this status. */
  readonly failure?: string;
  /** A signal that is left out is not counted. */
  readonly metrics: Readonly<Partial<Record<UserEventSignal, UserEventMetric>>>;
}

/** Default buckets of Prometheus's Java client, which OpenWhisk uses; other clients have fewer. */
const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** Ten steps of OpenWhisk's largest response, 1 MiB, from 0. */
const RESPONSE_BYTES = Array.from({ length: 10 }, (_, index) => index * 1_048_576);

/** From a second to a day: a queue's wait, a job's run. */
const JOB_SECONDS = [1, 5, 15, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400];

/** Download of a payload, pull of an image. */
const SET_UP_SECONDS = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_800];

/** Powers of 8 from 1 KiB to 2 GiB. */
const RESULT_BYTES = Array.from({ length: 8 }, (_, index) => 1_024 * 8 ** index);

const ACTION = ['namespace', 'initiator', 'action'];
const JOB = ['realm', 'dispatcher', 'job'];

/**
 * The metrics of user events. `openwhisk` has the exact names, labels, types and buckets of OpenWhisk's
 * consumer service, which Prometheus's linter dislikes; `jobs` has names that it likes, and buckets that
 * tell a job of two minutes from one of two hours.
 */
export const USER_EVENT_PRESETS = {
  openwhisk: {
    statuses: ACTIVATION_STATUSES,
    failure: 'failure',
    metrics: {
      runs: counter('openwhisk_action_activations_total', 'openwhisk.action.activations', 'Activations', [
        ...ACTION,
        'kind',
        'memory',
      ]),
      coldStarts: counter(
        'openwhisk_action_coldStarts_total',
        'openwhisk.action.coldStarts',
        'Cold starts',
        ACTION,
      ),
      waitTime: seconds(
        'openwhisk_action_waitTime_seconds',
        'openwhisk.action.waitTime',
        'Internal hold time',
        ACTION,
        REQUEST_SECONDS,
      ),
      initTime: seconds(
        'openwhisk_action_initTime_seconds',
        'openwhisk.action.initTime',
        'Set-up time',
        ACTION,
        REQUEST_SECONDS,
      ),
      duration: seconds(
        'openwhisk_action_duration_seconds',
        'openwhisk.action.duration',
        'Run time',
        ACTION,
        REQUEST_SECONDS,
      ),
      responseSize: bytes(
        'openwhisk_action_response_size_bytes',
        'openwhisk.action.responseSize',
        'Response size',
        ACTION,
        RESPONSE_BYTES,
      ),
      status: counter('openwhisk_action_status', 'openwhisk.action.status', 'Activations by status', [
        ...ACTION,
        'status',
      ]),
      statusCode: counter(
        'openwhisk_action_status_code',
        'openwhisk.action.statusCode',
        'Activations by status code of the action',
        [...ACTION, 'status_code'],
      ),
      memory: gauge(
        'openwhisk_action_memory',
        'openwhisk.action.memory',
        'Memory limit',
        ACTION,
        'Megabytes',
        1,
      ),
      concurrentLimit: counter(
        'openwhisk_action_limit_concurrent_total',
        'openwhisk.action.limit.concurrent',
        'Concurrency limit exceeded',
        ['namespace'],
      ),
      timedLimit: counter(
        'openwhisk_action_limit_timed_total',
        'openwhisk.action.limit.timed',
        'Rate limit exceeded',
        ['namespace'],
      ),
      allRuns: counter(
        'openwhisk_userevents_global_activations_total',
        'openwhisk.userevents.global.activations',
        'Activation events',
        [],
      ),
      allMetrics: counter(
        'openwhisk_userevents_global_metric_total',
        'openwhisk.userevents.global.metric',
        'Metric events',
        [],
      ),
      allStatus: counter(
        'openwhisk_userevents_global_status_total',
        'openwhisk.userevents.global.status',
        'Activations by status',
        ['status'],
      ),
      allColdStarts: counter(
        'openwhisk_userevents_global_coldStarts_total',
        'openwhisk.userevents.global.coldStarts',
        'Cold starts',
        [],
      ),
      allWaitTime: seconds(
        'openwhisk_userevents_global_waitTime_seconds',
        'openwhisk.userevents.global.waitTime',
        'Internal hold time',
        [],
        REQUEST_SECONDS,
      ),
      allInitTime: seconds(
        'openwhisk_userevents_global_initTime_seconds',
        'openwhisk.userevents.global.initTime',
        'Set-up time',
        [],
        REQUEST_SECONDS,
      ),
      allDuration: seconds(
        'openwhisk_userevents_global_duration_seconds',
        'openwhisk.userevents.global.duration',
        'Run time',
        [],
        REQUEST_SECONDS,
      ),
      namespaceRuns: counter(
        'openwhisk_namespace_activations_total',
        'openwhisk.namespace.activations',
        'Activations by namespace',
        ['initiator', 'namespace'],
      ),
      lag: gauge(
        'openwhisk_userevents_consumer_lag',
        'openwhisk.userevents.consumer.lag',
        'Events of the fullest partition not yet read',
      ),
      rejected: counter(
        'openwhisk_userevents_events_unparsable_total',
        'openwhisk.userevents.events.unparsable',
        'Events that were not counted',
        ['reason'],
      ),
    },
  },
  jobs: {
    statuses: ['complete', 'failed', 'misbuilt', 'worker_fault'],
    metrics: {
      runs: counter('tiltmeter_job_runs_total', 'tiltmeter.job.runs', 'Runs', [...JOB, 'kind', 'memory']),
      coldStarts: counter(
        'tiltmeter_job_cold_starts_total',
        'tiltmeter.job.cold_starts',
        'First runs of a job on a worker',
        JOB,
      ),
      waitTime: seconds(
        'tiltmeter_job_delay_seconds',
        'tiltmeter.job.delay',
        'Time from dispatch to start',
        JOB,
        JOB_SECONDS,
      ),
      initTime: seconds(
        'tiltmeter_job_setup_seconds',
        'tiltmeter.job.setup',
        'Set-up of a cold start',
        JOB,
        SET_UP_SECONDS,
      ),
      duration: seconds('tiltmeter_job_run_seconds', 'tiltmeter.job.run', 'Run time', JOB, JOB_SECONDS),
      responseSize: bytes(
        'tiltmeter_job_result_bytes',
        'tiltmeter.job.result',
        'Size of the result',
        JOB,
        RESULT_BYTES,
      ),
      status: counter('tiltmeter_job_status_total', 'tiltmeter.job.status', 'Runs by how they ended', [
        ...JOB,
        'status',
      ]),
      statusCode: counter('tiltmeter_job_exit_code_total', 'tiltmeter.job.exit_code', 'Runs by exit code', [
        ...JOB,
        'exit_code',
      ]),
      memory: gauge(
        'tiltmeter_job_memory_limit_bytes',
        'tiltmeter.job.memory_limit',
        'Memory limit',
        JOB,
        'Bytes',
        1 / 1_048_576,
      ),
      concurrentLimit: counter(
        'tiltmeter_dispatcher_concurrency_limit_total',
        'tiltmeter.dispatcher.concurrency_limit',
        'Concurrency limit exceeded',
        ['dispatcher'],
      ),
      timedLimit: counter(
        'tiltmeter_dispatcher_rate_limit_total',
        'tiltmeter.dispatcher.rate_limit',
        'Rate limit exceeded',
        ['dispatcher'],
      ),
      concurrentRuns: gauge(
        'tiltmeter_dispatcher_concurrent_runs',
        'tiltmeter.dispatcher.concurrent_runs',
        'Runs at the same time, last seen',
        ['dispatcher'],
      ),
      allRuns: counter(
        'tiltmeter_user_events_runs_total',
        'tiltmeter.user_events.runs',
        'Events of runs',
        [],
      ),
      allMetrics: counter(
        'tiltmeter_user_events_metrics_total',
        'tiltmeter.user_events.metrics',
        'Events of limits',
        [],
      ),
      allStatus: counter(
        'tiltmeter_user_events_status_total',
        'tiltmeter.user_events.status',
        'Runs by how they ended',
        ['status'],
      ),
      allColdStarts: counter(
        'tiltmeter_user_events_cold_starts_total',
        'tiltmeter.user_events.cold_starts',
        'First runs of a job on a worker',
        [],
      ),
      allWaitTime: seconds(
        'tiltmeter_user_events_delay_seconds',
        'tiltmeter.user_events.delay',
        'Time from dispatch to start',
        [],
        JOB_SECONDS,
      ),
      allInitTime: seconds(
        'tiltmeter_user_events_setup_seconds',
        'tiltmeter.user_events.setup',
        'Set-up of a cold start',
        [],
        SET_UP_SECONDS,
      ),
      allDuration: seconds(
        'tiltmeter_user_events_run_seconds',
        'tiltmeter.user_events.run',
        'Run time',
        [],
        JOB_SECONDS,
      ),
      lag: gauge(
        'tiltmeter_user_events_consumer_lag',
        'tiltmeter.user_events.consumer_lag',
        'Events of the fullest partition not yet read',
      ),
      rejected: counter(
        'tiltmeter_user_events_rejected_total',
        'tiltmeter.user_events.rejected',
        'Events that were not counted',
        ['reason'],
      ),
    },
  },
} as const satisfies Record<string, UserEventPreset>;

export type UserEventPresetName = keyof typeof USER_EVENT_PRESETS;

/** Environment of the function that turns user events into CloudWatch metrics. */
export const USER_EVENTS_ENV = {
  preset: 'USER_EVENTS_PRESET',
  namespace: 'USER_EVENTS_NAMESPACE',
  /** JSON list. */
  ignoredNamespaces: 'USER_EVENTS_IGNORED_NAMESPACES',
  /** JSON object: tag to its new name. */
  renameTags: 'USER_EVENTS_RENAME_TAGS',
  /** JSON list: the tags that become dimensions, by their names before they are renamed. */
  dimensions: 'USER_EVENTS_DIMENSIONS',
} as const;

/** CloudWatch namespace of user events. */
export const USER_EVENTS_NAMESPACE = 'UserEvents';

// --- internal ---

type Labels = readonly string[];

function counter(name: string, dotted: string, help: string, labels: Labels): UserEventMetric {
  return { name, dotted, type: 'counter', unit: 'Count', divisor: 1, labels, buckets: [], help };
}

function gauge(
  name: string,
  dotted: string,
  help: string,
  labels: Labels = [],
  unit: 'Count' | 'Bytes' | 'Megabytes' = 'Count',
  divisor = 1,
): UserEventMetric {
  return { name, dotted, type: 'gauge', unit, divisor, labels, buckets: [], help };
}

function seconds(
  name: string,
  dotted: string,
  help: string,
  labels: Labels,
  buckets: readonly number[],
): UserEventMetric {
  return { name, dotted, type: 'histogram', unit: 'Seconds', divisor: 1_000, labels, buckets, help };
}

function bytes(
  name: string,
  dotted: string,
  help: string,
  labels: Labels,
  buckets: readonly number[],
): UserEventMetric {
  return { name, dotted, type: 'histogram', unit: 'Bytes', divisor: 1, labels, buckets, help };
}
