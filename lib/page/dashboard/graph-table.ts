import { seriesValues } from '../series-text';
import type { Graph, PlottedLine } from './graph';

/** Null where a line has a gap, undefined where it has no instant: what is beside such a one is joined. */
export type Values = (number | null | undefined)[];

/** The lines of a graph at the instants of all of them. */
export interface GraphTable {
  /** Epoch seconds. */
  readonly x: readonly number[];
  /** What each line says itself. */
  readonly own: readonly Values[];
  /** Where each line is drawn: stacked, on those before it on its axis. */
  readonly tops: readonly Values[];
  /** What a stacked line stands on, by the index of the line; those that stand on 0 have none. */
  readonly bases: ReadonlyMap<number, Values>;
}

/**
 * Lines of different periods are stacked as they are drawn: between two points a line is on the way from one to the other, and the
 * last before a gap holds for its period. A gap adds nothing to the stack and stays a gap.
 */
export function graphTable({ lines, stacked }: Graph): GraphTable {
  const points = lines.map(pointsOf);
  const x = [...new Set(points.flatMap(({ at }) => at))].sort((a, b) => a - b);
  const own = points.map(({ at, values }): Values => {
    const places = new Map(at.map((instant, index) => [instant, values[index]!]));
    return x.map((instant) => places.get(instant));
  });
  if (!stacked) return { x, own, tops: own, bases: new Map() };
  const sums = { left: x.map(() => 0), right: x.map(() => 0) };
  const bases = new Map<number, Values>();
  const started = new Set<string>();
  const tops = points.map((line, index): Values => {
    const side = lines[index]!.right ? 'right' : 'left';
    const values = between(line, x);
    const base = values.map((value, at) => (value === null ? null : sums[side][at]!));
    if (started.has(side)) bases.set(index, base);
    started.add(side);
    sums[side] = sums[side].map((sum, at) => sum + (values[at] ?? 0));
    return values.map((value, at) => (value === null ? null : sums[side][at]!));
  });
  return { x, own, tops, bases };
}

// --- internal ---

interface Points {
  readonly at: readonly number[];
  readonly values: readonly (number | null)[];
  /** Seconds that a point holds for. */
  readonly step: number;
}

function pointsOf({ x, y }: PlottedLine): Points {
  const values = seriesValues(y);
  if ('all' in x) return { at: x.all, values, step: x.step };
  const [start, step] = x;
  return { at: values.map((_, index) => start + index * step), values, step };
}

function between({ at, values, step }: Points, x: readonly number[]): (number | null)[] {
  let place = -1;
  return x.map((instant) => {
    while (place + 1 < at.length && at[place + 1]! <= instant) place++;
    const value = values[place] ?? null;
    if (value === null || at[place] === instant) return value;
    const next = values[place + 1] ?? null;
    if (next === null) return instant < at[place]! + step ? value : null;
    const share = (instant - at[place]!) / (at[place + 1]! - at[place]!);
    return value + share * (next - value);
  });
}
