import { type LevelIndex, WARNING } from '../logger/level';
import { onExit } from './exit-hooks';
import type { FdWriter } from './fd-writer';
import type { Sink } from './sink';

/** Collects small records into one write; what it saves in system calls it risks in a SIGKILL. */
export interface Coalescing {
  /** Bytes to collect. @default 8192 */
  readonly bytes?: number;
  /** Longest time in ms that a record may wait. @default 1000 */
  readonly ms?: number;
}

/** One record a line to a descriptor. Records from WARNING up are never held back. */
export function lineSink(writer: FdWriter, maxRecordBytes: number, coalescing?: Coalescing): Sink {
  const buffer = coalescing ? collect(writer, coalescing) : undefined;
  return {
    write: buffer ? buffer.write : (line, _level, now) => writer.write(`${line}\n`, 1, now),
    flush: () => {
      buffer?.flush();
      writer.flush();
    },
    drain: async (deadline) => {
      buffer?.flush();
      writer.flush(deadline);
    },
    reopen: () => {},
    close: async () => {
      buffer?.close();
      writer.flush();
    },
    dropped: writer.dropped,
    split: writer.split,
    maxRecordBytes,
  };
}

// --- internal ---

function collect(writer: FdWriter, { bytes = 8192, ms = 1000 }: Coalescing) {
  let text = '';
  let records = 0;
  let room = bytes;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (records === 0) return;
    const [collected, count] = [text, records];
    text = '';
    records = 0;
    writer.write(collected, count);
  }

  function write(line: string, level: LevelIndex): void {
    text += `${line}\n`;
    records += 1;
    if (text.length >= room || level >= WARNING) flush();
    else if (timer === undefined) {
      timer = setTimeout(flush, ms);
      timer.unref();
    }
  }

  const removeExitHook = onExit((last) => {
    // whoever still logs in an exit handler of their own is not held back any more
    if (last) room = 0;
    flush();
  });
  return {
    write,
    flush,
    close() {
      flush();
      removeExitHook();
    },
  };
}
