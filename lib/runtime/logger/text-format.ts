import { LEVELS } from '../../contract/records';
import type { Format, RecordIdentity } from './format';
import { type IsSecret, quote } from './json-value';
import { logfmtField } from './logfmt-field';
import { recordClock } from './record-clock';

/** For people: `2026-01-05 15:04:36 INFO     [worker-00] message key=value`. One record is one line. */
export function textFormat(_identity: RecordIdentity, isSecret: IsSecret): Format {
  const levels = LEVELS.map((level) => level.padEnd(LONGEST));
  return {
    isSecret,
    field: (name, value) => logfmtField(name, value, isSecret),
    line: (now, level, message, thread, fields) =>
      `${recordClock.localtime(now)} ${levels[level]} [${oneLine(thread)}] ${oneLine(message)}${fields}`,
    end: () => '',
  };
}

/** A text without quotes around it, its control characters escaped. */
export function oneLine(text: string): string {
  return quote(text).slice(1, -1).replaceAll('\\"', '"').replaceAll('\\\\', '\\');
}

// --- internal ---

const LONGEST = Math.max(...LEVELS.map((level) => level.length));
