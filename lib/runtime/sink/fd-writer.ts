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

/**
 * Writes to a descriptor so that the data is in the kernel when the call returns, since only that survives
 * every way of dying. A pipe may be non-blocking (one `console.log` is enough), and then a lagging reader
 * means EAGAIN: the call waits for it, but never longer than `maxStall`; the rest waits in a bounded backlog,
 * and only when that is full too is a record dropped and counted.
 */
export class FdWriter {
  /** Records that could not be kept. */
  dropped = 0;

  #fd: number;
  /** What the descriptor was open on at first; undefined when that is nothing to be held to. */
  #id: string | undefined;
  /** The time of the latest look at it. */
  #seen = 0;
  /** The number is free, or another file's. */
  #isLost = false;
  readonly #name: string;
  readonly #maxStall: number;
  readonly #backlogBytes: number;
  readonly #spill: FdWriterProps['spill'];
  readonly #writeSync: WriteSync;
  #backlog: Chunk[] = [];
  #backlogSize = 0;
  /** What was written last is a part of a record whose rest found no room: the next one needs a line of its own. */
  #torn = false;
  /** Waits in a row in which the reader took nothing. */
  #fruitless = 0;
  #noWaitBefore = 0;
  #timer: NodeJS.Timeout | undefined;
  #removeExitHook: (() => void) | undefined;

  constructor(props: FdWriterProps) {
    this.#fd = props.fd;
    this.#id = props.write ? undefined : identity(props.fd);
    this.#name = props.name;
    this.#maxStall = props.maxStall ?? 25;
    this.#backlogBytes = props.backlogBytes ?? 1024 * 1024;
    this.#spill = props.spill;
    this.#writeSync = props.write ?? (writeSync as WriteSync);
  }

  /**
   * @param records How many records the text holds, for the count of drops.
   * @param now Epoch ms. The host may close a descriptor and open something else, which then has its number: it is
   *   looked at once a millisecond, as a look costs as much as a record.
   */
  write(text: string, records = 1, now = Date.now()): void {
    if (now !== this.#seen) this.#look(now);
    if (this.#backlogSize > 0) this.#enqueue(text, records);
    else {
      const line = this.#torn ? `\n${text}` : text;
      const written = this.#attempt(line, records);
      if (written === Buffer.byteLength(line)) return;
      this.#keep(Buffer.from(line), written, records);
      this.#push(this.#patience());
    }
  }

  /** Hands over the backlog, waiting up to `wait` ms for the reader. */
  flush(wait: number = this.#maxStall): void {
    if (this.#backlogSize > 0) this.#push(wait);
  }

  /** Whether anything waits for the reader. */
  get waiting(): boolean {
    return this.#backlogSize > 0;
  }

  /** Waits no longer: the backlog is spilled, or dropped and counted. */
  giveUp(): void {
    for (const { data, records } of this.#backlog.splice(0)) {
      if (this.#spill === undefined) this.dropped += records;
      else this.#spill(data.toString());
    }
    this.#backlogSize = 0;
    this.#settle();
  }

  /** The other end is a new one and has seen nothing: a record that was begun is sent again from its start. */
  restart(): void {
    const [chunk] = this.#backlog;
    if (chunk === undefined) return;
    this.#backlogSize += chunk.written;
    chunk.written = 0;
  }

  /** Goes on with another descriptor, e.g. after a rotation. */
  use(fd: number): void {
    this.#fd = fd;
    this.#id = identity(fd);
    this.#isLost = false;
    this.#torn = false;
  }

  #look(now: number): void {
    this.#seen = now;
    this.#isLost ||= this.#id !== undefined && identity(this.#fd) !== this.#id;
  }

  #put(data: Buffer | string): number {
    if (this.#isLost) throw new Error('it was closed, and its number may be of another file');
    return this.#writeSync(this.#fd, data);
  }

  /** Bytes that the descriptor took; all of them when it is broken, since waiting would not mend it. */
  #attempt(text: string, records: number): number {
    try {
      const written = this.#put(text);
      this.#torn = false;
      return written;
    } catch (error) {
      if (isFull(error)) return 0;
      this.#fail(error, records);
      return Buffer.byteLength(text);
    }
  }

  // A record that the reader has begun to receive is in the backlog already and is never dropped.
  #enqueue(text: string, records: number): void {
    const data = Buffer.from(text);
    if (this.#backlogSize + data.length > this.#backlogBytes) this.#push(this.#patience());
    if (this.#backlogSize + data.length > this.#backlogBytes) {
      this.#fail('its reader does not keep up', records);
      return;
    }
    this.#keep(data, 0, records);
    this.#push(0);
  }

  #keep(data: Buffer, written: number, records: number): void {
    this.#backlog.push({ data, written, records });
    this.#backlogSize += data.length - written;
    if (this.#timer) return;
    this.#timer = setInterval(() => this.#push(0), RETRY_MS);
    this.#timer.unref();
    this.#removeExitHook = onExit((last) => {
      this.flush(EXIT_WAIT_MS);
      if (last) this.giveUp();
    });
  }

  #push(wait: number): void {
    this.#look(Date.now());
    const deadline = performance.now() + wait;
    let progress = false;
    let next = 0;
    while (next < this.#backlog.length) {
      const chunk = this.#backlog[next]!;
      try {
        const written = this.#put(chunk.data.subarray(chunk.written));
        this.#fruitless = 0;
        progress = true;
        this.#backlogSize -= written;
        chunk.written += written;
        if (chunk.written === chunk.data.length) next += 1;
      } catch (error) {
        if (!isFull(error)) {
          this.#fail(error, sum(this.#backlog.slice(next)));
          this.#torn = chunk.written > 0 && chunk.data[chunk.written - 1] !== LINE_FEED;
          next = this.#backlog.length;
          this.#backlogSize = 0;
        } else if (isNotThere(error) || performance.now() >= deadline) break;
        else Atomics.wait(SLEEPER, 0, 0, 1);
      }
    }
    this.#backlog.splice(0, next);
    if (this.#backlog.length === 0) this.#settle();
    else if (!progress && wait > 0) {
      this.#fruitless += 1;
      this.#noWaitBefore = performance.now() + STUCK_PAUSE_MS;
    }
  }

  /**
   * A reader that took nothing in several whole waits is stuck and is waited for once a second only; a busy
   * machine can stall a healthy one for as long as a single wait.
   */
  #patience(): number {
    return this.#fruitless >= STUCK_WAITS && performance.now() < this.#noWaitBefore ? 0 : this.#maxStall;
  }

  #settle(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#removeExitHook?.();
    this.#removeExitHook = undefined;
  }

  #fail(error: unknown, records: number): void {
    this.dropped += records;
    noticeOnce(`write ${this.#name}`, `cannot write to ${this.#name}, dropping records: ${messageOf(error)}`);
  }
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
