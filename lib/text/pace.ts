import type { ClockChange } from './clock-changes';

/** A shorter interval of starts than the longest, which holds in some stretches of every day or week: by day, say. */
export interface Pace {
  /** The longest time between two starts within the stretches, in seconds. */
  readonly everySeconds: number;
  /** Whether the stretches are those of a day, or of a week. */
  readonly cycle: 'day' | 'week';
  /** In minutes of UTC since midnight, or since Monday's, `until` exclusive; a start is due at `from`. */
  readonly stretches: readonly { readonly from: number; readonly until: number }[];
}

/** The starts of a schedule by the clocks of its zone. */
export interface Starts {
  /** Epoch milliseconds, as if wall-clock time were UTC: midnights of its days, ascending. */
  readonly days: readonly number[];
  /** Seconds after midnight, ascending. */
  readonly seconds: readonly number[];
  /** Changes of the zone's clocks over these days, and what the clocks are ahead of UTC before the first. */
  readonly changes: readonly ClockChange[];
  readonly offset: number;
}

/**
 * The second pace of a schedule: of its gaps, the longest of those that are near the shortest, and the minutes of the
 * week that no longer gap ever covers, however the clocks are set. Undefined for a schedule of one pace.
 */
export function paceOf(starts: Starts): Pace | undefined {
  const everySeconds = shortPace(starts.seconds);
  if (everySeconds === undefined) return undefined;
  const isFree = freeMinutes(starts, everySeconds);
  if (!isFree) return undefined;
  const days = Array.from({ length: 7 }, (_, day) => isFree.slice(day * DAY, (day + 1) * DAY).join());
  const isDaily = days.every((day) => day === days[0]);
  const stretches = stretchesOf(isDaily ? isFree.slice(0, DAY) : isFree).filter(
    ({ from, until }) => (until - from) * 60 >= LEAST_RUNS * everySeconds,
  );
  if (stretches.length === 0 || stretches.length > MOST_STRETCHES) return undefined;
  return { everySeconds, cycle: isDaily ? 'day' : 'week', stretches };
}

// --- internal ---

/** In minutes. */
const DAY = 1_440;
const WEEK = 7 * DAY;
const MINUTE_MS = 60_000;

/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1);

/** Gaps of more than this times a shorter one are another pace. */
const APART = 2;

/** A stretch of fewer runs is over before a missing one is told of. */
const LEAST_RUNS = 4;

/** What fits in the expression of an alarm: a week's working days, some of them cut by midnight. */
const MOST_STRETCHES = 10;

/** The longest of the gaps within a day that lie together at the short end. */
function shortPace(seconds: readonly number[]): number | undefined {
  const gaps = [...new Set(seconds.slice(1).map((second, index) => second - seconds[index]!))];
  const sorted = gaps.sort((a, b) => a - b);
  return sorted.find((gap, index) => index === sorted.length - 1 || sorted[index + 1]! > APART * gap);
}

/** For each minute of the week in UTC, whether no gap longer than the pace ever covers it; undefined without such gaps. */
function freeMinutes(starts: Starts, everySeconds: number): Uint8Array<ArrayBuffer> | undefined {
  const isFree = new Uint8Array(WEEK).fill(1);
  const cover = (from: number, until: number) => {
    const first = Math.floor((from - MONDAY) / MINUTE_MS);
    const minutes = Math.min(WEEK, Math.ceil((until - from) / MINUTE_MS));
    for (let minute = first; minute < first + minutes; minute++) {
      isFree[((minute % WEEK) + WEEK) % WEEK] = 0;
    }
  };
  const { days, seconds, changes } = starts;
  const long = seconds.slice(1).flatMap((until, index): [number, number][] => {
    const from = seconds[index]!;
    return until - from > everySeconds ? [[from, until]] : [];
  });
  days.forEach((day, index) => {
    // What is after the last start, nobody knows.
    const next = days[index + 1] ?? day;
    const overnight: [number, number] = [seconds.at(-1)!, (next - day) / 1_000 + seconds[0]!];
    const gaps = overnight[1] - overnight[0] > everySeconds ? [...long, overnight] : long;
    for (const [from, until] of gaps) {
      cover(utcOf(day + from * 1_000, starts), utcOf(day + until * 1_000, starts));
    }
  });
  if (!isFree.includes(0)) return undefined;
  // Around a change, starts are left out and gaps are longer.
  for (const { at } of changes) cover(at - 120 * MINUTE_MS, at + 120 * MINUTE_MS);
  return isFree;
}

function utcOf(wall: number, { changes, offset }: Starts): number {
  const last = changes.findLast(({ at, after }) => wall - after >= at);
  return wall - (last?.after ?? offset);
}

/** The runs of ones in a cycle; one over its end begins with what is before its beginning. */
function stretchesOf(isFree: Uint8Array): { from: number; until: number }[] {
  const found: { from: number; until: number }[] = [];
  let from = -1;
  for (let minute = 0; minute <= isFree.length; minute++) {
    if (isFree[minute] === 1) {
      if (from < 0) from = minute;
    } else if (from >= 0) {
      found.push({ from, until: minute });
      from = -1;
    }
  }
  const [first, last] = [found[0], found.at(-1)];
  const isOverEnd = found.length > 1 && first?.from === 0 && last?.until === isFree.length;
  if (!isOverEnd) return found;
  return [...found.slice(1, -1), { from: last!.from, until: isFree.length + first!.until }];
}
