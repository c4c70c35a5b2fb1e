export interface CallSite {
  /** Name of the file without its folder, without spaces and colons. */
  readonly file: string;
  readonly line: number;
}

/**
 * The functions through one of which every record comes, called by a method of the logger. They tell the library from
 * its host by what is called; names of files would not, since a bundle has but one.
 */
export type Doors = readonly ((...args: never[]) => unknown)[];

/**
 * Where the record was logged. It costs more than everything else in a record, so only the formats that demand it ask.
 */
export function callSite(doors: Doors): CallSite {
  for (const door of doors) {
    // nothing is left of the stack unless the record came through this one
    const [, caller] = framesBelow(door);
    if (caller !== undefined) return placeOf(caller);
  }
  return UNKNOWN;
}

// --- internal ---

const UNKNOWN: CallSite = { file: 'unknown', line: 0 };

/** The method of the logger, and who called it. */
function framesBelow(door: Doors[number]): readonly string[] {
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 2;
  Error.captureStackTrace(holder, door);
  Error.stackTraceLimit = limit;
  return String(holder.stack)
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '));
}

function placeOf(frame: string): CallSite {
  const [, file, line] = /([^(\s/\\]+):(\d+):\d+\)?$/.exec(frame) ?? [];
  if (file === undefined) return UNKNOWN;
  return { file: file.replace(/[\s:\]]/g, '_'), line: Number(line) };
}
