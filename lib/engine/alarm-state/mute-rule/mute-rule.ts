import type { AlarmMuteRule } from '../../model';
import { DAY_MS, type TimeZone, timeZoneOf } from '../../text/time-zone';
import { MuteRuleError } from './mute-rule-error';
import { muteWindows, type Stretch } from './mute-windows';
import { parseLocalTime, parseSchedule } from './schedule';

/** When a mute rule is active; instants are epoch milliseconds. */
export interface MuteSchedule {
  readonly isMuted: (at: number) => boolean;
  /** The next instant after `at` at which `isMuted` changes; undefined when it never does again. */
  readonly nextChange: (at: number) => number | undefined;
}

/** Limits of PutAlarmMuteRule (API reference, Schedule and MuteTargets). */
export const MUTE_LIMITS = { minSeconds: 60, maxSeconds: 15 * 86_400, alarms: 100 } as const;

/**
 * Compiles a mute rule: `cron(minute hour day-of-month month day-of-week)` or `at(yyyy-MM-ddThh:mm)` in an
 * IANA time zone, each start muting for `durationSeconds` (end excluded). Throws MuteRuleError and
 * NotModelledError.
 */
export function compileMuteRule(rule: AlarmMuteRule): MuteSchedule {
  checkLimits(rule);
  const zone = timeZoneOf(rule.timezone);
  if (!zone) {
    const problem = `unknown time zone '${rule.timezone}', expected a name such as Australia/Sydney or UTC`;
    throw new MuteRuleError('time-zone', problem);
  }
  const schedule = parseSchedule(rule.expression);
  if (schedule.type === 'at' && zone.toInstants(schedule.local).length === 0) {
    const problem = `${rule.expression} does not exist in ${rule.timezone}: the clock is set forward past it`;
    throw new MuteRuleError('time-skipped', problem, 'at('.length);
  }
  const from = instantOf(rule.startDate, 'start', zone) ?? -Infinity;
  const to = instantOf(rule.expireDate, 'expire', zone) ?? Infinity;
  const compute = muteWindows(schedule, zone, rule.durationSeconds * 1_000);

  // Simulated time mostly moves on within a stretch, so the last one answers nearly every question.
  let current: Stretch = { muted: false, from: 0, until: 0 };
  const stretchAt = (at: number): Stretch => {
    if (at < current.from || at >= current.until) current = compute(at);
    return current;
  };
  const isMuted = (at: number) => at >= from && at < to && stretchAt(at).muted;
  const nextChange = (at: number): number | undefined => {
    if (at >= to) return undefined;
    if (at < from) return isMuted(from) ? from : nextChange(from);
    const { muted, until } = stretchAt(at);
    const change = muted ? Math.min(until, to) : until;
    return change === Infinity || change > to || (change === to && !muted) ? undefined : change;
  };
  return { isMuted, nextChange };
}

// --- internal ---

function checkLimits({ name, alarmNames, durationSeconds }: AlarmMuteRule): void {
  const { minSeconds, maxSeconds, alarms } = MUTE_LIMITS;
  if (!(durationSeconds >= minSeconds && durationSeconds <= maxSeconds)) {
    const allowed = `${minSeconds} seconds (PT1M) to ${maxSeconds} seconds (P15D)`;
    const problem = `mute rule '${name}' lasts ${durationSeconds} seconds, expected ${allowed}`;
    throw new MuteRuleError('duration', problem);
  }
  if (alarmNames.length > alarms) {
    const problem = `mute rule '${name}' names ${alarmNames.length} alarms, at most ${alarms} are allowed`;
    throw new MuteRuleError('too-many-alarms', problem);
  }
}

function instantOf(text: string | undefined, label: 'start' | 'expire', zone: TimeZone): number | undefined {
  if (text === undefined) return undefined;
  const zoned = /(?:Z|[-+]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
  const local = parseLocalTime(text);
  const instant = local === undefined ? zoned : firstInstant(local, zone);
  if (Number.isNaN(instant)) {
    const problem = `invalid ${label} date '${text}', expected yyyy-MM-ddThh:mm, with or without a zone`;
    throw new MuteRuleError('time-invalid', problem);
  }
  return instant;
}

/** A local time that the clock skips is read as if the clock had not been set forward yet. */
function firstInstant(local: number, zone: TimeZone): number {
  return zone.toInstants(local)[0] ?? zone.toInstants(local - DAY_MS)[0]! + DAY_MS;
}
