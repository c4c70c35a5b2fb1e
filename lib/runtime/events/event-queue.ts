import type { DispatchMessage } from '../../contract/dispatch-message';
import type { RunStatus } from '../../contract/run-status';
import { withinTime } from '../../time-limit/time-limit';
import type { Logger } from '../logger/logger';
import type { EventSink } from './event-sink';
import { type EventOrigin, type RunEvent, runEvent } from './run-event';

/** ms that a sink may take for one event. */
export const WRITE_LIMIT_MS = 10_000;

export interface EventQueueProps {
  readonly sink: EventSink;
  readonly origin: EventOrigin;
  readonly logger: Logger;
  /** Events that may wait; the oldest make room. @default 1000 */
  readonly maxWaiting?: number;
  /** Tries of one event. @default 5 */
  readonly attempts?: number;
  /** ms before the second try, doubled for each further one. @default 200 */
  readonly backoff?: number;
  /** ms that a try may take; one that is never answered would keep all others waiting. @default 10000 */
  readonly writeTime?: number;
}

export interface EventQueue {
  readonly record: (
    run: Pick<DispatchMessage, 'job_id' | 'run_id' | 'ts_dispatch'>,
    status: RunStatus,
    info?: unknown,
  ) => void;
  /** Events that wait to be written. */
  readonly waiting: () => number;
  readonly dropped: () => number;
  /** Resolves when all are written, or after the deadline in ms. */
  readonly drain: (deadline: number) => Promise<void>;
}

/** Writes events in order, one at a time, behind the worker's back: no run waits for them or fails by them. */
export function createEventQueue(props: EventQueueProps): EventQueue {
  const {
    sink,
    origin,
    logger,
    maxWaiting = 1000,
    attempts = 5,
    backoff = 200,
    writeTime = WRITE_LIMIT_MS,
  } = props;
  const waiting: RunEvent[] = [];
  let dropped = 0;
  let writing: Promise<void> | undefined;

  function drop(event: RunEvent, reason: unknown): void {
    dropped += 1;
    // A sink that hangs drops every event: a line for each would be a storm of its own, so only at 1, 2, 4, 8 … of them.
    if (!Number.isInteger(Math.log2(dropped))) return;
    logger.error(`Could not log to ${sink.name}`, {
      event_type: 'worker',
      job_id: event.job_id,
      run_id: event.run_id,
      status: event.status,
      reason,
    });
  }

  async function writeOne(event: RunEvent): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await withinTime(writeTime, (late) => sink.write(event, late));
      } catch (error) {
        if (attempt >= attempts) return drop(event, error);
        await new Promise((resolve) => setTimeout(resolve, backoff * 2 ** (attempt - 1)));
      }
    }
  }

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      await writeOne(waiting[0]!);
      waiting.shift();
    }
    writing = undefined;
  }

  return {
    record(run, status, info) {
      // the first is being written
      if (waiting.length >= maxWaiting) drop(waiting.splice(1, 1)[0]!, 'too many events wait');
      waiting.push(runEvent(origin, run, status, info, Date.now()));
      writing ??= writeAll();
    },
    waiting: () => waiting.length,
    dropped: () => dropped,
    async drain(deadline) {
      let timer: NodeJS.Timeout | undefined;
      const timeout = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, deadline);
      });
      await Promise.race([writing, timeout]);
      clearTimeout(timer);
    },
  };
}

/** One queue a sink, as one: a sink that is away holds up no other, and its retries write to no other. */
export function joinEventQueues(queues: readonly EventQueue[]): EventQueue {
  const total = (count: (queue: EventQueue) => number) =>
    queues.reduce((sum, queue) => sum + count(queue), 0);
  return {
    record(...event) {
      for (const queue of queues) queue.record(...event);
    },
    waiting: () => total((queue) => queue.waiting()),
    dropped: () => total((queue) => queue.dropped()),
    async drain(deadline) {
      await Promise.all(queues.map((queue) => queue.drain(deadline)));
    },
  };
}
