/** Wall-clock time of one IANA time zone. Local times are milliseconds as if the wall clock showed UTC. */
export interface TimeZone {
  readonly toLocal: (instant: number) => number;
  /** When the wall clock shows `local`: once, twice where it is set back, never where it is set forward. */
  readonly toInstants: (local: number) => readonly number[];
}

export const DAY_MS = 86_400_000;

/** Undefined for a name that is not an IANA time zone; `+09:00` is none: mute rules and schedules take none. */
export function timeZoneOf(name: string): TimeZone | undefined {
  if (!/^[A-Za-z]/.test(name)) return undefined;
  const known = ZONES.get(name);
  if (known) return known;
  try {
    const zone = createTimeZone(new Intl.DateTimeFormat('en-US', { ...PARTS, timeZone: name }));
    if (ZONES.size >= KEPT_ZONES) ZONES.clear();
    ZONES.set(name, zone);
    return zone;
  } catch {
    return undefined;
  }
}

/**
 * As `timeZoneOf`, and for a distance from UTC: `+05:30` or `UTC+05:30`, in steps of five minutes. Wall-clock windows
 * take both.
 *
 * Source: EvaluationWindow, WallClockWindow.Timezone.
 */
export function timeZoneOrOffsetOf(name: string): TimeZone | undefined {
  const [, sign, hours, minutes] = OFFSET.exec(name) ?? [];
  if (sign === undefined) return timeZoneOf(name);
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(minutes) % 5 !== 0) return undefined;
  const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  return { toLocal: (instant) => instant + offset, toInstants: (local) => [local - offset] };
}

// --- internal ---

/** A formatter takes a millisecond to make, and a model is played in many readings. */
const ZONES = new Map<string, TimeZone>();
const KEPT_ZONES = 100;

const OFFSET = /^(?:UTC)?([+-])(\d{2}):(\d{2})$/;

const PARTS: Intl.DateTimeFormatOptions = {
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
};

/** A year and more of days; past it the cache starts over. */
const CACHED_DAYS = 500;

function createTimeZone(format: Intl.DateTimeFormat): TimeZone {
  // Intl takes microseconds a call, and an offset rarely changes: NaN marks the days in which it does.
  const dayOffsets = new Map<number, number>();
  const offsetAt = (instant: number): number => {
    const day = Math.floor(instant / DAY_MS);
    let offset = dayOffsets.get(day);
    if (offset === undefined) {
      const first = exactOffset(format, day * DAY_MS);
      offset = first === exactOffset(format, (day + 1) * DAY_MS) ? first : Number.NaN;
      if (dayOffsets.size >= CACHED_DAYS) dayOffsets.clear();
      dayOffsets.set(day, offset);
    }
    return Number.isNaN(offset) ? exactOffset(format, instant) : offset;
  };
  return {
    toLocal: (instant) => instant + offsetAt(instant),
    toInstants: (local) => {
      // No offset is larger than a day, so the ones on either side are all that can apply.
      const [before, after] = [offsetAt(local - DAY_MS), offsetAt(local + DAY_MS)];
      if (before === after) return [local - before];
      return [local - before, local - after].filter((instant) => instant + offsetAt(instant) === local);
    },
  };
}

function exactOffset(format: Intl.DateTimeFormat, instant: number): number {
  const at = Math.floor(instant / 1_000) * 1_000;
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second) - at;
}
