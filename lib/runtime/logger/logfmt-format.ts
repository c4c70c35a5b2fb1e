import { LEVELS } from '../../contract/records';
import type { Format, RecordIdentity } from './format';
import type { IsSecret } from './json-value';
import { logfmtField, logfmtValue } from './logfmt-field';
import { recordClock } from './record-clock';

/** logfmt that any parser reads: `key=value` pairs, double quotes where a value is more than a bare word. */
export function logfmtFormat(identity: RecordIdentity, isSecret: IsSecret): Format {
  const { event_source, realm, worker, host, tag, pid } = identity;
  const bound = Object.entries({ event_source, realm, worker, host, tag })
    .map(([key, value]) => ` ${key}=${logfmtValue(value)}`)
    .join('');
  const levels = LEVELS.map((level) => ` level=${level}${bound} message=`);
  return {
    isSecret,
    field: (name, value) => logfmtField(name, value, isSecret),
    line: (now, level, message, thread, fields) =>
      `timestamp=${recordClock.timestamp(now)}${levels[level]}${logfmtValue(message)} thread=${logfmtValue(thread)} pid=${pid}${fields}`,
    end: (seq) => ` seq=${seq}`,
  };
}
