import { basename, dirname } from 'node:path';

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
  for (const frame of String(holder.stack).split('\n')) {
    const place = placeOf(frame);
    if (place === undefined) continue;
    library ??= dirname(place.path);
    if (dirname(place.path) !== library) return place;
  }
  return UNKNOWN;
}

// --- internal ---

const FRAMES = 20;
const UNKNOWN: CallSite = { file: 'unknown', line: 0 };

/** The folder of the nearest frame, which is this library's wherever and however it is installed. */
let library: string | undefined;

function placeOf(frame: string): (CallSite & { readonly path: string }) | undefined {
  if (!frame.trimStart().startsWith('at ')) return undefined;
  const [, path, line] = /([^(\s]+):(\d+):\d+\)?$/.exec(frame) ?? [];
  if (path === undefined) return undefined;
  return { path, file: basename(path).replace(/[\s:\]]/g, '_'), line: Number(line) };
}
