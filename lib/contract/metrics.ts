import { DEFAULT_SYSTEM } from './system';
import type { Unit } from './units';

/** Who publishes a metric; a check proves that every alarm's metric has a publisher. */
export type Emitter = 'worker' | 'log filter' | 'lava' | 'aws';

export interface MetricDefinition {
  readonly name: string;
  readonly unit: Unit;
  /** Dimension names in the order in which they are written; CloudWatch matches the exact set. */
  readonly dimensions: readonly string[];
  readonly emitter: Emitter;
  readonly description: string;
}

/** Namespace of the metrics that log metric filters emit. */
export const LOG_METRIC_NAMESPACE = 'LogMetrics';

const INSTANCE = ['Realm', 'Worker', 'Instance'] as const;

/**
 * Every metric of a worker fleet. Lava publishes MaxRss with unit Bytes but a value in KiB; here it is bytes.
 * Lava back-dates RunDelay, RunTime and JobFailed to the dispatch time; here they carry the time at which
 * they happened. The constructs' alarms are right for both.
 */
export const METRICS = {
  WorkerThreadsAlive: worker('WorkerThreadsAlive', 'Count', INSTANCE, 'threads that are alive'),
  WorkerThreadsDead: worker('WorkerThreadsDead', 'Count', INSTANCE, 'threads that have died'),
  MaxRss: worker('MaxRss', 'Bytes', INSTANCE, 'high-water mark of resident memory'),
  PercentMemUsed: worker('PercentMemUsed', 'Percent', INSTANCE, 'memory in use, cgroup-aware'),
  PercentSwapUsed: worker('PercentSwapUsed', 'Percent', INSTANCE, 'swap in use'),
  PercentTmpDiskUsed: worker('PercentTmpDiskUsed', 'Percent', INSTANCE, 'file system of TMPDIR in use'),
  PercentDockerDiskUsed: worker('PercentDockerDiskUsed', 'Percent', INSTANCE, 'file system of docker in use'),
  PercentDiskUsed: worker('PercentDiskUsed', 'Percent', INSTANCE, 'deprecated alias of PercentTmpDiskUsed'),
  RunDelay: worker('RunDelay', 'Seconds', ['Realm', 'Worker'], 'time from dispatch to start of a run'),
  RunTime: worker('RunTime', 'Seconds', ['Realm', 'Job'], 'time from start to end of a run'),
  JobFailed: worker('JobFailed', 'None', ['Realm', 'Job'], '1 for a failed run, 0 for a complete one'),
  SecondsSinceSuccess: worker(
    'SecondsSinceSuccess',
    'Seconds',
    ['Realm', 'Job'],
    'time since the last complete run, each minute, of jobs with an objective of freshness',
  ),
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof METRICS;

/**
 * What only Lava itself publishes where it runs, by its realm's metrics function: alarms and policies may read it beside
 * this package, which computes the backlog from AWS's own metrics and publishes none.
 */
export const LAVA_METRICS = {
  WorkerBacklog: {
    name: 'WorkerBacklog',
    unit: 'None',
    dimensions: ['Realm', 'Worker'],
    emitter: 'lava',
    description: 'queued messages per in-service instance; absent when none is in service',
  },
} as const satisfies Record<string, MetricDefinition>;

/** Metrics that the log metric filters of one worker emit, into LOG_METRIC_NAMESPACE, without dimensions. */
export type LogSignal = 'heartbeats' | 'dead-threads' | 'internal-queue' | 'sqs-unreadable' | 'errors';

/** Metrics that the log metric filters of one job emit, into LOG_METRIC_NAMESPACE, without dimensions. */
export type JobLogSignal = 'failed' | 'ended';

/** Name of a log metric of a job, and of its filter: neither may hold `:`, `*` or `$`, which stand as in an address, %3A. */
export function jobLogMetricName(
  realm: string,
  job: string,
  signal: JobLogSignal,
  system: string = DEFAULT_SYSTEM,
): string {
  return `${system}-${realm}-job-${job.replace(/[%:*$]/g, percentEncoded)}-${signal}`;
}

/**
 * Name of a log metric; the worker is in the name, since a filter with dimensions can have no default. None is the name
 * of one of Lava's (`lava-<realm>-<worker>-heartbeat`): where both filters are, one metric would count every beat twice.
 */
export function logMetricName(
  realm: string,
  workerName: string,
  signal: LogSignal,
  system: string = DEFAULT_SYSTEM,
): string {
  return `${system}-${realm}-${workerName}-${signal}`;
}

// --- internal ---

const percentEncoded = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

function worker(name: string, unit: Unit, dimensions: readonly string[], description: string) {
  return { name, unit, dimensions, emitter: 'worker', description } as const;
}
