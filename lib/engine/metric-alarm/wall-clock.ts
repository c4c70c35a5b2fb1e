import { NotModelledError } from '../text/not-modelled-error';
import { type TimeZone, timeZoneOrOffsetOf } from '../text/time-zone';

/**
 * Boundaries of the newest `count` wall-clock periods that were complete at an instant, oldest first: count +
 * 1 instants in epoch milliseconds. Days are those of the time zone, so one that changes to or from summer
 * time is 23 or 25 hours long. Throws RangeError, and NotModelledError for weeks.
 */
export function wallClockBoundaries(
  at: number,
  periodSeconds: number,
  count: number,
  timeZone: string,
): number[] {
  const zone = timeZoneOrOffsetOf(timeZone);
  if (!zone) {
    throw new RangeError(
      `unknown time zone '${timeZone}', expected a name such as Australia/Sydney or UTC, or +05:30`,
    );
  }
  if (periodSeconds === WEEK) {
    throw new NotModelledError('a wall-clock window of weeks', 'AWS does not say on which day a week starts');
  }
  if (!PERIODS.includes(periodSeconds)) {
    throw new RangeError(`a wall-clock window has period ${periodSeconds} s; allowed: ${PERIODS.join(', ')}`);
  }
  const local = zone.toLocal(at);
  const period = periodSeconds * 1000;
  const newest = Math.floor(local / period) * period;
  return Array.from({ length: count + 1 }, (_, index) => {
    const boundary = newest - (count - index) * period;
    return periodSeconds === DAY ? midnight(zone, boundary) : at - (local - boundary);
  });
}

// --- internal ---

const DAY = 86_400;
const WEEK = 604_800;
const PERIODS: readonly number[] = [60, 300, 3_600, DAY];

/** Where the clock skips midnight, the day starts an hour later. */
const midnight = (zone: TimeZone, local: number): number =>
  zone.toInstants(local)[0] ?? zone.toInstants(local + 3_600_000)[0]!;
