import { LEVELS } from '../../contract/records';
import { callSite, type Doors } from './call-site';
import { type Format, fieldName, type RecordIdentity } from './format';
import { jsonField } from './json-field';
import { type IsSecret, quote } from './json-value';
import { recordClock } from './record-clock';

/** Oakestra's JSON record: level, timestamp, service, filename, line_no, message, and the record's own fields in context. */
export function oakestraJsonFormat(identity: RecordIdentity, isSecret: IsSecret, doors: Doors): Format {
  const heads = LEVELS.map((level) => `{"level":"${level}","timestamp":"`);
  const service = `","service":${quote(identity.tag)},"filename":`;
  return {
    isSecret,
    field: jsonField(isSecret, fieldName),
    line(now, level, message, _thread, fields) {
      const { file, line } = callSite(doors);
      const time = recordClock.timestamp(now);
      // each field begins with a comma
      return `${heads[level]}${time}${service}${quote(file)},"line_no":${line},"message":${quote(message)},"context":{${fields.slice(1)}}`;
    },
    end: (seq) => `,"seq":${seq}}`,
  };
}
