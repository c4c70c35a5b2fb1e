import { cut } from './cut';
import type { Fields } from './fields';
import type { Format } from './format';
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
 * A record, up to its number, cut to `limit` bytes: its longest parts are shortened, halving the allowance until it fits, and it
 * says how large it was. It stays valid in its format.
 */
export function boundedLine(format: Format, record: OversizedRecord, limit: number): string {
  const { now, level, message, thread } = record;
  const marks = format.field('truncated', true) + format.field('original_bytes', record.bytes);
  for (let allowance = limit >> 2; allowance >= 32; allowance >>= 1) {
    const fields = shortenedFields(format, record.fields, allowance);
    const line = format.line(now, level, cut(message, allowance), thread, fields + marks);
    if (Buffer.byteLength(line) <= limit) return line;
  }
  return format.line(now, level, cut(message, 32), cut(thread, 32), marks);
}

// --- internal ---

/** Each allowance renders them anew. */
const MAX_FIELDS = 256;

function shortenedFields(format: Format, fields: Fields, allowance: number): string {
  return Object.keys(fields)
    .slice(0, MAX_FIELDS)
    .map((key) => {
      const whole = format.field(key, fields[key]);
      return whole.length <= allowance
        ? whole
        : format.field(key, cut(asText(fields[key], format.isSecret), allowance));
    })
    .join('');
}

function asText(value: unknown, isSecret: IsSecret): string {
  return typeof value === 'string' ? value : (renderValue(value, isSecret) ?? '');
}
