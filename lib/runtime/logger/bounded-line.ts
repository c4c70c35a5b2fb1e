import { cut } from './cut';
import type { Fields } from './fields';
import { beside, type Format } from './format';
import { type IsSecret, renderValue } from './json-value';
import type { LevelIndex } from './level';

export interface OversizedRecord {
  readonly now: number;
  readonly level: LevelIndex;
  readonly message: string;
  readonly thread: string;
  readonly fields: Fields;
  /** Bytes of the record as it would have been. */
  readonly bytes: number;
}

/**
 * A record, up to its number, cut to `limit` bytes: its longest parts are shortened to what just fits, and it says how large
 * it was. It stays valid in its format.
 */
export function boundedLine(format: Format, record: OversizedRecord, limit: number): string {
  const { now, level, message, thread } = record;
  const marks = format.field('truncated', true) + format.field('original_bytes', record.bytes);
  const shortened = (allowance: number) => {
    const fields = shortenedFields(format, record.fields, allowance);
    return format.line(now, level, cut(message, allowance), thread, fields + marks);
  };
  let kept = format.line(now, level, cut(message, SHORTEST), cut(thread, SHORTEST), marks);
  let fits = SHORTEST;
  let tooLarge = limit;
  while (tooLarge - fits > Math.max(1, fits * NEAR)) {
    const allowance = (fits + tooLarge) >> 1;
    const line = shortened(allowance);
    if (Buffer.byteLength(line) > limit) tooLarge = allowance;
    else {
      kept = line;
      fits = allowance;
    }
  }
  return kept;
}

// --- internal ---

/** Units of a part of a record that cannot hold all of its fields. */
const SHORTEST = 32;
/** Share of what is kept that may be left empty, instead of trying once more. */
const NEAR = 1 / 32;

/** Each allowance renders them anew. */
const MAX_FIELDS = 256;

/** What a record that was cut says of itself. */
const MARKS: ReadonlySet<string> = new Set(['truncated', 'original_bytes']);

function shortenedFields(format: Format, fields: Fields, allowance: number): string {
  return Object.keys(fields)
    .slice(0, MAX_FIELDS)
    .map((key) => {
      const name = beside(MARKS, key);
      const whole = format.field(name, fields[key]);
      return whole.length <= allowance
        ? whole
        : format.field(name, cut(asText(fields[key], format.isSecret), allowance));
    })
    .join('');
}

function asText(value: unknown, isSecret: IsSecret): string {
  return typeof value === 'string' ? value : (renderValue(value, isSecret) ?? '');
}
