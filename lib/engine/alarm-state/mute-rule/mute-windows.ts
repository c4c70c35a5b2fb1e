import { DAY_MS, type TimeZone } from '../../text/time-zone';
import type { CronSchedule, Schedule } from './schedule';

/** A stretch of time in which a schedule mutes or does not; `until` is Infinity when no end is in sight. */
export interface Stretch {
  readonly muted: boolean;
  readonly from: number;
  readonly until: number;
}

/** The stretch around `at`; `from` may lie later than where the stretch really begins, but not after `at`. */
export type StretchAt = (at: number) => Stretch;

/**
 * Mute windows of a schedule, each `durationMs` from its start; windows that touch are one. A start in an hour
 * that the clock skips does not happen; in an hour that it repeats, it happens the first time only, unless the
 * cron names every hour.
 */
export function muteWindows(schedule: Schedule, zone: TimeZone, durationMs: number): StretchAt {
  if (schedule.type === 'at') return onceFrom(zone.toInstants(schedule.local)[0]!, durationMs);
  return (at) => {
    const today = Math.floor(zone.toLocal(at) / DAY_MS);
    const last = lastStart(schedule, zone, today, at, at - durationMs);
    if (last === undefined) {
      return { muted: false, from: at, until: nextStart(schedule, zone, today, at) };
    }
    return { muted: true, from: last, until: endOfMute(schedule, zone, last, durationMs) };
  };
}

// --- internal ---

/** 29 February may be eight years away; a pattern without a gap in a year and a month has none. */
const NEXT_START_DAYS = 9 * 366;
const GAPLESS_DAYS = 400;

function onceFrom(start: number, durationMs: number): StretchAt {
  const end = start + durationMs;
  return (at) => {
    if (at < start) return { muted: false, from: -Infinity, until: start };
    return at < end ? { muted: true, from: start, until: end } : { muted: false, from: end, until: Infinity };
  };
}

/** The last start in (after, at]. */
function lastStart(
  schedule: CronSchedule,
  zone: TimeZone,
  today: number,
  at: number,
  after: number,
): number | undefined {
  const firstDay = Math.floor(zone.toLocal(after) / DAY_MS);
  for (let day = today; day >= firstDay; day--) {
    const start = startsOn(schedule, zone, day).findLast((instant) => instant <= at);
    if (start !== undefined) return start > after ? start : undefined;
  }
  return undefined;
}

/** The first start after `at`, or Infinity. */
function nextStart(schedule: CronSchedule, zone: TimeZone, today: number, at: number): number {
  for (let day = today; day < today + NEXT_START_DAYS; day++) {
    const start = startsOn(schedule, zone, day).find((instant) => instant > at);
    if (start !== undefined) return start;
  }
  return Infinity;
}

function endOfMute(schedule: CronSchedule, zone: TimeZone, start: number, durationMs: number): number {
  const today = Math.floor(zone.toLocal(start) / DAY_MS);
  let end = start + durationMs;
  for (let day = today; day < today + GAPLESS_DAYS; day++) {
    if (day * DAY_MS > zone.toLocal(end)) return end;
    for (const next of startsOn(schedule, zone, day)) {
      if (next > end) return end;
      end = Math.max(end, next + durationMs);
    }
  }
  return Infinity;
}

/** Starts on one local day, ascending. */
function startsOn(schedule: CronSchedule, zone: TimeZone, day: number): number[] {
  const date = new Date(day * DAY_MS);
  const matches =
    schedule.days.has(date.getUTCDate()) &&
    schedule.months.has(date.getUTCMonth() + 1) &&
    schedule.weekDays.has(date.getUTCDay());
  if (!matches) return [];
  const starts = schedule.hours.flatMap((hour) =>
    schedule.minutes.flatMap((minute) => {
      const instants = zone.toInstants(day * DAY_MS + (hour * 60 + minute) * 60_000);
      return schedule.everyHour ? instants : instants.slice(0, 1);
    }),
  );
  return starts.sort((a, b) => a - b);
}
