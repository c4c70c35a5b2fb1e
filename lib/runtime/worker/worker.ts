import type { DispatchMessage } from '../../contract';
import { type Heartbeat, type QueueDepth, startHeartbeat } from '../heartbeat/heartbeat';
import { type ThreadProps, ThreadRegistry, type WorkerThread } from '../heartbeat/thread-registry';
import { createLogger, type Logger } from '../logger/logger';
import { onStopSignals } from './stop-signals';
import type { WorkerOptions } from './worker-options';

export interface WorkerProps {
  /** Depth of the worker's queue, for the heartbeat. @default unknown, -1 */
  readonly sqs?: () => Promise<QueueDepth>;
  /** Messages that wait inside the worker. @default 0 */
  readonly internal?: () => number;
  /** Version of the worker program, for the heartbeat. @default left out */
  readonly version?: string;
}

export interface Worker {
  readonly logger: Logger;
  /** Aborted when the worker shall finish what is running and take nothing new. */
  readonly stopping: AbortSignal;
  readonly thread: (name: string, props?: ThreadProps) => WorkerThread;
  /**
   * Runs one dispatched job: its records carry the job and the run, its start and end are logged.
   * Never rejects.
   * @returns whether the job completed.
   */
  readonly run: (
    thread: WorkerThread,
    message: DispatchMessage,
    body: (logger: Logger) => unknown,
  ) => Promise<boolean>;
  /** Stops the heartbeat and hands over what is buffered. */
  readonly close: () => Promise<void>;
}

/** Everything that a worker says about itself, started: logger, heartbeat, thread registry, stop signals. */
export function startWorker(options: WorkerOptions, props: WorkerProps = {}): Worker {
  const logger = createLogger(options);
  const threads = new ThreadRegistry(logger);
  const stop = new AbortController();
  const heartbeat = startBeating(options, props, logger, threads, stop.signal);
  const removeSignals = onStopSignals({
    soft(signal) {
      logger.warning(`${signal}: stopping when the running jobs have ended`, WORKER);
      stop.abort(signal);
    },
    hard(signal) {
      logger.critical(`${signal}: stopping now`, WORKER);
      logger.flush();
    },
  });
  logger.info(`Worker ${options.worker} of realm ${options.realm} is up`, WORKER);

  return {
    logger,
    stopping: stop.signal,
    thread: (name, threadProps) => threads.thread(name, threadProps),
    run: (thread, { job_id, run_id }, body) =>
      thread.logger.run({ job_id, run_id, thread: thread.name }, () => runJob(thread.logger, body)),
    async close() {
      heartbeat?.stop();
      removeSignals();
      logger.info(`Worker ${options.worker} of realm ${options.realm} is down`, WORKER);
      await logger.close();
    },
  };
}

// --- internal ---

const WORKER = { event_type: 'worker' } as const;
const JOB = { event_type: 'job' } as const;

function startBeating(
  { heartbeat: every }: WorkerOptions,
  props: WorkerProps,
  logger: Logger,
  threads: ThreadRegistry,
  stopping: AbortSignal,
): Heartbeat | undefined {
  if (every === 0) return undefined;
  const status = () => (stopping.aborted ? 'stopping' : 'running');
  return startHeartbeat({ ...props, logger, every, threads, status });
}

async function runJob(logger: Logger, body: (logger: Logger) => unknown): Promise<boolean> {
  logger.info('Starting', JOB);
  try {
    await body(logger);
    logger.info('Complete', JOB);
    return true;
  } catch (error) {
    logger.error('Failed', { ...JOB, error });
    return false;
  }
}
