import { LEVELS } from '../../contract/records';
import { callSite } from './call-site';
import { type Format, fieldName, type RecordIdentity } from './format';
import { jsonField } from './json-field';
import { type IsSecret, quote } from './json-value';
import { recordClock } from './record-clock';

/** Oakestra's JSON record: timestamp, level, service, filename, line, message, then the record's own fields. */
export function oakestraJsonFormat(identity: RecordIdentity, isSecret: IsSecret): Format {
  const levels = LEVELS.map((level) => `","level":"${level}","service":${quote(identity.tag)},"filename":`);
  return {
    isSecret,
    field: jsonField(isSecret, (key) => (OWN.has(key) ? `${key}_` : fieldName(key))),
    line(now, level, message, _thread, fields) {
      const { file, line } = callSite();
      return `{"timestamp":"${recordClock.timestamp(now)}${levels[level]}${quote(file)},"line":${line},"message":${quote(message)}${fields}`;
    },
    end: (seq) => `,"seq":${seq}}`,
  };
}

// --- internal ---

const OWN: ReadonlySet<string> = new Set(['service', 'filename', 'line']);
