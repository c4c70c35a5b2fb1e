import { basename, dirname, sep } from 'node:path';

export interface CallSite {
  /** Name of the file without its folder, without spaces and colons. */
  readonly file: string;
  readonly line: number;
}

/**
 * Where the record was logged: the nearest frame outside this library. It costs more than everything else
 * in a record, so only Oakestra's formats, which demand it, ask.
 */
export function callSite(): CallSite {
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  Error.captureStackTrace(holder, callSite);
  Error.stackTraceLimit = limit;
  const frame = String(holder.stack)
    .split('\n')
    .find((text) => text.trimStart().startsWith('at ') && !text.includes(LIBRARY));
  const [, path, line] = /([^(\s]+):(\d+):\d+\)?$/.exec(frame ?? '') ?? [];
  if (path === undefined) return UNKNOWN;
  return { file: basename(path).replace(/[\s:\]]/g, '_'), line: Number(line) };
}

// --- internal ---

const FRAMES = 20;
const UNKNOWN: CallSite = { file: 'unknown', line: 0 };

/** Files of lib/runtime, wherever it is installed. */
const LIBRARY = dirname(__dirname) + sep;
