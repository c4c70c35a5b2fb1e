import { BOUND_FIELDS, LEVELS } from '../../contract/records';
import { callSite, type Doors } from './call-site';
import type { Format, RecordIdentity } from './format';
import type { IsSecret } from './json-value';
import { logfmtField, logfmtValue } from './logfmt-field';

/**
 * logfmt that any parser reads, double quotes where a value is more than a bare word; Oakestra's keys first: level, ts
 * (seconds since 1970), service, file, file_no, message.
 */
export function logfmtFormat(identity: RecordIdentity, isSecret: IsSecret, doors: Doors): Format {
  const { tag, pid } = identity;
  const bound = BOUND_FIELDS.map((key) => ` ${key}=${logfmtValue(identity[key])}`).join('');
  const heads = LEVELS.map((level) => `level=${level} ts=`);
  const service = ` service=${logfmtValue(tag)} file=`;
  return {
    isSecret,
    field: (name, value) => logfmtField(OWN.has(name) ? `${name}_` : name, value, isSecret),
    line(now, level, message, thread, fields) {
      const { file, line } = callSite(doors);
      const text = logfmtValue(message);
      return `${heads[level]}${(now / 1_000).toFixed(6)}${service}${logfmtValue(file)} file_no=${line} message=${text}${bound} thread=${logfmtValue(thread)} pid=${pid}${fields}`;
    },
    end: (seq) => ` seq=${seq}`,
  };
}

// --- internal ---

/** Of these, a record has one already. */
const OWN: ReadonlySet<string> = new Set(['ts', 'service', 'file', 'file_no']);
