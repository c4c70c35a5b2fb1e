import { LEVELS } from '../../contract/records';
import { callSite, type Doors } from './call-site';
import type { Format, RecordIdentity } from './format';
import type { IsSecret } from './json-value';
import { logfmtField } from './logfmt-field';
import { recordClock } from './record-clock';
import { oneLine } from './text-format';

/**
 * Oakestra's default line, `[I2024-02-28 10:43:27 service file.ts:12] message key=value`, as OAKESTRA_LINE in the
 * contract defines it and as Oakestra's own pipeline reads it, which takes no fraction of a second. The time is UTC:
 * Oakestra's own is local and cannot be parsed without knowing where.
 */
export function oakestraFormat(identity: RecordIdentity, isSecret: IsSecret, doors: Doors): Format {
  const letters = LEVELS.map((level) => `[${level[0]}`);
  const service = identity.tag.replace(/[^!-~]/g, '_');
  return {
    isSecret,
    field: (name, value) => logfmtField(name, value, isSecret),
    line(now, level, message, _thread, fields) {
      const time = recordClock.timestamp(now).replace('T', ' ').slice(0, SECONDS);
      const { file, line } = callSite(doors);
      return `${letters[level]}${time} ${service} ${file}:${line}] ${oneLine(message)}${fields}`;
    },
    end: () => '',
  };
}

// --- internal ---

/** Length of `2024-02-28 10:43:27`. */
const SECONDS = 19;
