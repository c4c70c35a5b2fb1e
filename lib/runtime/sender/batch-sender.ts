import { withinTime } from '../../time-limit/time-limit';
import { noticeOnce } from '../notice';
import { onExit } from '../sink/exit-hooks';
import { type BatchSize, countOf, type Item, SendQueue } from './send-queue';

/** What became of a request. */
export type Answer =
  /** Taken but for so many records or data points, all at most; a message without any is a warning. */
  | { readonly kind: 'taken'; readonly rejected: number; readonly message: string }
  /** To be sent again, not before so many ms when the destination says so. */
  | { readonly kind: 'later'; readonly after?: number; readonly message: string }
  /** For want of a right, or of the place where it goes: new ones come soon, and one that does not come is somebody's to mend. */
  | { readonly kind: 'barred'; readonly message: string }
  /** Not taken as a whole, but parts of it may be. */
  | { readonly kind: 'divide'; readonly message: string }
  /** The same request will never be taken. */
  | { readonly kind: 'refused'; readonly message: string };

export interface BatchSenderProps<T extends Item> {
  /** Makes one request; it never rejects. */
  readonly request: (batch: readonly T[]) => Promise<Answer>;
  readonly batchSize: BatchSize<T>;
  /** What one item consists of, of which each may be taken alone. @default itself */
  readonly parts?: (item: T) => readonly T[];
  /** Takes what could not be sent when the process ends, since requests cannot be made then. */
  readonly spill: (item: T) => void;
  /** What is sent and to whom, for messages, e.g. `records` and `log group /var/log/lava/prod`. */
  readonly what: string;
  readonly name: string;
  /** Bytes of items that may wait. @default 8 MiB */
  readonly maxBytes?: number;
  /** Longest time in ms that an item waits for others to share a request. @default 1000 */
  readonly delay?: number;
  /** First and longest pause in ms after a failure; they are doubled and jittered. @default 200 and 20,000 */
  readonly pause?: readonly [first: number, longest: number];
  /** ms that a destination may bar everything before what it is sent counts as lost. @default 15 minutes */
  readonly patience?: number;
}

/**
 * Sends items to a destination that takes requests, one request at a time so that order holds. Never blocks and never throws.
 * A request that may be taken later is made again until it is. An item is lost only when the queue is full, when the
 * destination refuses it, or by SIGKILL; every loss but the last is counted.
 */
export interface BatchSender<T extends Item> {
  readonly push: (item: T) => void;
  /** The item that was pushed last and still waits has become larger by so many bytes and records or data points. */
  readonly grow: (bytes: number, count: number) => void;
  /** Begins to send what waits. */
  readonly flush: () => void;
  /** Resolves when everything has been sent, or after so many ms. */
  readonly drain: (deadline: number) => Promise<void>;
  readonly close: () => Promise<void>;
  /** Records or data points that were lost. */
  readonly dropped: () => number;
}

export function batchSender<T extends Item>(props: BatchSenderProps<T>): BatchSender<T> {
  const { request, batchSize, spill, what, name, delay = 1000, patience = 15 * 60_000 } = props;
  const [first, longest] = props.pause ?? [200, 20_000];
  const queue = new SendQueue<T>(props.maxBytes ?? 8 * 1024 * 1024);
  let dropped = 0;
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;
  let unsent: readonly T[] = [];
  let closed = false;
  let ended = false;
  let draining = 0;
  /** When the destination wants to be asked again, by performance.now(). */
  let notBefore = 0;
  /** Since when nothing has been let in, by performance.now(). */
  let barredSince: number | undefined;
  let wake = () => {};

  function push(item: T): void {
    if (closed) dropped += item.count;
    // an exit listener that comes after ours still has something to say
    else if (ended) spill(item);
    else kept(queue.push(item));
  }

  function grow(bytes: number, count: number): void {
    if (closed) dropped += count;
    else kept(queue.grow(bytes));
  }

  function kept(lost: number): void {
    if (lost > 0) lose(lost, 'too many wait');
    if (queue.bytes >= SEND_BYTES) send();
    else timer ??= setTimeout(send, delay).unref();
  }

  function send(): void {
    clearTimeout(timer);
    timer = undefined;
    if (queue.length === 0) return;
    sending ??= sendAll().finally(() => {
      sending = undefined;
    });
  }

  async function sendAll(): Promise<void> {
    while (queue.length > 0 && !closed) {
      unsent = queue.take(batchSize);
      await deliver(unsent);
      unsent = [];
      // what comes meanwhile waits, and the oldest make room
      if (isBarredForGood()) await rest(atMost(longest * 3), true);
    }
  }

  async function deliver(batch: readonly T[]): Promise<void> {
    for (let failures = 0; !closed; failures += 1) {
      const answer = await request(batch);
      const { kind, message } = answer;
      if (kind === 'later') await pause(answer, failures);
      else if (kind === 'barred') {
        barredSince ??= performance.now();
        if (isBarredForGood()) return lose(countOf(batch), `${message}; ${BARRED_FOR_GOOD}`);
        await pause({ kind: 'later', message }, failures);
      } else if (kind === 'taken') {
        barredSince = undefined;
        rejected(answer.rejected, countOf(batch), message || 'no reason given');
        if (answer.rejected === 0 && message !== '')
          noticeOnce(`warning ${name}`, `${name} takes ${what} with a warning: ${message}`);
        return;
      } else {
        const parts = kind === 'divide' ? divided(batch) : [];
        if (parts.length < 2) return lose(countOf(batch), message);
        const middle = parts.length >> 1;
        await deliver(parts.slice(0, middle));
        return deliver(parts.slice(middle));
      }
    }
  }

  const isBarredForGood = (): boolean =>
    barredSince !== undefined && performance.now() - barredSince >= patience;

  /** Whatever a destination says, it cannot have lost more than it was sent. */
  function rejected(count: number, sent: number, reason: string): void {
    if (count <= sent) lose(count, reason);
    else lose(sent, `${reason}; it says that it rejected ${count} of ${sent}`);
  }

  function divided(batch: readonly T[]): readonly T[] {
    return batch.length === 1 ? (props.parts?.(batch[0]!) ?? batch) : batch;
  }

  function lose(count: number, reason: string): void {
    dropped += count;
    // a reason that a server gives may count or name a time: it is one reason all the same
    const kind = reason.replace(/\d+/g, '').slice(0, MAX_KIND);
    if (count > 0) noticeOnce(`lost ${name} ${kind}`, `${what} to ${name} are lost: ${reason}`);
  }

  function pause({ after, message }: Answer & { kind: 'later' }, failures: number): Promise<void> {
    noticeOnce(`send ${name}`, `cannot send ${what} to ${name}, trying again: ${message}`);
    if (after === undefined) {
      const ms = Math.min(atMost(longest), first * 2 ** failures);
      return rest(ms * (0.5 + Math.random() / 2), true);
    }
    notBefore = performance.now() + after;
    return rest(after, false);
  }

  /** Of a pause that is our own, in ms: somebody may wait with a deadline. */
  const atMost = (ms: number): number => (draining > 0 ? Math.min(DRAIN_PAUSE_MS, ms) : ms);

  /** Between two tries; whoever waits for what is unsent ends a pause that is only our own. */
  function rest(ms: number, own: boolean): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timeout);
        resolve();
      };
      const timeout = setTimeout(done, Math.min(ms, MAX_TIMEOUT_MS));
      timeout.unref();
      wake = () => {
        if (own || closed) done();
      };
    });
  }

  async function drain(deadline: number): Promise<void> {
    draining += 1;
    wake();
    const end = performance.now() + deadline;
    while (queue.length > 0 || sending !== undefined) {
      const left = end - performance.now();
      // nothing more is sent before the deadline
      if (left <= 0 || notBefore > end) break;
      send();
      await withinTime(left, () => sending!).catch(() => {});
    }
    draining -= 1;
  }

  /** What is in flight may arrive as well: twice is better than never. */
  function spillAll(): void {
    for (const item of [...unsent, ...queue.take()]) spill(item);
    unsent = [];
  }

  const removeExitHook = onExit((last) => {
    ended = last;
    if (last) spillAll();
    else send();
  });
  return {
    push,
    grow,
    flush: send,
    drain,
    async close() {
      if (closed) return;
      await drain(CLOSE_WAIT_MS);
      closed = true;
      wake();
      clearTimeout(timer);
      removeExitHook();
      spillAll();
    },
    dropped: () => dropped,
  };
}

// --- internal ---

const BARRED_FOR_GOOD = 'it has been so for a while, and is tried again from time to time';

/** Enough for a request of its own; a full megabyte would hold the event loop for 3 ms. */
const SEND_BYTES = 256 * 1024;
const CLOSE_WAIT_MS = 10_000;
/** Longest pause of our own while somebody waits. */
const DRAIN_PAUSE_MS = 1000;
/** Characters by which reasons of losses are told apart. */
const MAX_KIND = 40;
/** Node takes a longer one for 1 ms. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;
