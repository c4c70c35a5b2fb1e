import { clockChanges, offsetOf, startAt } from './clock-changes';
import { type Pace, paceOf } from './pace';

/** When a cron expression starts something. Dates carry wall-clock time in their UTC fields. */
export interface Cron {
  /** Whether it starts in the minute of a date. */
  readonly matches: (wall: Date) => boolean;
  /** Starts in a day, on average over years. */
  readonly startsPerDay: number;
  /** The longest time from one start to the next, in seconds of UTC; Infinity when it starts once at most. */
  readonly longestGap: number;
  /** The same by the clocks of an IANA zone, as they are set forward and back. */
  readonly longestGapIn: (zone: string) => number;
  /** A shorter interval that holds in some hours, such as those of the day; undefined for one pace all the time. */
  readonly paceIn: (zone: string) => Pace | undefined;
}

/** What parseCron takes, for messages. */
export const CRON_HELP =
  'minute hour day-of-month month day-of-week year, one of the two days a ?, such as 0 3 * * ? * (no L, W or #)';

/**
 * Parses the fields of EventBridge's `cron(…)`: six of them, with `*`, `,`, `-`, `/` and the names of months and
 * days, Sunday being 1 (EventBridge Scheduler user guide, cron-based schedules). L, W and # are not taken.
 * Undefined for anything else, and for one that never starts.
 */
export function parseCron(text: string): Cron | undefined {
  const words = text.trim().split(/\s+/);
  if (words.length !== FIELDS.length) return undefined;
  if ((words[DAY] === '?') === (words[WEEK_DAY] === '?')) return undefined;
  const fields = FIELDS.map((field, index) => valuesOf(field, words[index]!));
  if (fields.includes(undefined)) return undefined;
  const [minutes, hours, days, months, weekDays, years] = fields as ReadonlySet<number>[];
  const onDay = (wall: Date) =>
    days!.has(wall.getUTCDate()) &&
    months!.has(wall.getUTCMonth() + 1) &&
    weekDays!.has(wall.getUTCDay() + 1) &&
    years!.has(wall.getUTCFullYear());
  const starts = startsOfDay(hours!, minutes!);
  const startDays = Array.from({ length: DAYS }, (_, day) => day).filter((day) =>
    onDay(new Date(FIRST_DAY + day * DAY_SECONDS * 1_000)),
  );
  const longestGap = longestGapOf(starts, startDays);
  if (longestGap === undefined) return undefined;
  return {
    matches: (wall) => minutes!.has(wall.getUTCMinutes()) && hours!.has(wall.getUTCHours()) && onDay(wall),
    startsPerDay: (starts.length * startDays.length) / DAYS,
    longestGap,
    longestGapIn: (zone) => Math.max(longestGap, ...gapsAtChanges(starts, startDays, zone)),
    paceIn: (zone) =>
      paceOf({
        days: startDays.map((day) => FIRST_DAY + day * DAY_SECONDS * 1_000),
        seconds: starts,
        changes: clockChanges(zone, FIRST_DAY, FIRST_DAY + DAYS * DAY_SECONDS * 1_000),
        offset: offsetOf(zone, FIRST_DAY),
      }),
  };
}

// --- internal ---

interface Field {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const FIELDS: readonly Field[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  {
    min: 1,
    max: 12,
    names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  },
  { min: 1, max: 7, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] },
  { min: 1970, max: 2199 },
];
const DAY = 2;
const WEEK_DAY = 4;

const DAY_SECONDS = 86_400;

/** From 2024 to 2032: every pattern of leap years and week days that is seven days long or shorter shows. */
const FIRST_DAY = Date.UTC(2024, 0, 1);
const DAYS = 9 * 366;

function valuesOf(field: Field, text: string): ReadonlySet<number> | undefined {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [range, step = '1', ...rest] = part.split('/');
    const bounds = range === '*' || range === '?' ? [field.min, field.max] : boundsOf(field, range!);
    if (!bounds || rest.length > 0 || !/^[1-9]\d*$/.test(step)) return undefined;
    // `5/15` counts on from 5 to the end of the field.
    const last = part.includes('/') && !range!.includes('-') ? field.max : bounds[1]!;
    for (let value = bounds[0]!; value <= last; value += Number(step)) values.add(value);
  }
  return values;
}

function boundsOf({ min, max, names = [] }: Field, range: string): [number, number] | undefined {
  const values = range.split('-').map((word) => {
    const named = names.indexOf(word.toUpperCase());
    return named >= 0 ? named + min : /^\d{1,4}$/.test(word) ? Number(word) : Number.NaN;
  });
  const [from, to = from] = values;
  const isRight = values.length <= 2 && from! >= min && to! <= max && from! <= to!;
  return isRight ? [from!, to!] : undefined;
}

/** Seconds after midnight, ascending. */
function startsOfDay(hours: ReadonlySet<number>, minutes: ReadonlySet<number>): number[] {
  return [...hours]
    .flatMap((hour) => [...minutes].map((minute) => hour * 3_600 + minute * 60))
    .sort((a, b) => a - b);
}

/** Undefined when there is no start at all. */
function longestGapOf(starts: readonly number[], days: readonly number[]): number | undefined {
  if (days.length === 0) return undefined;
  if (days.length * starts.length === 1) return Number.POSITIVE_INFINITY;
  const within = starts.slice(1).map((start, index) => start - starts[index]!);
  const between = days
    .slice(1)
    .map((day, index) => (day - days[index]!) * DAY_SECONDS + starts[0]! - starts.at(-1)!);
  return Math.max(...within, ...between);
}

/** The longest gap around each change of a zone's clocks, in seconds of real time. */
function gapsAtChanges(starts: readonly number[], days: readonly number[], zone: string): number[] {
  const changes = clockChanges(zone, FIRST_DAY, FIRST_DAY + DAYS * DAY_SECONDS * 1_000);
  return changes.map((change) => {
    const changed = (change.at + change.before - FIRST_DAY) / (DAY_SECONDS * 1_000);
    // From the last day of a start before the change to the first after it, whole.
    const first = days.findLastIndex((day) => day < changed - 2);
    const last = days.findIndex((day) => day > changed + 2);
    const around = days.slice(Math.max(0, first), last < 0 ? undefined : last + 1);
    const instants = around
      .flatMap((day) => starts.map((start) => FIRST_DAY + (day * DAY_SECONDS + start) * 1_000))
      .flatMap((wall) => startAt(wall, change) ?? []);
    return instants.reduce((most, at, index) => Math.max(most, at - (instants[index - 1] ?? at)), 0) / 1_000;
  });
}
