import { types } from 'node:util';
import { LEVELS } from '../../contract/records';
import { flat } from '../logger/flat';
import { beside, type Format, RESERVED_FIELDS, type RecordIdentity } from '../logger/format';
import { type IsSecret, quote, REDACTED } from '../logger/json-value';
import { INFO, type LevelIndex } from '../logger/level';
import { anyValue, plainOf, plainValue, textValue } from './any-value';

/**
 * A `LogRecord` of OTLP's JSON encoding. Who writes is in the resource; the trace is in the record's own members, and an
 * error is in the attributes that the semantic conventions give an exception.
 */
export function otlpFormat(_identity: RecordIdentity, isSecret: IsSecret): Format {
  const severities = LEVELS.map((level, n) => `,"severityNumber":${SEVERITY[n]},"severityText":"${level}"`);
  const { field, hasMembers } = otlpField(isSecret);
  let time = Number.NaN;
  let times = '';
  // what does not change from one record to the next is not written anew: most are of the same few messages
  let latest: Start = { level: -1, message: '', thread: '', body: '', tail: '', start: '' };

  const startOf = (level: LevelIndex, message: string, thread: string): Start => ({
    level,
    message,
    thread,
    body: `${severities[level]},"body":${textValue(message)}`,
    tail: `,"attributes":[{"key":"thread.name","value":${textValue(thread)}}`,
    start: '',
  });

  return {
    isSecret,
    field,
    line(now, level, message, thread, fields) {
      if (now !== time) {
        time = now;
        times = flat(timesOf(now));
      }
      if (level !== latest.level || message !== latest.message || thread !== latest.thread)
        latest = startOf(level, message, thread);
      else if (latest.start === '') latest.start = flat(latest.body + latest.tail);
      if (!hasMembers() || !fields.includes(OWN))
        return times + (latest.start === '' ? latest.body + latest.tail : latest.start) + fields;
      let members = '';
      const attributes = fields.replace(OWN_MEMBER, (_, member) => {
        members += member;
        return '';
      });
      return times + latest.body + members + latest.tail + attributes;
    },
    end: (seq) => `,{"key":"seq","value":{"intValue":"${seq}"}}]}`,
    raw: (line, now) => `${timesOf(now)}${severities[INFO]},"body":${textValue(line)}}`,
  };
}

/** OTLP's numbers of our levels: DEBUG, INFO, WARN, ERROR, FATAL. */
export const SEVERITY = [5, 9, 13, 17, 21] as const;

// --- internal ---

const timesOf = (now: number): string =>
  `{"timeUnixNano":"${now}000000","observedTimeUnixNano":"${now}000000"`;

/** Around a member of the record itself among its attributes: no rendered text holds a control character. */
const OWN = '\n';
const OWN_MEMBER = /\n([^\n]*)\n/g;

/** A record has these already. */
const TAKEN: ReadonlySet<string> = new Set([
  ...RESERVED_FIELDS,
  'thread.name',
  'exception.type',
  'exception.message',
  'exception.stacktrace',
]);

const MEMBERS: Readonly<Record<string, (value: string) => string | undefined>> = {
  trace_id: (value) => (isId(value, 32) ? `${OWN},"traceId":"${value}"${OWN}` : undefined),
  span_id: (value) => (isId(value, 16) ? `${OWN},"spanId":"${value}"${OWN}` : undefined),
  trace_flags: (value) =>
    /^[0-9a-f]{2}$/.test(value) ? `${OWN},"flags":${Number.parseInt(value, 16)}${OWN}` : undefined,
};

const isId = (value: string, length: number): boolean =>
  value.length === length && /^[0-9a-f]+$/.test(value) && /[^0]/.test(value);

/** What follows the time, of the latest record; the whole of it is there from the second one on. */
interface Start {
  readonly level: number;
  readonly message: string;
  readonly thread: string;
  readonly body: string;
  readonly tail: string;
  start: string;
}

interface Key {
  readonly text: string;
  /** Before a whole number. */
  readonly whole: string;
  readonly redacted: string | undefined;
  /** Before another finite number. */
  readonly real: string;
  /** The latest short text under it and the field that it made: a run's records share most of theirs. */
  value: string;
  rendered: string;
  isFlat: boolean;
}

const MAX_KEPT = 100;
/** Keys can be data, so the cache must end somewhere. */
const MAX_KNOWN = 1000;

function otlpField(isSecret: IsSecret) {
  const known = new Map<string, Key>();
  let members = false;

  function keyOf(name: string): Key {
    const text = `,{"key":${quote(beside(TAKEN, name))},"value":`;
    const redacted = isSecret(name) ? `${text}{"stringValue":"${REDACTED}"}}` : undefined;
    const key = {
      text: flat(text),
      whole: flat(`${text}{"intValue":"`),
      real: flat(`${text}{"doubleValue":`),
      redacted: redacted && flat(redacted),
      value: '',
      rendered: `${text}{"stringValue":""}}`,
      isFlat: false,
    };
    if (known.size < MAX_KNOWN) known.set(name, key);
    return key;
  }

  function memberOf(name: string, value: string): string | undefined {
    const member = Object.hasOwn(MEMBERS, name) ? MEMBERS[name]!(value) : undefined;
    members ||= member !== undefined;
    return member;
  }

  function field(name: string, value: unknown): string {
    const key = known.get(name) ?? keyOf(name);
    if (key.redacted !== undefined) return key.redacted;
    if (value === key.value) {
      // not at once: most values of some keys come only once
      if (!key.isFlat) key.rendered = flat(key.rendered);
      key.isFlat = true;
      return key.rendered;
    }
    if (typeof value === 'string') {
      const rendered = memberOf(name, value) ?? `${key.text}${anyValue(value, isSecret)}}`;
      if (value.length > MAX_KEPT) return rendered;
      key.value = value;
      key.rendered = rendered;
      key.isFlat = false;
      return rendered;
    }
    if (Number.isSafeInteger(value)) return `${key.whole}${value}"}}`;
    if (Number.isFinite(value)) return `${key.real}${value}}}`;
    if (name === 'error' && types.isNativeError(value)) return exception(value, isSecret);
    const text = anyValue(value, isSecret);
    return text === undefined ? '' : `${key.text}${text}}`;
  }

  return {
    field,
    /** Whether any field ever was a member of the record: most programs have no traces. */
    hasMembers: () => members,
  };
}

/** The three attributes of the semantic conventions; what the error holds besides stays in `error`. */
function exception(error: Error, isSecret: IsSecret): string {
  const { type, message, stack, ...rest } = plainOf(error, isSecret) as Record<string, unknown>;
  const entries = { 'exception.type': type, 'exception.message': message, 'exception.stacktrace': stack };
  const attributes = Object.entries({ ...entries, ...(Object.keys(rest).length > 0 && { error: rest }) });
  return attributes
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `,{"key":"${key}","value":${plainValue(value)}}`)
    .join('');
}
