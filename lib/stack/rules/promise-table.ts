import { formatDuration } from '../../text';
import type { StackWorker } from '../stack-options';
import type { PromiseSignal } from './promise-signal';

/** Failed runs and waits are looked for this far back. */
export const LOOK_BACK_SECONDS = 900;

interface PromiseRow {
  readonly signal: PromiseSignal;
  /** Needs a person at once. */
  readonly urgent: boolean;
  /** How long the query must hold; undefined: the worker has no such promise. */
  readonly holds: (worker: StackWorker) => number | undefined;
  /** Goes before who it is about. */
  readonly title: string;
  readonly description: (who: string, worker: StackWorker) => string;
  readonly impact: string;
  readonly action: string;
}

export const WORKER_PROMISES: readonly PromiseRow[] = [
  {
    signal: 'heartbeat',
    urgent: true,
    holds: () => 0,
    title: 'Silence of',
    description: (who, { heartbeat }) =>
      `No process of ${who} has sent a heartbeat for ${formatDuration(heartbeat.alarmAfterSeconds)}; one is due every ${formatDuration(heartbeat.everySeconds)}.`,
    impact: 'No job of this worker runs, and its queue grows.',
    action: 'See whether its processes run and what they wrote last, then start them again.',
  },
  {
    signal: 'dead-threads',
    urgent: true,
    holds: ({ heartbeat }) => heartbeat.everySeconds,
    title: 'Dead threads in',
    description: (who) => `A process of ${who} is alive, but says that a thread of it has died.`,
    impact: 'The process runs fewer jobs at the same time, or none.',
    action: 'Find the CRITICAL record that names the thread, then restart the process.',
  },
  {
    signal: 'queue-depth',
    urgent: false,
    holds: ({ queue }) => (queue.depth ? queue.forSeconds : undefined),
    title: 'Backlog of',
    description: (who, { queue }) =>
      `More than ${queue.depth} messages have waited for ${formatDuration(queue.forSeconds)} in the queue of ${who}.`,
    impact: 'Jobs start late.',
    action: 'Start more processes of the worker, or find the jobs that take longer than they did.',
  },
  {
    signal: 'queue-stuck',
    urgent: true,
    holds: ({ queue }) => (queue.stuckSeconds ?? DEFAULT_STUCK_SECONDS) || undefined,
    title: 'Stuck queue of',
    description: (who, { queue }) =>
      `Messages have waited for ${formatDuration(queue.stuckSeconds ?? DEFAULT_STUCK_SECONDS)}, none is in flight, and no run of ${who} has begun or ended.`,
    impact: 'The worker is alive but takes no work.',
    action: 'See whether the worker may read its queue, then restart it.',
  },
  {
    signal: 'run-delay',
    urgent: false,
    holds: ({ runDelay, queue }) => (runDelay || queue.oldestSeconds ? 0 : undefined),
    title: 'Late runs of',
    description: (who, { runDelay, queue }) =>
      runDelay
        ? `For ${formatDuration(runDelay.forSeconds)}, one in twenty or more of the runs of ${who} has waited longer than ${formatDuration(runDelay.p95Seconds)} since its dispatch.`
        : `Runs of ${who} that began in the last ${formatDuration(LOOK_BACK_SECONDS)} had waited for more than ${formatDuration(queue.oldestSeconds!)} on average.`,
    impact: 'Jobs start late.',
    action: 'Start more processes of the worker, or find the jobs that take longer than they did.',
  },
  {
    signal: 'errors',
    urgent: false,
    holds: () => 60,
    title: 'Errors of',
    description: (who) =>
      `For a minute, the last minute has held two errors or more of ${who} that are not about a job.`,
    impact: 'The worker itself is in trouble, not a job of it.',
    action: 'Read its last errors.',
  },
];

export const REALM_PROMISE = {
  signal: 'job-failed',
  urgent: false,
  forSeconds: 0,
  title: 'Failed jobs in',
  description: (who: string) =>
    `A run of ${who} has failed in the last ${formatDuration(LOOK_BACK_SECONDS)}.`,
  impact: 'What the job was to do is not done.',
  action: 'Read the record that says why, and dispatch the job again when the cause is gone.',
} as const;

// --- internal ---

/** As for the CloudWatch alarm. */
const DEFAULT_STUCK_SECONDS = 900;
