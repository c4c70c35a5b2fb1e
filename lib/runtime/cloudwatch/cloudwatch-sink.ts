import { withinTime } from '../../time-limit/time-limit';
import { messageOf, noticeOnce } from '../notice';
import { onExit } from '../sink/exit-hooks';
import type { Spill } from '../sink/fd-writer';
import type { Sink } from '../sink/sink';
import { spillToStderr } from '../sink/spill-to-stderr';
import { type LogEvent, LogQueue, logEvent, MAX_EVENT_BYTES } from './log-batch';
import { isMissing, type LogClient } from './log-client';

export interface CloudWatchSinkProps {
  readonly client: LogClient;
  /** For messages. */
  readonly name: string;
  /** Bytes of records that may wait. @default 8 MiB */
  readonly maxBytes?: number;
  /** Longest time in ms that a record waits for others to share a request. @default 1000 */
  readonly delay?: number;
  /** First and longest pause in ms after a failure; they are doubled and jittered. @default 200 and 20,000 */
  readonly pause?: readonly [first: number, longest: number];
  /** Takes what could not be sent when the process ends, since requests cannot be made then. @default stderr */
  readonly spill?: Spill;
}

/**
 * Sends records to CloudWatch Logs, one request at a time so that order holds. A record is lost only when the
 * queue is full, when CloudWatch refuses it by itself, or by SIGKILL; every loss but the last is counted.
 */
export function cloudWatchSink(props: CloudWatchSinkProps): Sink {
  const {
    client,
    name,
    delay = 1000,
    pause: [first, longest] = [200, 20_000],
    spill = spillToStderr(),
  } = props;
  const queue = new LogQueue(props.maxBytes ?? 8 * 1024 * 1024);
  let dropped = 0;
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;
  let unsent: readonly LogEvent[] = [];
  let closed = false;
  let ended = false;
  let draining = 0;
  let wake = () => {};

  function write(line: string, _level: number, now: number): void {
    if (closed) {
      dropped += 1;
      return;
    }
    // an exit listener that comes after ours still logs
    if (ended) {
      spill(line);
      return;
    }
    dropped += queue.push(logEvent(line, now));
    if (queue.bytes >= SEND_BYTES) send();
    else if (timer === undefined) {
      timer = setTimeout(send, delay);
      timer.unref();
    }
  }

  function send(): void {
    clearTimeout(timer);
    timer = undefined;
    sending ??= sendAll().finally(() => {
      sending = undefined;
    });
  }

  async function sendAll(): Promise<void> {
    while (queue.length > 0 && !closed) {
      unsent = queue.takeBatch();
      await deliver(unsent);
      unsent = [];
    }
  }

  async function deliver(batch: readonly LogEvent[]): Promise<void> {
    let created = false;
    for (let failures = 0; !closed; failures += 1) {
      try {
        lose(await client.put(batch), 'their time is too far from now');
        return;
      } catch (error) {
        const verdict = judge(error);
        if (verdict === 'taken') return;
        if (verdict === 'refused') {
          await bisect(batch, error);
          return;
        }
        let reason = error;
        if (verdict === 'missing' && !created) {
          const refusal = await client.create().then(() => undefined, messageOf);
          created = refusal === undefined;
          if (created) continue;
          reason = refusal;
        }
        noticeOnce(`send ${name}`, `cannot send records to ${name}, trying again: ${messageOf(reason)}`);
        await rest(Math.min(draining > 0 ? DRAIN_PAUSE_MS : longest, first * 2 ** failures));
        created = false;
      }
    }
  }

  /** One bad event must not take a whole batch with it. */
  async function bisect(batch: readonly LogEvent[], error: unknown): Promise<void> {
    if (batch.length === 1) {
      lose(1, messageOf(error));
      return;
    }
    const middle = batch.length >> 1;
    await deliver(batch.slice(0, middle));
    await deliver(batch.slice(middle));
  }

  function lose(count: number, reason: string): void {
    dropped += count;
    if (count > 0) noticeOnce(`refused ${name}`, `${name} refuses records: ${reason}`);
  }

  /** Between two tries of the same request; whoever waits for the records ends it. */
  function rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms * (0.5 + Math.random() / 2));
      timer.unref();
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function drain(deadline: number): Promise<void> {
    draining += 1;
    wake();
    await sent(performance.now() + deadline);
    draining -= 1;
  }

  async function sent(end: number): Promise<void> {
    while (queue.length > 0 || sending !== undefined) {
      const left = end - performance.now();
      if (left <= 0) return;
      send();
      await withinTime(left, () => sending!).catch(() => {});
    }
  }

  /** What is in flight may arrive as well: twice is better than never. */
  function spillAll(): void {
    for (const { message } of unsent) spill(message);
    unsent = [];
    while (queue.length > 0) for (const { message } of queue.takeBatch()) spill(message);
  }

  const removeExitHook = onExit((last) => {
    ended = last;
    if (last) spillAll();
    else send();
  });
  return {
    write,
    flush: send,
    drain,
    reopen() {},
    async close() {
      if (closed) return;
      await drain(CLOSE_WAIT_MS);
      closed = true;
      clearTimeout(timer);
      removeExitHook();
      spillAll();
    },
    dropped: () => dropped,
    maxRecordBytes: MAX_EVENT_BYTES,
  };
}

// --- internal ---

/** Enough for a request of its own; a full megabyte would hold the event loop for 3 ms. */
const SEND_BYTES = 256 * 1024;
const CLOSE_WAIT_MS = 10_000;
/** Longest pause while somebody waits with a deadline. */
const DRAIN_PAUSE_MS = 1000;

const REFUSAL = /^(InvalidParameter|Validation|Serialization)Exception$/;

/**
 * What to do about a failed request. Only a refusal of the events themselves is final: throttling, outages,
 * networks and even credentials come back.
 */
function judge(error: unknown): 'taken' | 'refused' | 'missing' | 'later' {
  const { name = '', $metadata } = (error ?? {}) as {
    name?: string;
    $metadata?: { httpStatusCode?: number };
  };
  if (name === 'DataAlreadyAcceptedException') return 'taken';
  if (isMissing(error)) return 'missing';
  return REFUSAL.test(name) || $metadata?.httpStatusCode === 413 ? 'refused' : 'later';
}
