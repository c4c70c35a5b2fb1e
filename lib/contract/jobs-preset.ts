import { bytes, counter, gauge, seconds, type UserEventPreset } from './user-event-metric';

/** From a second to a day: a queue's wait, a job's run. */
const JOB_SECONDS = [1, 5, 15, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400];

/** Download of a payload, pull of an image. */
const SET_UP_SECONDS = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_800];

/** Powers of 8 from 1 KiB to 2 GiB. */
const RESULT_BYTES = Array.from({ length: 8 }, (_, index) => 1_024 * 8 ** index);

const JOB = ['realm', 'dispatcher', 'job'];

/** Names that Prometheus's linter likes, and buckets that tell a job of two minutes from one of two hours. */
export const JOBS_PRESET = {
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
    allRuns: counter('tiltmeter_user_events_runs_total', 'tiltmeter.user_events.runs', 'Events of runs', []),
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
} as const satisfies UserEventPreset;
