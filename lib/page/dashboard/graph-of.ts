import type { DrawnGraph, DrawnLine, Moment } from '../../dashboard';
import { keptPoints } from '../chart';
import type { Span } from '../lane';
import { seriesText } from '../series-text';
import type { Graph, PlottedLine } from './graph';

/** The graph of what has data; undefined where nothing has. */
export function graphOf(drawn: DrawnGraph, { from, until }: Span): Graph | undefined {
  const { levels, stacked, axes } = drawn;
  const kept = stacked ? keptTogether(drawn.lines) : undefined;
  const lines = drawn.lines.flatMap((line, index) => plotted(line, colorOf(line, index), from, kept));
  if (lines.length === 0) return undefined;
  const moments = drawn.moments.filter(({ at, to = at }) => at <= until && to >= from).map(inSeconds);
  return {
    from: from / 1000,
    until: until / 1000,
    zero: from / 1000,
    lines,
    ...(stacked ? { stacked } : {}),
    left: axes.left,
    ...(lines.some(({ right }) => right) || levels.some(({ side }) => side === 'right')
      ? { right: axes.right }
      : {}),
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

/** Of stacked lines more than these are thinned by their sum alone, in which a spike of any is one. */
const MOST_WATCHED = 8;

/** The points that stacked lines of a period keep, the same for all of them: they are added. */
function keptTogether(lines: readonly DrawnLine[]): ReadonlyMap<number, readonly number[]> {
  const long = lines.filter(({ values }) => values.length > MOST_POINTS && hasPoints(values));
  return new Map(
    [...new Set(long.map(({ slots }) => slots.period))].map((period) => {
      const series = long.filter(({ slots }) => slots.period === period).map(({ values }) => values);
      const sum = series[0]!.map((_, index) => series.reduce((all, values) => all + (values[index] ?? 0), 0));
      return [period, keptPoints([sum, ...(series.length <= MOST_WATCHED ? series : [])])];
    }),
  );
}

const hasPoints = (values: DrawnLine['values']): boolean => values.some((value) => value !== null);

function plotted(
  line: DrawnLine,
  color: string,
  from: number,
  keptByPeriod: ReturnType<typeof keptTogether> | undefined,
): PlottedLine[] {
  const { slots, values, side } = line;
  if (!hasPoints(values)) return [];
  const step = slots.period;
  const start = slots.start / 1000;
  const style = { color, ...(side === 'right' ? { right: true as const } : {}) };
  if (values.length <= MOST_POINTS) {
    // A slot that begins before the time is drawn where the time begins.
    const isEarly = slots.start < from && values.length === 1;
    return [{ ...style, x: [isEarly ? from / 1000 : start, step], y: seriesText(values) }];
  }
  const kept = keptByPeriod?.get(step) ?? keptPoints([values]);
  const all = kept.map((index) => start + index * step);
  return [{ ...style, x: { all, step }, y: seriesText(kept.map((index) => values[index]!)) }];
}

const inSeconds = ({ at, to, ...moment }: Moment): Moment => ({
  ...moment,
  at: at / 1000,
  ...(to === undefined ? {} : { to: to / 1000 }),
});
