import { closeSync, fstatSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf, noticeOnce } from '../notice';
import { OptionsError } from '../options-error';
import { fdWriter } from './fd-writer';
import { type Coalescing, lineSink } from './line-sink';
import { identity, idOf } from './own-descriptor';
import type { Sink } from './sink';

/** A file that is appended to, and followed through rotations within seconds. */
export interface FileTarget {
  readonly file: string;
  /**
   * A signal that means that the file has been rotated, so that it is opened anew at once; not one on which a
   * worker stops. @default none
   */
  readonly reopenOn?: NodeJS.Signals;
}

/**
 * Appends to a file, and follows it through rotations: every few seconds a write looks whether the path still
 * leads to the open file, so that no signal is needed (in Lava SIGHUP stops a worker). A signal can be given
 * for programs whose rotation sends one.
 * @throws Error when the file cannot be opened.
 */
export function fileSink(
  { file: path, reopenOn }: FileTarget,
  maxRecordBytes: number,
  coalescing?: Coalescing,
): Sink {
  let fd = open(path);
  let id = identity(fd);
  let checked = performance.now();
  const writer = fdWriter({ fd, name: path });
  const lines = lineSink(writer, maxRecordBytes, coalescing);
  /** The file is deleted and there can be no other: what is written is kept by nobody. */
  let lost = false;

  function reopen(): void {
    if (fd === CLOSED) return;
    lines.flush();
    try {
      mkdirSync(dirname(path), { recursive: true });
      const next = open(path);
      closeOwn();
      writer.use(next);
      fd = next;
      id = identity(fd);
      lost = false;
    } catch (error) {
      lost = identity(fd) !== id || fstatSync(fd).nlink === 0;
      const where = lost ? 'which is deleted: they are lost, and counted' : 'which still has a name';
      noticeOnce(`reopen ${path}`, `${messageOf(error)}; records go to the file it was, ${where}`);
    }
  }

  /** Unless the host has closed it already, and the number is another file's. */
  function closeOwn(): void {
    if (identity(fd) === id) closeSync(fd);
  }

  function followRotation(): void {
    const now = performance.now();
    if (now - checked < CHECK_MS) return;
    checked = now;
    if (isMoved(path, fd)) reopen();
  }

  if (reopenOn !== undefined) process.on(reopenOn, reopen);
  return {
    ...lines,
    write(line, level, now) {
      followRotation();
      if (lost) writer.drop(1);
      else lines.write(line, level, now);
    },
    reopen,
    async close() {
      if (reopenOn !== undefined) process.removeListener(reopenOn, reopen);
      await lines.close();
      if (fd === CLOSED) return;
      closeOwn();
      fd = CLOSED;
      // the number may soon be another file's
      writer.use(CLOSED);
    },
  };
}

// --- internal ---

const CHECK_MS = 3000;
const CLOSED = -1;

function open(path: string): number {
  try {
    return openSync(path, 'a', 0o640);
  } catch (error) {
    throw new OptionsError(`cannot open log file ${path}: ${messageOf(error)}`);
  }
}

function isMoved(path: string, fd: number): boolean {
  try {
    const there = statSync(path, { throwIfNoEntry: false });
    return there === undefined || idOf(there) !== idOf(fstatSync(fd));
  } catch {
    return false;
  }
}
