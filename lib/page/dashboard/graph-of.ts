import type { DrawnGraph, DrawnLine, Moment } from '../../dashboard';
import { thinnedSeries } from '../chart';
import type { Span } from '../lane';
import { seriesText } from '../series-text';
import type { Graph, PlottedLine } from './graph';

/** The graph of what has data; undefined where nothing has. */
export function graphOf(drawn: DrawnGraph, { from, until }: Span): Graph | undefined {
  const lines = drawn.lines.flatMap((line, index) => plotted(line, colorOf(line, index), from));
  if (lines.length === 0) return undefined;
  const { levels, stacked, axes } = drawn;
  const moments = drawn.moments.filter(({ at, to = at }) => at <= until && to >= from).map(inSeconds);
  return {
    from: from / 1000,
    until: until / 1000,
    zero: from / 1000,
    lines,
    ...(stacked ? { stacked } : {}),
    left: axes.left,
    ...(lines.some(({ right }) => right) ? { right: axes.right } : {}),
    ...(levels.length > 0 ? { levels } : {}),
    ...(moments.length > 0 ? { moments } : {}),
  } as Graph;
}

/** A colour of its own, or that of its place. */
export const colorOf = ({ color }: DrawnLine, index: number): string => color ?? `var(--c${index % COLORS})`;

// --- internal ---

/** As many as the sheet of styles has. */
const COLORS = 10;
/** A widget is no wider. */
const MOST_POINTS = 1_440;

function plotted(line: DrawnLine, color: string, from: number): PlottedLine[] {
  const { slots, values, side } = line;
  if (values.every((value) => value === null)) return [];
  const step = slots.period;
  const start = slots.start / 1000;
  const style = { color, ...(side === 'right' ? { right: true as const } : {}) };
  if (values.length <= MOST_POINTS) {
    // A slot that begins before the time is drawn where the time begins.
    const isEarly = slots.start < from && values.length === 1;
    return [{ ...style, x: [isEarly ? from / 1000 : start, step], y: seriesText(values) }];
  }
  const { x, y } = thinnedSeries(
    values.map((_, index) => start + index * step),
    values,
  );
  return [{ ...style, x: { all: x }, y: seriesText(y) }];
}

const inSeconds = ({ at, to, ...moment }: Moment): Moment => ({
  ...moment,
  at: at / 1000,
  ...(to === undefined ? {} : { to: to / 1000 }),
});
