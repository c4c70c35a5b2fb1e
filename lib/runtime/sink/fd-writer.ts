import { writeSync } from 'node:fs';
import { messageOf, noticeOnce } from '../notice';
import { onExit } from './exit-hooks';
import { identity } from './own-descriptor';

export interface FdWriterProps {
  readonly fd: number;
  /** What the descriptor is, for messages. */
  readonly name: string;
  /** Longest wait in one call for a reader that lags, in ms. @default 25 */
  readonly maxStall?: number;
  /** Bytes that may wait in memory for such a reader. @default 1 MiB */
  readonly backlogBytes?: number;
  /** Takes what still waits when the process ends or the writer is given up. @default nobody: it is lost */
  readonly spill?: Spill;
  /** Seam for tests. @default fs.writeSync */
  readonly write?: WriteSync;
}

/**
 * Takes records that a destination can no longer be given, e.g. because the process ends: better in the wrong
 * place than lost.
 */
export type Spill = (text: string) => void;

/** Throws EAGAIN when the reader lags, and ENOTCONN when there is none yet, for which no call waits. */
export type WriteSync = (fd: number, data: Buffer | string) => number;

/** Takes records; see fdWriter. */
export interface FdWriter {
  /**
   * @param records How many records the text holds, for the count of drops.
   * @param now Epoch ms.
   */
  readonly write: (text: string, records?: number, now?: number) => void;
  /** Hands over the backlog, waiting up to `wait` ms for the reader. @default maxStall */
  readonly flush: (wait?: number) => void;
  /** Whether anything waits for the reader. */
  readonly waiting: () => boolean;
  /** Waits no longer: the backlog is spilled, or dropped and counted. */
  readonly giveUp: () => void;
  /** The other end is a new one and has seen nothing: a record that was begun is sent again from its start. */
  readonly restart: () => void;
  /** Goes on with another descriptor, e.g. after a rotation. */
  readonly use: (fd: number) => void;
  /** Counts records that its user could not hand over. */
  readonly drop: (records: number) => void;
  /** Records that could not be kept. */
  readonly dropped: () => number;
  /** Records that a full pipe took in parts. */
  readonly split: () => number;
}

/**
 * Writes to a descriptor so that the data is in the kernel when the call returns, since only that survives
 * every way of dying. A pipe may be non-blocking (one `console.log` is enough), and then a lagging reader
 * means EAGAIN: the call waits for it, but never longer than `maxStall`; the rest waits in a bounded backlog,
 * and only when that is full too is a record dropped and counted.
 */
export function fdWriter(props: FdWriterProps): FdWriter {
  const {
    name,
    maxStall = 25,
    backlogBytes = 1024 * 1024,
    spill,
    write: system = writeSync as WriteSync,
  } = props;
  let { fd } = props;
  let dropped = 0;
  let split = 0;
  /** What the descriptor was open on at first; undefined when that is nothing to be held to. */
  let id = props.write ? undefined : identity(fd);
  /** The time of the latest look at it. */
  let seen = 0;
  /** The number is free, or another file's. */
  let isLost = false;
  const backlog: Chunk[] = [];
  let backlogSize = 0;
  /** What was written last is a part of a record whose rest found no room: the next one needs a line of its own. */
  let torn = false;
  /** Waits in a row in which the reader took nothing. */
  let fruitless = 0;
  let noWaitBefore = 0;
  let timer: NodeJS.Timeout | undefined;
  let removeExitHook: (() => void) | undefined;

  // the host may close a descriptor and open something else, which then has its number: it is looked at once a
  // millisecond, as a look costs as much as a record
  function write(text: string, records = 1, now = Date.now()): void {
    if (now !== seen) look(now);
    if (backlogSize > 0) enqueue(text, records);
    else {
      const line = torn ? `\n${text}` : text;
      const written = attempt(line, records);
      if (written === Buffer.byteLength(line)) return;
      if (written > 0) split += records;
      keep(Buffer.from(line), written, records);
      push(patience());
    }
  }

  function flush(wait: number = maxStall): void {
    if (backlogSize > 0) push(wait);
  }

  function giveUp(): void {
    for (const { data, records } of backlog.splice(0)) {
      if (spill === undefined) dropped += records;
      else spill(data.toString());
    }
    backlogSize = 0;
    settle();
  }

  function restart(): void {
    const [chunk] = backlog;
    if (chunk === undefined) return;
    backlogSize += chunk.written;
    chunk.written = 0;
  }

  function use(next: number): void {
    fd = next;
    id = identity(fd);
    isLost = false;
    torn = false;
  }

  function look(now: number): void {
    seen = now;
    isLost ||= id !== undefined && identity(fd) !== id;
  }

  function put(data: Buffer | string): number {
    if (isLost) throw new Error('it was closed, and its number may be of another file');
    return system(fd, data);
  }

  /** Bytes that the descriptor took; all of them when it is broken, since waiting would not mend it. */
  function attempt(text: string, records: number): number {
    try {
      const written = put(text);
      torn = false;
      return written;
    } catch (error) {
      if (isFull(error)) return 0;
      fail(error, records);
      return Buffer.byteLength(text);
    }
  }

  // A record that the reader has begun to receive is in the backlog already and is never dropped.
  function enqueue(text: string, records: number): void {
    const data = Buffer.from(text);
    if (backlogSize + data.length > backlogBytes) push(patience());
    if (backlogSize + data.length > backlogBytes) {
      fail('its reader does not keep up', records);
      return;
    }
    keep(data, 0, records);
    push(0);
  }

  function keep(data: Buffer, written: number, records: number): void {
    backlog.push({ data, written, records });
    backlogSize += data.length - written;
    if (timer) return;
    timer = setInterval(() => push(0), RETRY_MS);
    timer.unref();
    removeExitHook = onExit((last) => {
      flush(EXIT_WAIT_MS);
      if (last) giveUp();
    });
  }

  function push(wait: number): void {
    look(Date.now());
    const deadline = performance.now() + wait;
    let progress = false;
    let next = 0;
    while (next < backlog.length) {
      const chunk = backlog[next]!;
      try {
        const written = put(chunk.data.subarray(chunk.written));
        fruitless = 0;
        progress = true;
        backlogSize -= written;
        if (chunk.written === 0 && written < chunk.data.length) split += chunk.records;
        chunk.written += written;
        if (chunk.written === chunk.data.length) next += 1;
      } catch (error) {
        if (!isFull(error)) {
          fail(error, sum(backlog.slice(next)));
          torn = chunk.written > 0 && chunk.data[chunk.written - 1] !== LINE_FEED;
          next = backlog.length;
          backlogSize = 0;
        } else if (isNotThere(error) || performance.now() >= deadline) break;
        else Atomics.wait(SLEEPER, 0, 0, 1);
      }
    }
    backlog.splice(0, next);
    if (backlog.length === 0) settle();
    else if (!progress && wait > 0) {
      fruitless += 1;
      noWaitBefore = performance.now() + STUCK_PAUSE_MS;
    }
  }

  /**
   * A reader that took nothing in several whole waits is stuck and is waited for once a second only; a busy
   * machine can stall a healthy one for as long as a single wait.
   */
  function patience(): number {
    return fruitless >= STUCK_WAITS && performance.now() < noWaitBefore ? 0 : maxStall;
  }

  function settle(): void {
    clearInterval(timer);
    timer = undefined;
    removeExitHook?.();
    removeExitHook = undefined;
  }

  function fail(error: unknown, records: number): void {
    dropped += records;
    noticeOnce(`write ${name}`, `cannot write to ${name}, dropping records: ${messageOf(error)}`);
  }

  return {
    write,
    flush,
    waiting: () => backlogSize > 0,
    giveUp,
    restart,
    use,
    drop(records) {
      dropped += records;
    },
    dropped: () => dropped,
    split: () => split,
  };
}

// --- internal ---

interface Chunk {
  readonly data: Buffer;
  written: number;
  readonly records: number;
}

const LINE_FEED = 10;
const RETRY_MS = 10;
const EXIT_WAIT_MS = 1000;
const STUCK_WAITS = 10;
const STUCK_PAUSE_MS = 1000;
const SLEEPER = new Int32Array(new SharedArrayBuffer(4));

const isNotThere = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOTCONN';
const isFull = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException).code === 'EAGAIN' || isNotThere(error);

const sum = (chunks: readonly Chunk[]): number => chunks.reduce((total, { records }) => total + records, 0);
