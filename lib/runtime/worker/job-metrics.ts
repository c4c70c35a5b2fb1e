import type { DispatchMessage } from '../../contract/dispatch-message';
import { METRICS } from '../../contract/metrics';
import type { Metrics } from '../metrics/metrics';
import { runDelay } from './run-delay';

/** Records one run. */
export interface RunMeter {
  readonly ended: (failed: boolean) => void;
}

/**
 * Makes what is known of a worker's series before its first run, at 0: Prometheus's increase() does not see the first value
 * of a series that is born with it.
 */
export function makeRunSeries(
  metrics: Metrics,
  realm: string,
  worker: string,
  jobs: readonly string[],
): void {
  metrics.histogram(METRICS.RunDelay, { Realm: realm, Worker: worker });
  for (const Job of jobs) {
    metrics.histogram(METRICS.RunTime, { Realm: realm, Job });
    metrics.histogram(METRICS.JobFailed, { Realm: realm, Job });
  }
}

/**
 * Starts the metrics of a run: RunDelay at its start, RunTime and JobFailed at its end, each at the time at
 * which it happened. Lava stamps all three with the dispatch time, so that an alarm misses a job that runs
 * longer than its window.
 * @param byJob The job's own `cw_metrics`; when absent, the worker's CW_METRICS_JOB decides.
 * @param isDelayOfAll RunDelay is of the worker and not of the job: whether it is measured of every run.
 */
export function startRunMeter(
  metrics: Metrics,
  { realm, worker, job_id, ts_dispatch }: DispatchMessage,
  byJob: boolean | undefined,
  byWorker: boolean,
  isDelayOfAll = false,
): RunMeter {
  const isMeasured = byJob ?? byWorker;
  if (!isMeasured && !isDelayOfAll) return OFF;
  const started = Date.now();
  const began = performance.now();
  const labels = { Realm: realm, Job: job_id };
  makeRunSeries(metrics, realm, worker, isMeasured ? [job_id] : []);
  metrics.point(METRICS.RunDelay, { Realm: realm, Worker: worker }, runDelay(ts_dispatch, started), started);
  if (!isMeasured) return OFF;
  return {
    ended(failed) {
      const now = Date.now();
      metrics.point(METRICS.RunTime, labels, (performance.now() - began) / 1000, now);
      metrics.point(METRICS.JobFailed, labels, failed ? 1 : 0, now);
    },
  };
}

// --- internal ---

const OFF: RunMeter = { ended: () => {} };
