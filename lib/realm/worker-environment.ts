import type { RealmConfig } from './realm-config';

/** What the realm file says of metrics, as the environment of a worker: which jobs are named there is measured too. */
export function workerEnvironment({ metrics, jobs }: RealmConfig): Record<string, string> {
  return {
    LAVA_CW_NAMESPACE: metrics.namespace,
    LAVA_CW_METRICS_JOB: String(metrics.job),
    ...(jobs.length > 0 && { LAVA_CW_METRICS_JOBS: jobs.map(({ job }) => job).join(',') }),
    LAVA_CW_METRICS_WORKER: String(metrics.worker),
  };
}
