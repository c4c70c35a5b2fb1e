/** A series in promtool's notation, kept compact. */
export interface Series {
  /** Number of points, missing ones included. */
  readonly length: number;
  /** Value of a point, null for a missing one. */
  readonly valueAt: (index: number) => number | null;
}

/** What is wrong with a series, in the words of the notation. */
export class SeriesError extends Error {
  override readonly name = 'SeriesError';
}

/**
 * Reads promtool's series notation, with its counts: `a` is a value, `_` a missing point, `_xn` n missing
 * points, `axn` a value and n more of it, `a+bxn` and `a-bxn` a value and n more, each b further.
 *
 * @throws {SeriesError} for `stale` (a Prometheus notion), histograms, and anything else
 */
export function parseSeries(text: string): Series {
  const segments: Segment[] = [];
  let length = 0;
  for (const item of text.trim().split(/\s+/)) {
    if (item === '') continue;
    const { count, ...rest } = parseItem(item);
    if (count === 0) continue;
    segments.push({ ...rest, start: length });
    length += count;
    if (length > MAX_POINTS) throw new SeriesError(`got ${length} points, allowed: at most ${MAX_POINTS}`);
  }
  if (length === 0) throw new SeriesError("no points, allowed: promtool's notation, such as 0x10 500x20 _x5");
  return { length, valueAt: (index) => valueAt(segments, length, index) };
}

// --- internal ---

interface Segment {
  readonly start: number;
  /** Null is a run of missing points. */
  readonly first: number | null;
  readonly step: number;
}

/** A year of seconds; the notation is compact, so this bounds the work, not the memory. */
const MAX_POINTS = 31_622_400;
const DIGITS = String.raw`(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`;
const MISSING = /^_(?:x(\d+))?$/;
const VALUES = new RegExp(`^([-+]?${DIGITS})([-+]${DIGITS})?(?:x(\\d+))?$`);

const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/^stale$/, 'CloudWatch has no stale markers; leave the points out with _'],
  [/\{\{/, 'CloudWatch has no histograms; give values'],
  [/^[-+]?(inf|nan)/i, 'CloudWatch takes neither NaN nor infinity; leave the point out with _'],
];

function parseItem(item: string): { count: number; first: number | null; step: number } {
  const missing = MISSING.exec(item);
  if (missing) return { count: Number(missing[1] ?? 1), first: null, step: 0 };
  const values = VALUES.exec(item);
  // A step without a count would be two values glued together.
  if (!values || (values[2] !== undefined && values[3] === undefined)) throw refusal(item);
  return { count: Number(values[3] ?? 0) + 1, first: Number(values[1]), step: Number(values[2] ?? 0) };
}

function refusal(item: string): SeriesError {
  const reason = REFUSED.find(([pattern]) => pattern.test(item))?.[1];
  return new SeriesError(`'${item}': ${reason ?? 'allowed: a, axn, a+bxn, a-bxn, _ and _xn'}`);
}

function valueAt(segments: readonly Segment[], length: number, index: number): number | null {
  if (index < 0 || index >= length) return null;
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (segments[middle]!.start <= index) low = middle;
    else high = middle - 1;
  }
  const { first, step, start } = segments[low]!;
  return first === null ? null : first + step * (index - start);
}
