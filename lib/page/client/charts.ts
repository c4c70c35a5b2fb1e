import uPlot from 'uplot';
import { ticksOf, tickText } from '../axis';
import type { Chart, Threshold } from '../chart';
import { FONT, FONT_SIZE, fittingText, short } from './axis-text';
import { colour } from './colour';
import { cornerNote, pointedAt } from './corner-note';
import { isGraph, plotGraph } from './graph';
import { unpack } from './unpack';

/** Draws the page's charts when they come into sight, and again when their width or the colours change. */
const plots = new Map<HTMLElement, uPlot>();
const inSight = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) draw(target as HTMLElement);
  },
  { rootMargin: '600px' },
);
const sized = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const node = target as HTMLElement;
    if (node.clientWidth > 0)
      plots
        .get(node)
        ?.setSize({ width: node.clientWidth, height: isGraph(node) ? node.clientHeight : HEIGHT });
  }
});

const chartsIn = (root: ParentNode) => [...root.querySelectorAll<HTMLElement>('.chart, .graph')];
function watch(root: ParentNode): void {
  for (const node of chartsIn(root)) {
    inSight.observe(node);
    sized.observe(node);
  }
}
watch(document);
for (const node of document.querySelectorAll<HTMLDetailsElement>('details[data-packed]')) {
  node.addEventListener('toggle', () => void unpack(node).then(() => watch(node)), { once: true });
}
for (const media of ['(prefers-color-scheme: dark)', 'print']) {
  matchMedia(media).addEventListener('change', () => {
    for (const plot of plots.values()) plot.redraw(false, true);
  });
}
addEventListener('beforeprint', () => {
  for (const node of chartsIn(document)) if (node.clientWidth > 0) draw(node);
});

// --- internal ---

const HEIGHT = 170;
/** As wide as the titles of the lanes below, and as far from the right edge. */
const GUTTER = 84;
const RIGHT = 12;
/** What a tick of the time axis takes, with room beside it. */
const TICK = 90;

function draw(node: HTMLElement): void {
  if (plots.has(node) || node.clientWidth === 0) return;
  if (isGraph(node)) {
    plots.set(node, plotGraph(node));
    return;
  }
  const chart: Chart = JSON.parse(node.dataset.chart!);
  plots.set(node, new uPlot(optionsOf(chart, node.clientWidth), [[...chart.x], [...chart.y]], node));
}

function optionsOf(chart: Chart, width: number): uPlot.Options {
  const { from, until, thresholds } = chart;
  const axis = { stroke: () => colour('--dim'), font: FONT, ticks: { show: false } };
  const grid = { stroke: () => colour('--line'), width: 1 };
  return {
    width,
    height: HEIGHT,
    padding: [8, RIGHT, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, y: false, points: { size: 6 } },
    scales: {
      x: { time: false, range: [from, until] },
      y: { range: rangeOf(chart) },
    },
    axes: [
      {
        ...axis,
        grid,
        size: 24,
        splits: (plot) => ticksOf(chart, Math.max(2, Math.floor((plot.width - GUTTER) / TICK))),
        values: (plot, splits) =>
          splits.map((at) => fittingText(plot, at, chart, plot.width - GUTTER, RIGHT)),
      },
      { ...axis, grid, size: GUTTER, values: (_plot, splits) => splits.map((value) => short(value)) },
    ],
    series: [
      {},
      {
        stroke: () => colour('--series'),
        width: chart.x.length > 400 ? 1 : 1.75,
        spanGaps: false,
        paths: uPlot.paths.stepped!({ align: -1 }),
        points: { show: chart.x.length < 200, size: 4, fill: () => colour('--series') },
      },
    ],
    hooks: {
      drawAxes: [(plot) => shade(plot, thresholds)],
      draw: [(plot) => limits(plot, thresholds)],
      setCursor: [pointed(chart)],
    },
  };
}

/** All values and thresholds, with room, and 0 where nothing is below it. */
function rangeOf({ y, thresholds }: Chart): [number, number] {
  const values = [...y.filter((value) => value !== null), ...thresholds.map(({ value }) => value)];
  const low = values.reduce((least, value) => Math.min(least, value), 0);
  const high = values.reduce((most, value) => Math.max(most, value), low);
  const room = (high - low || 1) * 0.12;
  return [low < 0 ? low - room : low, high + room];
}

/** The side of the threshold that breaches. */
function shade(plot: uPlot, thresholds: readonly Threshold[]): void {
  const now = thresholds.find(({ isOld }) => !isOld);
  if (!now) return;
  const { ctx, bbox } = plot;
  const at = clamp(plot.valToPos(now.value, 'y', true), bbox.top, bbox.top + bbox.height);
  const [top, bottom] = now.breaches === 'above' ? [bbox.top, at] : [at, bbox.top + bbox.height];
  ctx.save();
  ctx.fillStyle = colour('--breach');
  ctx.fillRect(bbox.left, top, bbox.width, bottom - top);
  ctx.restore();
}

function limits(plot: uPlot, thresholds: readonly Threshold[]): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.font = `${FONT_SIZE * ratio}px system-ui, sans-serif`;
  for (const { value, label, isOld, breaches } of thresholds) {
    const at = plot.valToPos(value, 'y', true);
    const ink = colour(isOld ? '--dim' : '--bad');
    ctx.strokeStyle = ink;
    ctx.lineWidth = 1.25 * ratio;
    ctx.setLineDash(isOld ? [2 * ratio, 4 * ratio] : [6 * ratio, 4 * ratio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, at);
    ctx.lineTo(bbox.left + bbox.width, at);
    ctx.stroke();
    // Outside of the breaching side, unless there is no room; the old one at the other end, so that both can be read.
    const room = 14 * ratio;
    const isBelow = breaches === 'above' ? at + room < bbox.top + bbox.height : at - room < bbox.top;
    const width = ctx.measureText(label).width;
    const left = isOld ? bbox.left + 4 * ratio : bbox.left + bbox.width - width - 4 * ratio;
    const top = isBelow ? at + 2 * ratio : at - room;
    ctx.globalAlpha = 0.8;
    ctx.fillStyle = colour('--card');
    ctx.fillRect(left - 2 * ratio, top, width + 4 * ratio, room - 2 * ratio);
    ctx.globalAlpha = 1;
    ctx.fillStyle = ink;
    ctx.textAlign = 'left';
    ctx.textBaseline = 'top';
    ctx.fillText(label, left, top + ratio);
  }
  ctx.restore();
}

/** What the pointer is at, in words in the corner. */
function pointed(chart: Chart): (plot: uPlot) => void {
  const write = cornerNote();
  return (plot) => {
    const at = pointedAt(plot);
    if (at === undefined) return write(plot, '');
    const value = plot.data[1]![plot.cursor.idx!];
    write(
      plot,
      `${tickText(at, chart, true)}: ${value === null || value === undefined ? 'no datapoint' : short(value)}`,
    );
  };
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
