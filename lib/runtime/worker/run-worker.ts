import type { DispatchMessage } from '../../contract/dispatch-message';
import { TimeLimitError, withinTime } from '../../time-limit/time-limit';
import type { QueueDepth } from '../heartbeat/heartbeat';
import type { WorkerThread } from '../heartbeat/thread-registry';
import type { Logger } from '../logger/logger';
import { parseDispatchMessage } from './dispatch-message';
import { InternalQueue } from './internal-queue';
import { startWorker, type Worker, type WorkerProps } from './worker';
import type { WorkerOptions } from './worker-options';

/** The queue of a worker, whatever client it is read with. */
export interface MessageSource {
  /** Rejects when it can never be read, which ends a worker before it is up. @default nothing can be wrong */
  readonly ready?: () => Promise<void>;
  readonly depth: () => Promise<QueueDepth>;
  /** Waits for messages; the signal means that none are wanted any more. */
  readonly receive: (signal: AbortSignal) => Promise<readonly QueueMessage[]>;
  /** Takes a message off the queue for good. */
  readonly remove: (message: QueueMessage) => Promise<unknown>;
}

export interface QueueMessage {
  readonly body: string | undefined;
  /** What `remove` needs. */
  readonly receipt: string | undefined;
  /** How often it has been delivered. @default 1 */
  readonly deliveries?: number;
  /** W3C Trace Context of the queue's message; a dispatch message may have its own. @default none */
  readonly traceparent?: string;
}

export type Job = (message: DispatchMessage, logger: Logger, worker: Worker) => unknown;

/** Seconds that a read of the queue may take beyond its wait: one that is never answered would be waited for for ever. */
export const ANSWER_TIME = 30;

export interface RunWorkerProps extends Omit<WorkerProps, 'sqs' | 'internal'> {
  /** Called before the first read of the queue, e.g. to bind metrics and to defer tasks. @default nothing */
  readonly prepare?: (worker: Worker) => unknown;
}

/**
 * A whole worker: polls its queue, runs jobs on its threads, beats, and resolves after a soft stop when the
 * running jobs have ended. As in Lava a message is removed only after its job has ended, a malformed one at
 * once, and one that came too often unread.
 */
export async function runWorker(
  options: WorkerOptions,
  source: MessageSource,
  job: Job,
  props: RunWorkerProps = {},
): Promise<void> {
  await source.ready?.();
  const queue = new InternalQueue<QueueMessage>(options.threads);
  const worker = startWorker(options, { ...props, sqs: source.depth, internal: () => queue.length });
  await props.prepare?.(worker);
  const threads = Array.from({ length: options.threads }, (_, n) =>
    worker.thread(`worker-${String(n).padStart(2, '0')}`),
  );
  await Promise.all([
    poll(worker, source, queue, options),
    ...threads.map((thread) => work(worker, thread, source, queue, options, job)),
  ]);
  await worker.close();
}

// --- internal ---

const WORKER = { event_type: 'worker' } as const;
const CONNECTION = { event_type: 'connection' } as const;

async function poll(
  worker: Worker,
  source: MessageSource,
  queue: InternalQueue<QueueMessage>,
  { sleep: pause, wait }: WorkerOptions,
): Promise<void> {
  const { stopping, logger } = worker;
  const poller = worker.thread('poller');
  while (!stopping.aborted) {
    try {
      const messages = await withinTime((wait + ANSWER_TIME) * 1000, (late) =>
        source.receive(AbortSignal.any([stopping, late])),
      );
      poller.beat();
      for (const message of messages) await queue.put(message);
      // without a wait at the queue an empty one would be asked all the time, and each question is paid for
      if (messages.length === 0 && wait === 0) await sleep(pause, stopping);
    } catch (error) {
      if (stopping.aborted) break;
      if (error instanceof TimeLimitError) poller.die(error);
      logger.error('Cannot read the queue', { ...CONNECTION, error });
      await sleep(pause, stopping);
    }
  }
  poller.end();
  queue.close();
}

async function work(
  worker: Worker,
  thread: WorkerThread,
  source: MessageSource,
  queue: InternalQueue<QueueMessage>,
  options: WorkerOptions,
  job: Job,
): Promise<void> {
  for await (const message of queue) {
    await handle(worker, thread, message, options, job);
    try {
      await source.remove(message);
    } catch (error) {
      thread.logger.error('Cannot remove a message from the queue', { ...CONNECTION, error });
    }
  }
  thread.end();
}

async function handle(
  worker: Worker,
  thread: WorkerThread,
  { body, deliveries = 1, traceparent }: QueueMessage,
  options: WorkerOptions,
  job: Job,
): Promise<void> {
  const parsed = parseDispatchMessage(body, options);
  if ('problem' in parsed) {
    thread.logger.error('Malformed dispatch message', {
      ...WORKER,
      problem: parsed.problem,
      body: readable(body),
    });
  } else if (options.retries >= 0 && deliveries > options.retries + 1) {
    const { job_id, run_id } = parsed.message;
    thread.logger.warning(`Retry limit exceeded - deleted on cycle ${deliveries}`, {
      ...WORKER,
      job_id,
      run_id,
    });
  } else {
    const message = traceparent === undefined ? parsed.message : { traceparent, ...parsed.message };
    await worker.run(thread, message, (logger) => job(message, logger, worker));
  }
}

/** As an object, whose secrets are hidden by name; a text would show them. */
function readable(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return body;
  }
}

function sleep(seconds: number, stopping: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      stopping.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, seconds * 1000);
    stopping.addEventListener('abort', wake);
  });
}
