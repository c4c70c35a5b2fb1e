import { type JobRequest, OWN_EVENT, realmNames } from '../../contract';
import type { RealmConfig } from '../../realm/realm-config';
import type { LambdaFunction } from '../../rehearsal/template/template-model';
import type { After } from '../after';
import type { EventStream } from '../event/event-stream';
import type { FunctionPool } from '../function/function-pool';

/** Jobs that keep the workers of a local realm busy. */
export interface JobFeed {
  readonly stop: () => void;
}

export interface JobFeedPorts {
  readonly workers: readonly string[];
  /** Hands the requests to the job dispatcher; resolves when it has answered. */
  readonly dispatch: (requests: readonly JobRequest[]) => Promise<void>;
  readonly after: After;
}

/** One job for each worker so often, on the wall. */
export const FEED_INTERVAL_MS = 3_000;

/** The next round starts when the dispatcher has answered the one before. */
export function startJobFeed({ workers, dispatch, after }: JobFeedPorts): JobFeed {
  let round = 0;
  let stopped = false;
  let cancel: () => void = () => {};
  const next = async () => {
    if (workers.length === 0) return;
    await dispatch(workers.map((worker, index) => jobRequest(worker, round + index)));
    round++;
    if (!stopped) cancel = after(FEED_INTERVAL_MS, next);
  };
  cancel = after(0, next);
  return {
    stop() {
      stopped = true;
      cancel();
    },
  };
}

/** Dispatches through the job dispatcher of the template; a template without one is told of once. */
export function dispatchJobs(
  { realm, system }: RealmConfig,
  definitions: readonly LambdaFunction[],
  functions: FunctionPool,
  events: EventStream,
): JobFeedPorts['dispatch'] {
  const { jobDispatcher } = realmNames(realm, system);
  const definition = definitions.find(({ functionName }) => functionName === jobDispatcher);
  if (!definition || !functions.has(definition.functionArn)) {
    const message = `no jobs are dispatched: the template has no function ${jobDispatcher}`;
    events.emit({ type: 'notice', code: 'no-job-dispatcher', message });
    return async () => {};
  }
  return async (requests) => {
    await functions.invoke(definition.functionArn, { 'detail-type': OWN_EVENT, detail: requests });
  };
}

/** The same job for the same number, so that runs can be compared. */
export function jobRequest(worker: string, number: number): JobRequest {
  const job = JOBS[number % JOBS.length]!;
  return { worker, job_id: job.id, parameters: { seconds: job.seconds, fail: job.fail ?? false } };
}

// --- internal ---

/** `seconds` of realm time that the job takes. */
const JOBS: readonly { readonly id: string; readonly seconds: number; readonly fail?: true }[] = [
  { id: 'sql/daily-load', seconds: 8 },
  { id: 'cmd/refresh-cache', seconds: 2 },
  { id: 'py/score-customers', seconds: 20 },
  { id: 'cmd/compress-logs', seconds: 5 },
  { id: 'sql/flaky-report', seconds: 4, fail: true },
  { id: 'py/train-model', seconds: 30 },
  { id: 'cmd/sync-bucket', seconds: 10 },
];
