import { types } from 'node:util';
import { LEVELS } from '../../contract/records';
import { type Format, fieldName, type RecordIdentity } from '../logger/format';
import { type IsSecret, quote, REDACTED, renderValue } from '../logger/json-value';
import { anyValue, plainValue, textValue } from './any-value';

/**
 * A `LogRecord` of OTLP's JSON encoding. Who writes is in the resource; the trace is in the record's own members, and an
 * error is in the attributes that the semantic conventions give an exception.
 */
export function otlpFormat(_identity: RecordIdentity, isSecret: IsSecret): Format {
  const levels = LEVELS.map(
    (level, n) => `","severityNumber":${SEVERITY[n]},"severityText":"${level}","body":{"stringValue":`,
  );
  let thread: string | undefined;
  let tail = '';
  let message: string | undefined;
  let text = '';
  return {
    isSecret,
    field: otlpField(isSecret),
    line(now, level, currentMessage, currentThread, fields) {
      if (currentThread !== thread) {
        thread = currentThread;
        tail = `,"attributes":[{"key":"thread.name","value":${textValue(thread)}}`;
      }
      // the same few messages come again and again
      if (currentMessage !== message) {
        message = currentMessage;
        text = quote(message);
      }
      const head = `{"timeUnixNano":"${now}000000","observedTimeUnixNano":"${now}000000${levels[level]}${text}}`;
      if (!fields.includes(OWN)) return head + tail + fields;
      let members = '';
      const attributes = fields.replace(OWN_MEMBER, (_, member) => {
        members += member;
        return '';
      });
      return head + members + tail + attributes;
    },
    end: (seq) => `,{"key":"seq","value":{"intValue":"${seq}"}}]}`,
    raw: (line, now) =>
      `{"timeUnixNano":"${now}000000","observedTimeUnixNano":"${now}000000","severityNumber":9,"severityText":"INFO","body":${textValue(line)}}`,
  };
}

/** OTLP's numbers of our levels: DEBUG, INFO, WARN, ERROR, FATAL. */
export const SEVERITY = [5, 9, 13, 17, 21] as const;

// --- internal ---

/** Around a member of the record itself among its attributes: no rendered text holds a control character. */
const OWN = '\n';
const OWN_MEMBER = /\n([^\n]*)\n/g;

/** A record has these already. */
const TAKEN = /^(?:thread\.name|exception\.(?:type|message|stacktrace))$/;

const attributeName = (key: string): string => (TAKEN.test(key) ? `${key}_` : fieldName(key));

const MEMBERS: Readonly<Record<string, (value: string) => string | undefined>> = {
  trace_id: (value) => (isId(value, 32) ? `${OWN},"traceId":"${value}"${OWN}` : undefined),
  span_id: (value) => (isId(value, 16) ? `${OWN},"spanId":"${value}"${OWN}` : undefined),
  trace_flags: (value) =>
    /^[0-9a-f]{2}$/.test(value) ? `${OWN},"flags":${Number.parseInt(value, 16)}${OWN}` : undefined,
};

const isId = (value: string, length: number): boolean =>
  value.length === length && /^[0-9a-f]+$/.test(value) && /[^0]/.test(value);

interface Key {
  readonly text: string;
  readonly redacted: string | undefined;
  value: string;
  rendered: string;
}

const MAX_KEPT = 100;
/** Keys can be data, so the cache must end somewhere. */
const MAX_KNOWN = 1000;

function otlpField(isSecret: IsSecret): Format['field'] {
  const known = new Map<string, Key>();

  function keyOf(name: string): Key {
    const text = `,{"key":${quote(attributeName(name))},"value":`;
    const redacted = isSecret(name) ? `${text}{"stringValue":"${REDACTED}"}}` : undefined;
    const key = { text, redacted, value: '', rendered: `${text}{"stringValue":""}}` };
    if (known.size < MAX_KNOWN) known.set(name, key);
    return key;
  }

  return (name, value) => {
    const key = known.get(name) ?? keyOf(name);
    if (key.redacted !== undefined) return key.redacted;
    if (value === key.value) return key.rendered;
    if (typeof value === 'string') {
      const member = Object.hasOwn(MEMBERS, name) ? MEMBERS[name]!(value) : undefined;
      const rendered = member ?? `${key.text}${anyValue(value, isSecret)}}`;
      if (value.length > MAX_KEPT) return rendered;
      key.value = value;
      key.rendered = rendered;
      return rendered;
    }
    if (name === 'error' && types.isNativeError(value)) return exception(value, isSecret);
    const text = anyValue(value, isSecret);
    return text === undefined ? '' : `${key.text}${text}}`;
  };
}

/** The three attributes of the semantic conventions; what the error holds besides stays in `error`. */
function exception(error: Error, isSecret: IsSecret): string {
  const { type, message, stack, ...rest } = JSON.parse(renderValue(error, isSecret)!) as Record<
    string,
    unknown
  >;
  const entries = { 'exception.type': type, 'exception.message': message, 'exception.stacktrace': stack };
  const attributes = Object.entries({ ...entries, ...(Object.keys(rest).length > 0 && { error: rest }) });
  return attributes
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `,{"key":"${key}","value":${plainValue(value)}}`)
    .join('');
}
