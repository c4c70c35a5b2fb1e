import { gzip } from 'node:zlib';
import { withinTime } from '../../time-limit/time-limit';
import { noticeOnce } from '../notice';
import { onExit } from '../sink/exit-hooks';
import { countOf, type ExportItem, ExportQueue } from './export-queue';
import type { Post } from './otlp-http';

export interface OtlpExporterProps {
  readonly post: Post;
  readonly compression: 'gzip' | 'none';
  /** Around the items of a request: resource and scope. */
  readonly envelope: readonly [head: string, tail: string];
  /** What is sent and to whom, for messages, e.g. `records` and `http://127.0.0.1:4318/v1/logs`. */
  readonly what: string;
  readonly name: string;
  /** Takes what could not be sent when the process ends, since requests cannot be made then. */
  readonly spill: (item: ExportItem) => void;
  /** Bytes of items that may wait. @default 8 MiB */
  readonly maxBytes?: number;
  /** Bytes, uncompressed, and items that a request holds at most. @default 512 KiB and 10,000 */
  readonly batch?: readonly [bytes: number, count: number];
  /** Longest time in ms that an item waits for others to share a request. @default 1000 */
  readonly delay?: number;
  /** First and longest pause in ms after a failure; they are doubled and jittered. @default 200 and 20,000 */
  readonly pause?: readonly [first: number, longest: number];
}

/**
 * Sends items by OTLP over HTTP, one request at a time so that order holds. Never blocks and never throws. A request that
 * may be taken later is sent again until it is; what is lost is counted: what a full queue pushes out, and what the server
 * refuses.
 */
export interface OtlpExporter {
  readonly push: (text: string, count: number) => void;
  /** Begins to send what waits. */
  readonly flush: () => void;
  /** Resolves when everything has been sent, or after so many ms. */
  readonly drain: (deadline: number) => Promise<void>;
  readonly close: () => Promise<void>;
  /** Records or data points that were lost. */
  readonly dropped: () => number;
}

export function otlpExporter(props: OtlpExporterProps): OtlpExporter {
  const { post, compression, envelope, what, name, spill, delay = 1000 } = props;
  const [first, longest] = props.pause ?? [200, 20_000];
  const [batchBytes, batchCount] = props.batch ?? [512 * 1024, 10_000];
  const queue = new ExportQueue(props.maxBytes ?? 8 * 1024 * 1024);
  let dropped = 0;
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;
  let unsent: readonly ExportItem[] = [];
  let closed = false;
  let ended = false;
  let draining = 0;
  /** When the server wants to be asked again, by performance.now(). */
  let notBefore = 0;
  let wake = () => {};

  function push(text: string, count: number): void {
    if (closed) {
      dropped += count;
      return;
    }
    // an exit listener that comes after ours still has something to say
    if (ended) {
      spill({ text, count, bytes: 0 });
      return;
    }
    lose(queue.push(text, count), 'too many wait');
    if (queue.bytes >= SEND_BYTES) send();
    else if (timer === undefined) {
      timer = setTimeout(send, delay);
      timer.unref();
    }
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
      unsent = queue.takeBatch(batchBytes, batchCount);
      await deliver(unsent);
      unsent = [];
    }
  }

  async function deliver(batch: readonly ExportItem[]): Promise<void> {
    const plain = Buffer.from(envelope[0] + batch.map(({ text }) => text).join(',') + envelope[1]);
    const packed = compression === 'gzip' ? await zipped(plain) : undefined;
    for (let failures = 0; !closed; failures += 1) {
      const answer = await post(packed ?? plain, packed && 'gzip');
      if (answer.kind === 'taken') {
        lose(answer.rejected, answer.message || 'no reason given');
        if (answer.rejected === 0 && answer.message !== '')
          noticeOnce(`warning ${name}`, `${name} takes ${what} with a warning: ${answer.message}`);
        return;
      }
      if (answer.kind === 'refused' || (answer.kind === 'too large' && batch.length === 1)) {
        lose(countOf(batch), answer.message);
        return;
      }
      if (answer.kind === 'too large') {
        const middle = batch.length >> 1;
        await deliver(batch.slice(0, middle));
        await deliver(batch.slice(middle));
        return;
      }
      noticeOnce(`send ${name}`, `cannot send ${what} to ${name}, trying again: ${answer.message}`);
      if (answer.after !== undefined) {
        notBefore = performance.now() + answer.after;
        await rest(answer.after, false);
      } else {
        const pause = Math.min(draining > 0 ? DRAIN_PAUSE_MS : longest, first * 2 ** failures);
        await rest(pause * (0.5 + Math.random() / 2), true);
      }
    }
  }

  function lose(count: number, reason: string): void {
    dropped += count;
    if (count > 0) noticeOnce(`lost ${name} ${reason}`, `${what} to ${name} are lost: ${reason}`);
  }

  /** Between two tries; whoever waits for what is unsent ends a pause that is only our own. */
  function rest(ms: number, own: boolean): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(done, Math.min(ms, MAX_TIMEOUT_MS));
      timer.unref();
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
    for (const item of unsent) spill(item);
    unsent = [];
    while (queue.length > 0) for (const item of queue.takeBatch(SEND_BYTES, batchCount)) spill(item);
  }

  const removeExitHook = onExit((last) => {
    ended = last;
    if (last) spillAll();
    else send();
  });
  return {
    push,
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

/** Enough for a request of its own. */
const SEND_BYTES = 256 * 1024;
const CLOSE_WAIT_MS = 10_000;
/** Longest pause while somebody waits with a deadline. */
const DRAIN_PAUSE_MS = 1000;
/** Node takes a longer one for 1 ms. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Off the event loop; undefined, for as it is, should zlib ever fail. */
const zipped = (data: Buffer): Promise<Buffer | undefined> =>
  new Promise((resolve) => gzip(data, { level: 1 }, (error, packed) => resolve(error ? undefined : packed)));
