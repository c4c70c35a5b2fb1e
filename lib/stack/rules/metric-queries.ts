import { METRICS } from '../../contract';
import { formatDuration } from '../../text';
import { growth } from '../growth';
import { EVALUATION_SECONDS, type RealmPromise } from './promise';
import type { PromiseSignal } from './promise-signal';
import { LOOK_BACK_SECONDS } from './promise-table';

/**
 * A promise in PromQL, for the metrics that a worker serves to Prometheus; undefined where they cannot tell
 * (they hold neither the depth of the queue nor records).
 */
export function metricQuery(promise: RealmPromise): string | undefined {
  return QUERIES[promise.signal]?.(promise);
}

/** A counter that grew, by the labels. */
export function grew(counter: string, by: readonly string[], seconds: number): string {
  return `sum by (${by.join(', ')}) (${growth(counter, formatDuration(seconds))}) > 0`;
}

/** Names in Prometheus of the metrics that the rules read. */
export const PROMETHEUS_NAMES = {
  threadsAlive: METRICS.WorkerThreadsAlive.name,
  threadsDead: METRICS.WorkerThreadsDead.name,
  runDelay: `${METRICS.RunDelay.name}_seconds`,
  jobFailed: METRICS.JobFailed.name,
  sinceSuccess: `${METRICS.SecondsSinceSuccess.name}_seconds`,
} as const;

// --- internal ---

const { threadsAlive, threadsDead, runDelay, jobFailed } = PROMETHEUS_NAMES;

const QUERIES: Readonly<Partial<Record<PromiseSignal, (promise: RealmPromise) => string>>> = {
  // only what was heard in the last day can fall silent, so that a worker without metrics is no alarm
  heartbeat: (promise) => {
    const series = `${threadsAlive}${labels(promise)}`;
    const range = formatDuration(promise.worker!.heartbeat.alarmAfterSeconds - EVALUATION_SECONDS);
    return `sum(absent_over_time(${series}[${range}])) > 0 and sum(count_over_time(${series}[1d])) > 0`;
  },

  'dead-threads': (promise) => `sum(${threadsDead}${labels(promise)}) > 0`,

  'run-delay': (promise) => {
    const { runDelay: promised, queue } = promise.worker!;
    const range = formatDuration(promised?.forSeconds ?? LOOK_BACK_SECONDS);
    const within = (part: string) => `(${growth(`${runDelay}_${part}${labels(promise)}`, range)})`;
    // as near as the buckets are: within one, waits are taken to be spread evenly
    if (promised) return `histogram_quantile(0.95, sum by (le) ${within('bucket')}) > ${promised.p95Seconds}`;
    // the mean, since a wait beyond the last bucket has no quantile
    return `sum${within('sum')} / sum${within('count')} > ${queue.oldestSeconds}`;
  },

  'job-failed': (promise) => grew(`${jobFailed}_sum${labels(promise)}`, ['Job'], LOOK_BACK_SECONDS),
};

function labels({ realm, worker }: RealmPromise): string {
  return worker ? `{Realm="${realm.realm}",Worker="${worker.name}"}` : `{Realm="${realm.realm}"}`;
}
