import { writeSync } from 'node:fs';
import { noticeOnce } from '../notice';
import { type FdWriter, fdWriter, type Spill } from '../sink/fd-writer';
import { spillToStderr } from '../sink/spill-to-stderr';

/** One connection to a log daemon. */
export interface Link {
  /** Calls back when it can be written to, and when it is gone. */
  readonly open: (ready: (fd: number) => void, gone: () => void) => { readonly close: () => void };
  /** What the other end expects before the first record. */
  readonly greeting?: string;
}

/**
 * A writer over a connection that may not be there yet, or not any more: records wait in the writer's bounded
 * backlog, and the connection is made anew with growing pauses.
 * @param spill Takes what was never delivered. @default stderr
 */
export function linkWriter(
  name: string,
  link: Link,
  spill: Spill = spillToStderr(),
): { writer: FdWriter; close: () => void } {
  let fd: number | undefined;
  let pause = MIN_PAUSE_MS;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let connection: { readonly close: () => void } | undefined;

  const writer = fdWriter({
    fd: 0,
    name,
    spill,
    write(_fd, data) {
      if (fd === undefined) throw notNow();
      try {
        return writeSync(fd, data as Buffer);
      } catch (error) {
        if (!GONE.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
        lose();
        throw notNow();
      }
    },
  });

  function connect(): void {
    timer = undefined;
    connection = link.open(use, lose);
  }

  function use(descriptor: number): void {
    fd = descriptor;
    pause = MIN_PAUSE_MS;
    writer.restart();
    try {
      if (link.greeting !== undefined) writeSync(fd, link.greeting);
      writer.flush(0);
    } catch {
      lose();
    }
  }

  function lose(): void {
    fd = undefined;
    if (closed || timer !== undefined) return;
    noticeOnce(`link ${name}`, `no connection to ${name}, trying again; records wait`);
    connection?.close();
    timer = setTimeout(connect, pause);
    timer.unref();
    pause = Math.min(pause * 2, MAX_PAUSE_MS);
  }

  connect();
  return {
    writer,
    close() {
      closed = true;
      clearTimeout(timer);
      connection?.close();
    },
  };
}

/** The descriptor of a socket or of a child's stdin; Node has no documented way to it. */
export function descriptorOf(stream: unknown): number | undefined {
  const fd = (stream as { _handle?: { fd?: number } } | null)?._handle?.fd;
  return fd !== undefined && fd >= 0 ? fd : undefined;
}

// --- internal ---

const MIN_PAUSE_MS = 250;
const MAX_PAUSE_MS = 30_000;
/** Of a connection that was there. */
const GONE = new Set(['EPIPE', 'ECONNRESET', 'EBADF', 'ENOTCONN', 'ECONNREFUSED']);

const notNow = (): Error => Object.assign(new Error('not connected'), { code: 'ENOTCONN' });
