import type uPlot from 'uplot';
import type { Values } from '../dashboard/graph-table';

/**
 * A line is drawn across its gaps and cut out there; one that rises or falls at once in a gap is half a stroke wide beside it,
 * and would leave a stub.
 */
export const widened: uPlot.Series.GapsRefiner = (plot, series, _first, _last, gaps) => {
  const stroke = Math.ceil((plot.series[series]?.width ?? 1) * devicePixelRatio);
  return gaps.map(([from, to], index) => {
    const before = from - (gaps[index - 1]?.[1] ?? Number.NEGATIVE_INFINITY);
    const after = (gaps[index + 1]?.[0] ?? Number.POSITIVE_INFINITY) - to;
    // What lies between two gaps keeps a third of its width at least.
    return [from - Math.min(stroke, before / 3), to + Math.min(stroke, after / 3)];
  });
};

/** Points of what is too short for a line to be seen, between nothing and nothing. */
export const aloneOf: uPlot.Series.Points.Filter = (plot, index) => {
  const values = plot.data[index] as Values;
  const alone: number[] = [];
  let first: number | undefined;
  let last = 0;
  const end = () => {
    if (first !== undefined && widthOf(plot, first, last) < SHORTEST) alone.push(first);
    first = undefined;
  };
  // An instant of other lines alone is undefined, and no gap.
  for (const [at, value] of values.entries()) {
    if (value === null) end();
    else if (value !== undefined) {
      first ??= at;
      last = at;
    }
  }
  end();
  return alone;
};

// --- internal ---

/** CSS pixels. */
const SHORTEST = 3;

const widthOf = (plot: uPlot, first: number, last: number): number =>
  plot.valToPos(plot.data[0][last]!, 'x') - plot.valToPos(plot.data[0][first]!, 'x');
