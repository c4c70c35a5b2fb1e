import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, noticeOnce } from '../../runtime/notice';

/** A topic that values are appended to. */
export interface EventSender {
  /** For messages. */
  readonly name: string;
  /** Resolves when all are stored; may be called again with the same values after it rejected. */
  readonly send: (values: readonly string[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface SendQueueProps {
  readonly sender: EventSender;
  /** Values that may wait; the oldest make room. @default 10,000 */
  readonly maxWaiting?: number;
  /** ms after a failure, doubled for each further one up to 30 s. @default 1 s */
  readonly backOff?: number;
}

export interface SendQueue {
  /** Returns at once. */
  readonly put: (value: string) => void;
  readonly waiting: () => number;
  readonly dropped: () => number;
  /** Sends what waits, for so many ms at the most; what is left is dropped. */
  readonly close: (deadline: number) => Promise<void>;
}

/** Sends in the background, in order; keeps what cannot be sent within bounds, and counts what it must drop. */
export function createSendQueue({ sender, maxWaiting = 10_000, backOff = 1_000 }: SendQueueProps): SendQueue {
  const waiting: string[] = [];
  const stop = new AbortController();
  let sending: Promise<void> | undefined;
  let inFlight = 0;
  let dropped = 0;

  function drop(count: number, why: string): void {
    dropped += count;
    noticeOnce(`user events ${sender.name}`, `dropping user events for ${sender.name}: ${why}`);
  }

  async function sendAll(): Promise<void> {
    for (let failures = 0; waiting.length > 0 && !stop.signal.aborted; ) {
      const batch = waiting.slice(0, BATCH);
      inFlight = batch.length;
      try {
        await sender.send(batch);
        waiting.splice(0, inFlight);
        failures = 0;
      } catch (error) {
        noticeOnce(`send ${sender.name}`, `cannot send user events, trying on: ${messageOf(error)}`);
        const wait = Math.min(MAX_BACK_OFF_MS, backOff * 2 ** failures);
        failures += 1;
        inFlight = 0;
        // Nobody's process is to live on for this.
        await sleep(wait, undefined, { signal: stop.signal, ref: false }).catch(() => {});
      }
      inFlight = 0;
    }
    sending = undefined;
  }

  return {
    put(value) {
      if (stop.signal.aborted) return drop(1, 'the queue is closed');
      if (waiting.length >= maxWaiting) {
        drop(1, `${maxWaiting} wait already`);
        // What is on its way cannot be taken back.
        if (inFlight >= waiting.length) return;
        waiting.splice(inFlight, 1);
      }
      waiting.push(value);
      sending ??= sendAll();
    },
    waiting: () => waiting.length,
    dropped: () => dropped,
    async close(deadline) {
      const timer = new AbortController();
      const late = sleep(deadline, undefined, { signal: timer.signal }).catch(() => {});
      await Promise.race([sending, late]);
      timer.abort();
      stop.abort();
      if (waiting.length > 0) drop(waiting.length, 'they could not be sent before the end');
      await Promise.race([sender.close(), sleep(CLOSE_LIMIT_MS, undefined, { ref: false })]).catch(() => {});
    },
  };
}

// --- internal ---

const BATCH = 500;
const MAX_BACK_OFF_MS = 30_000;
const CLOSE_LIMIT_MS = 2_000;
