import { type Duration, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { GRAMMAR_HELP, JOB_ID, type JobRequest, MAX_DISPATCH_DELAY_SECONDS } from '../../contract';
import { closest, formatDuration } from '../../text';
import { ConstructError } from '../construct-error';
import { secondsOf } from '../prop-checks';

/** What the job dispatcher is to dispatch when something happens. */
export interface DispatchedJob {
  /** The job's id, e.g. `cmd/hello-world`. */
  readonly job: string;

  /** The worker that runs it. */
  readonly worker: string;

  /**
   * Parameters of the run.
   * @default - those of the job
   */
  readonly parameters?: Readonly<Record<string, unknown>>;

  /**
   * Globals of the run, as Lava has them.
   * @default - none
   */
  readonly globals?: Readonly<Record<string, unknown>>;

  /**
   * Until a worker may take it, in whole seconds up to 15 minutes.
   * @default - at once
   */
  readonly delay?: Duration;
}

/** The job as a request of the dispatcher's. */
export function jobRequest({ job, ...rest }: DispatchedJob): JobRequest {
  return { job_id: job, ...requestOf(rest) };
}

/** What is the same of every job that is dispatched together. */
export function requestOf({
  worker,
  parameters,
  globals,
  delay,
}: Omit<DispatchedJob, 'job'>): Omit<JobRequest, 'job_id'> {
  return {
    worker,
    ...(parameters && { parameters }),
    ...(globals && { globals }),
    ...(delay && { delay: delay.toSeconds() }),
  };
}

/** Refuses what the dispatcher would refuse each time it happens. `what` names the schedule or trigger. */
export function checkJob(
  scope: IConstruct,
  what: string,
  { job, worker, delay }: DispatchedJob,
  workers: readonly string[],
): void {
  if (!Token.isUnresolved(job) && !JOB_ID.test(job)) {
    throw new ConstructError(scope, `${what}: not a job id, got '${job}', allowed: ${GRAMMAR_HELP.jobId}`);
  }
  if (!workers.includes(worker)) {
    const near = closest(worker, workers);
    const hint = near ? `, did you mean '${near}'` : '';
    throw new ConstructError(
      scope,
      `${what}: no queue of this worker, got '${worker}'${hint}, allowed: ${workers.join(', ')}`,
    );
  }
  const seconds = delay ? secondsOf(scope, `${what}: delay`, delay) : 0;
  if (seconds > MAX_DISPATCH_DELAY_SECONDS) {
    const got = formatDuration(seconds);
    throw new ConstructError(scope, `${what}: delay too long, got ${got}, allowed: up to 15 minutes`);
  }
}
