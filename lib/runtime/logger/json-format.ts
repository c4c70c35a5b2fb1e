import { BOUND_FIELDS, LEVELS } from '../../contract';
import { type Format, fieldName, type RecordIdentity } from './format';
import { type IsSecret, quote, REDACTED, renderValue } from './json-value';
import { recordClock } from './record-clock';

/** Lava's JSON record, concatenated from parts that are rendered once. */
export function jsonFormat(identity: RecordIdentity, isSecret: IsSecret): Format {
  const head = `{${BOUND_FIELDS.map((field) => `"${field}":${quote(identity[field])}`).join(',')},"localtime":"`;
  const levels = LEVELS.map((level) => `","level":"${level}","message":`);
  const keys = new Map<string, Key>();
  let thread: string | undefined;
  let tail = '';

  function keyOf(name: string): Key {
    const key: Key = {
      text: `,${quote(fieldName(name))}:`,
      redacted: isSecret(name) ? `,${quote(fieldName(name))}:"${REDACTED}"` : undefined,
    };
    if (keys.size < MAX_KEYS) keys.set(name, key);
    return key;
  }

  return {
    isSecret,
    field(name, value) {
      const key = keys.get(name) ?? keyOf(name);
      if (key.redacted !== undefined) return key.redacted;
      const text = renderValue(value, isSecret);
      return text === undefined ? '' : key.text + text;
    },

    line(now, level, message, currentThread, fields, seq) {
      if (currentThread !== thread) {
        thread = currentThread;
        tail = `,"thread":${quote(thread)},"pid":${identity.pid}`;
      }
      return `${head}${recordClock.localtime(now)}","timestamp":"${recordClock.timestamp(now)}${levels[level]}${quote(message)}${tail}${fields},"seq":${seq}}`;
    },
  };
}

// --- internal ---

interface Key {
  readonly text: string;
  /** The whole field, when its value must not be shown. */
  readonly redacted: string | undefined;
}

/** Keys can be data, so the cache must end somewhere. */
const MAX_KEYS = 1000;
