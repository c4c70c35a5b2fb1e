import uPlot from 'uplot';
import type { Axis } from '../../dashboard/dashboard';
import { ticksOf, tickText } from '../axis';
import type { Graph, PlottedLine } from '../dashboard/graph';
import { type GraphTable, graphTable } from '../dashboard/graph-table';
import { FONT, fittingText, short } from './axis-text';
import { colour } from './colour';
import { cornerNote, pointedAt } from './corner-note';
import { aloneOf, widened } from './gaps';
import { type Marks, marksOf } from './graph-marks';

/** Whether a node is a graph of a dashboard; the others are an alarm's series. */
export const isGraph = (node: HTMLElement): boolean => node.dataset.graph !== undefined;

/** Draws a graph of a dashboard into its node, which is as high as the widget has room. */
export function plotGraph(node: HTMLElement): uPlot {
  const graph: Graph = JSON.parse(node.dataset.graph!);
  const isSpark = node.classList.contains('spark');
  const table = graphTable(graph);
  const { clientWidth: width, clientHeight: height } = node;
  return new uPlot(optionsOf(graph, table, { width, height, isSpark, node }), alignedData(table), node);
}

// --- internal ---

/** What a tick of the time axis takes, with room beside it. */
const TICK = 46;
const LABEL_FONT = '12px system-ui, sans-serif';
/** CSS pixels of a digit, of what is beside the numbers of an axis, and of an axis of short numbers. */
const DIGIT = 6.5;
const BESIDE = 12;
const GUTTER = 26;
const TIMES = 22;
const RIGHT = 14;
/** Of the height of the data, above and below them. */
const ROOM = 0.08;

interface Look {
  readonly width: number;
  readonly height: number;
  readonly isSpark: boolean;
  readonly node: HTMLElement;
}

/** The drawn lines, and after them what stacked ones stand on. */
const alignedData = ({ x, tops, bases }: GraphTable): uPlot.AlignedData =>
  [x, ...tops, ...bases.values()] as uPlot.AlignedData;

function optionsOf(graph: Graph, table: GraphTable, { width, height, isSpark, node }: Look): uPlot.Options {
  const { from, until, lines, stacked } = graph;
  const marks = marksOf(graph);
  const axis = { stroke: () => colour('--dim'), font: FONT, labelFont: LABEL_FONT, ticks: { show: false } };
  const grid = { stroke: () => colour('--line'), width: 1 };
  const side = (scale: 'y' | 'right', place: 1 | 3, { label }: Axis): uPlot.Axis => ({
    ...axis,
    scale,
    side: place,
    size: (_plot, values) =>
      Math.max(GUTTER, BESIDE + DIGIT * Math.max(0, ...(values ?? []).map((text) => text.length))),
    values: (_plot, splits) => splits.map((value) => short(value)),
    grid: place === 3 ? grid : { show: false },
    ...(label === undefined ? {} : { label, labelSize: 16 }),
  });
  const times: uPlot.Axis = {
    ...axis,
    grid: { show: false },
    size: TIMES,
    splits: (plot) => ticksOf(graph, Math.max(1, Math.floor(widthOf(plot) / TICK))),
    values: (plot, splits) =>
      splits.map((at) =>
        fittingText(
          plot,
          at,
          graph,
          widthOf(plot) + (graph.right ? GUTTER : RIGHT),
          graph.right ? GUTTER : RIGHT,
        ),
      ),
  };
  return {
    width,
    height,
    padding: isSpark ? [2, 2, 2, 2] : [6, graph.right ? 0 : RIGHT, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, y: false, points: { size: 6 }, show: !isSpark },
    scales: {
      x: { time: false, range: [from, until] },
      y: { range: rangeOf(graph.left, marks.left) },
      right: { range: rangeOf(graph.right ?? {}, marks.right) },
    },
    axes: isSpark
      ? [{ show: false }, { show: false }]
      : [times, side('y', 3, graph.left), ...(graph.right ? [side('right', 1, graph.right)] : [])],
    series: [
      {},
      ...lines.map((line) => seriesOf(line, stacked)),
      ...[...table.bases.keys()].map((index) => baseOf(lines[index]!)),
    ],
    bands: [...table.bases.keys()].map((index, place) => ({ series: [index + 1, lines.length + 1 + place] })),
    hooks: { drawAxes: [marks.fill], draw: [marks.draw], setCursor: [pointed(graph, table, node)] },
  };
}

/** CSS pixels between the axes, as far as they are known yet. */
const widthOf = ({ bbox, width }: uPlot): number => bbox.width / devicePixelRatio || width - 2 * GUTTER;

function seriesOf({ color, right }: PlottedLine, stacked: boolean | undefined): uPlot.Series {
  const ink = color.startsWith('var(') ? color.slice(4, -1) : color;
  return {
    scale: right ? 'right' : 'y',
    stroke: () => colour(ink),
    width: 1.5,
    spanGaps: false,
    ...(stacked ? { fill: () => `color-mix(in srgb, ${colour(ink)} 45%, transparent)` } : {}),
    gaps: widened,
    points: { show: true, size: 4, fill: () => colour(ink), filter: aloneOf },
  };
}

/** What a stacked line is filled down to; it is not drawn itself. */
const baseOf = ({ right }: PlottedLine): uPlot.Series => ({
  scale: right ? 'right' : 'y',
  width: 0,
  spanGaps: false,
  points: { show: false },
});

/** What the axis says, or all values and marks, with room, and 0 where nothing is below it. */
function rangeOf({ min, max }: Axis, levels: Marks['left']): uPlot.Range.Function {
  return (_plot, dataMin, dataMax) => {
    const all = [0, ...levels, dataMin ?? 0, dataMax ?? 0];
    const [least, most] = [Math.min(...all), Math.max(...all)];
    const room = (most - least) * ROOM;
    const low = min ?? (least < 0 ? least - room : least);
    const high = max ?? (most > least ? most + room : least + 1);
    return high > low ? [low, high] : [low, low + 1];
  };
}

/** Writes what the pointer is at into the legend, and the time into the corner. */
function pointed(graph: Graph, table: GraphTable, node: HTMLElement): (plot: uPlot) => void {
  const values = [...(node.parentElement?.querySelectorAll<HTMLElement>('.graph-legend b') ?? [])];
  const write = cornerNote();
  return (plot) => {
    const at = pointedAt(plot);
    write(plot, at === undefined ? '' : tickText(at, graph, true));
    table.own.forEach((own, place) => {
      const value = at === undefined ? undefined : own[plot.cursor.idx!];
      const cell = values[place];
      if (cell) cell.textContent = value === null || value === undefined ? '' : short(value);
    });
  };
}
