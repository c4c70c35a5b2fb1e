/** An instant at which the clocks of a zone are set forward or back; all three in milliseconds, epoch and offsets. */
export interface ClockChange {
  readonly at: number;
  /** Wall clock less UTC. */
  readonly before: number;
  readonly after: number;
}

/** The changes of an IANA zone between two instants, in their order; none where the zone is not known. */
export function clockChanges(zone: string, from: number, to: number): readonly ClockChange[] {
  const key = `${zone} ${from} ${to}`;
  const known = cache.get(key) ?? findChanges(zone, from, to);
  cache.set(key, known);
  return known;
}

/** What the clocks of an IANA zone are ahead of UTC at an instant, in milliseconds; 0 where the zone is not known. */
export function offsetOf(zone: string, instant: number): number {
  return offsets(zone)?.(instant) ?? 0;
}

/**
 * When a schedule of wall-clock time starts, once: of the two instants that the clocks show twice the first, and none
 * for a time that they leave out (EventBridge Scheduler user guide, schedule types).
 */
export function startAt(wall: number, { at, before, after }: ClockChange): number | undefined {
  if (wall - before < at) return wall - before;
  return wall - after >= at ? wall - after : undefined;
}

// --- internal ---

const cache = new Map<string, readonly ClockChange[]>();

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

function findChanges(zone: string, from: number, to: number): ClockChange[] {
  const offsetAt = offsets(zone);
  if (!offsetAt) return [];
  const found: ClockChange[] = [];
  let before = offsetAt(from);
  for (let day = from; day < to; day += DAY_MS) {
    const after = offsetAt(day + DAY_MS);
    if (after === before) continue;
    let [low, high] = [day, day + DAY_MS];
    while (high - low > MINUTE_MS) {
      const middle = Math.floor((low + high) / 2 / MINUTE_MS) * MINUTE_MS;
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    found.push({ at: high, before, after });
    before = after;
  }
  return found;
}

function offsets(zone: string): ((instant: number) => number) | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    return (instant) => {
      const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
      const [year, month, day, hour, minute, second] = PARTS.map((type) => parts.get(type)!);
      return Date.UTC(year!, month! - 1, day, hour, minute, second) - instant;
    };
  } catch {
    return undefined;
  }
}

const PARTS = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;
