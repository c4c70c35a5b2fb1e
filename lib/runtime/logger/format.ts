import { BOUND_FIELDS, RECORD_FIELDS } from '../../contract/records';
import type { Doors } from './call-site';
import type { IsSecret } from './json-value';
import type { LevelIndex } from './level';

/** How records look. `json` is Lava's, `oakestra` and `oakestra-json` are Oakestra's. */
export const FORMAT_NAMES = ['json', 'text', 'oakestra', 'oakestra-json', 'logfmt'] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

/** Who writes: the same in every record of a process. */
export interface RecordIdentity {
  readonly event_source: string;
  readonly realm: string;
  readonly worker: string;
  readonly host: string;
  readonly tag: string;
  readonly pid: number;
}

export interface Format {
  readonly isSecret: IsSecret;
  /** One field as it is spliced into a record, e.g. `,"k":1`; empty for `undefined`. */
  readonly field: (key: string, value: unknown) => string;
  /** A record up to its number. `fields` is a concatenation of what `field` returned. */
  readonly line: (now: number, level: LevelIndex, message: string, thread: string, fields: string) => string;
  /** What completes a line: its number, where the format has one. At most MAX_END_BYTES. */
  readonly end: (seq: number) => string;
  /** A line that is finished already, where the destination takes nothing but records. @default as it is */
  readonly raw?: (line: string, now: number) => string;
}

/** OTLP's attribute with 16 digits, the longest. */
export const MAX_END_BYTES = 64;

export type FormatFactory = (identity: RecordIdentity, isSecret: IsSecret, doors: Doors) => Format;

/** A user's field of one of these names is written with a trailing `_`: kept, but never in the way. */
export const RESERVED_FIELDS: ReadonlySet<string> = new Set([...BOUND_FIELDS, ...RECORD_FIELDS, 'seq']);

export const fieldName = (key: string): string => beside(RESERVED_FIELDS, key);

/** A key that is none of the names: `level` becomes `level_`, and `level_` then `level__`, so that no two keys become one. */
export function beside(names: ReadonlySet<string>, key: string): string {
  const isTaken = names.has(key) || (key.endsWith('_') && names.has(key.replace(/_+$/, '')));
  return isTaken ? `${key}_` : key;
}
