import { BOUND_FIELDS, LEVELS } from '../../contract/records';
import { flat } from './flat';
import { type Format, fieldName, type RecordIdentity } from './format';
import { jsonField } from './json-field';
import { type IsSecret, quote } from './json-value';
import { recordClock } from './record-clock';

/** Lava's JSON record, concatenated from parts that are rendered once. */
export function jsonFormat(identity: RecordIdentity, isSecret: IsSecret): Format {
  const head = flat(
    `{${BOUND_FIELDS.map((field) => `"${field}":${quote(identity[field])}`).join(',')},"localtime":"`,
  );
  const levels = LEVELS.map((level) => `","level":"${level}","message":`);
  let thread: string | undefined;
  let tail = '';
  let message: string | undefined;
  let text = '';
  return {
    isSecret,
    field: jsonField(isSecret, fieldName),
    line(now, level, currentMessage, currentThread, fields) {
      if (currentThread !== thread) {
        thread = currentThread;
        tail = flat(`,"thread":${quote(thread)},"pid":${identity.pid}`);
      }
      // the same few messages come again and again
      if (currentMessage !== message) {
        message = currentMessage;
        text = quote(message);
      }
      return `${head}${recordClock.localtime(now)}","timestamp":"${recordClock.timestamp(now)}${levels[level]}${text}${tail}${fields}`;
    },
    end: (seq) => `,"seq":${seq}}`,
  };
}
