import uPlot from 'uplot';
import { type Band, outages, type Past, pastText } from './past';
import { colour, onThemeChange, seriesColour, seriesDash } from './theme';

/** The last hour: the heartbeats of each worker, and below them who was down, what fired and who was told. */
export interface Timeline {
  readonly update: (past: Past) => void;
}

export function createTimeline(node: HTMLElement): Timeline {
  let past: Past | undefined;
  let plot: uPlot | undefined;
  let workers = '';
  const make = (of: Past) => {
    plot?.destroy();
    workers = of.beats.map(({ worker }) => worker).join();
    plot = new uPlot(
      options(node, of, () => past!),
      dataOf(of),
      node,
    );
  };
  onThemeChange(() => plot?.redraw());
  new ResizeObserver(() => plot?.setSize({ width: node.clientWidth, height: HEIGHT })).observe(node);
  return {
    update(given) {
      past = given;
      if (!plot || workers !== past.beats.map(({ worker }) => worker).join()) make(past);
      plot!.setData(dataOf(past), false);
      plot!.batch(() => {
        plot!.setScale('x', { min: past!.from / 1000, max: past!.to / 1000 });
        plot!.setScale('y', rangeOf(past!));
      });
      const text = pastText(past);
      if (node.getAttribute('aria-label') !== text) node.setAttribute('aria-label', text);
    },
  };
}

// --- internal ---

const HEIGHT = 148;
/** Rows below the lines, in CSS pixels each. */
const ROW = 15;
const ROWS = ['down', 'ALARM', 'told'] as const;
const FONT = '11px system-ui, sans-serif';
/** Between the names of rows and the lines. */
const GAP = 6;
const TIME_AXIS = 22;
const LINES = HEIGHT - TIME_AXIS - ROWS.length * ROW - 8;

function dataOf({ beats }: Past): uPlot.AlignedData {
  const tables = beats.map(
    ({ points }): uPlot.AlignedData => [
      points.map(([start]) => start / 1000),
      points.map(([, value]) => value),
    ],
  );
  return tables.length === 0 ? [[]] : uPlot.join(tables);
}

/** The rows take their part of the scale below zero. */
function rangeOf({ beats }: Past): { min: number; max: number } {
  const most = Math.max(1, ...beats.flatMap(({ points }) => points.map(([, value]) => value ?? 0))) * 1.1;
  return { min: (-most * (ROWS.length * ROW + 4)) / LINES, max: most };
}

function options(node: HTMLElement, { beats }: Past, past: () => Past): uPlot.Options {
  const axis = { stroke: () => colour('dim'), font: FONT };
  return {
    width: node.clientWidth,
    height: HEIGHT,
    padding: [4, 18, 0, 0],
    cursor: { show: false },
    legend: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    scales: { x: { time: true, auto: false }, y: { auto: false } },
    axes: [
      {
        ...axis,
        size: TIME_AXIS,
        gap: 2,
        values: (_, seconds) => seconds.map((one) => new Date(one * 1000).toISOString().slice(11, 16)),
        grid: { stroke: () => colour('line'), width: 1 },
        ticks: { show: false },
      },
      {
        ...axis,
        size: rowNamesWidth,
        gap: 4,
        splits: (_u, _i, _min, max) => [0, Math.floor(max)],
        values: (_, splits) => splits.map(String),
        grid: { stroke: () => colour('line'), width: 1 },
        ticks: { show: false },
      },
    ],
    series: [
      {},
      ...beats.map(
        ({ worker }, place): uPlot.Series => ({
          label: worker,
          stroke: () => colour(seriesColour(place)),
          width: 2,
          dash: seriesDash(place),
          paths: uPlot.paths.stepped!({ align: 1 }),
          points: { show: false },
        }),
      ),
    ],
    hooks: { drawAxes: [(u) => drawOutage(u, past())], draw: [(u) => drawRows(u, past())] },
  };
}

/** What the longest name takes, in whatever font there is, with room beside it. */
function rowNamesWidth({ ctx }: uPlot): number {
  ctx.save();
  ctx.font = FONT;
  const widest = Math.max(...ROWS.map((name) => ctx.measureText(name).width));
  ctx.restore();
  return Math.ceil(widest) + 2 * GAP;
}

/** Behind the lines: while an alarm of a worker fires. */
function drawOutage(u: uPlot, { firing }: Past): void {
  const { top, height } = u.bbox;
  for (const stretch of outages(firing)) fill(u, stretch, top, height, 'bad', 0.12);
}

function drawRows(u: uPlot, { down, firing, told }: Past): void {
  const { ctx, bbox } = u;
  const ratio = devicePixelRatio;
  const row = ROW * ratio;
  const top = (place: number) => bbox.top + bbox.height - (ROWS.length - place) * row;
  ctx.save();
  ctx.font = `${11 * ratio}px system-ui, sans-serif`;
  ctx.textBaseline = 'middle';
  ctx.fillStyle = colour('dim');
  ctx.textAlign = 'right';
  ROWS.forEach((name, place) => void ctx.fillText(name, bbox.left - GAP * ratio, top(place) + row / 2));
  ctx.restore();
  for (const band of down) fill(u, band, top(0) + ratio, row - 3 * ratio, 'dim', band.isOutage ? 0.9 : 0.35);
  for (const band of firing)
    fill(u, band, top(1) + ratio, row - 3 * ratio, 'bad', band.isOutage ? 0.9 : 0.35);
  for (const band of [
    ...down.map((one) => ({ one, place: 0 })),
    ...firing.map((one) => ({ one, place: 1 })),
  ]) {
    if (band.one.isOutage) write(u, band.one, top(band.place) + row / 2 - ratio / 2);
  }
  ctx.save();
  ctx.fillStyle = colour('text');
  for (const { at } of told) {
    const x = u.valToPos(at / 1000, 'x', true);
    ctx.beginPath();
    ctx.arc(x, top(2) + row / 2, 3.5 * ratio, 0, 2 * Math.PI);
    ctx.fill();
  }
  ctx.restore();
}

const edges = (u: uPlot, { from, to }: Stretch): [left: number, right: number] => [
  Math.max(u.bbox.left, u.valToPos(from / 1000, 'x', true)),
  Math.min(u.bbox.left + u.bbox.width, u.valToPos(to / 1000, 'x', true)),
];

type Stretch = Pick<Band, 'from' | 'to'>;

function fill(
  u: uPlot,
  band: Stretch,
  top: number,
  height: number,
  name: 'dim' | 'bad',
  alpha: number,
): void {
  const [left, right] = edges(u, band);
  u.ctx.save();
  u.ctx.globalAlpha = alpha;
  u.ctx.fillStyle = colour(name);
  u.ctx.fillRect(left, top, Math.max(2, right - left), height);
  u.ctx.restore();
}

/** The band's label, where it has room. */
function write(u: uPlot, band: Band, middle: number): void {
  const { ctx } = u;
  const [left, right] = edges(u, band);
  ctx.save();
  ctx.font = `600 ${10.5 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  ctx.fillStyle = colour('card');
  const room = right - left - 8 * devicePixelRatio;
  if (ctx.measureText(band.label).width < room) ctx.fillText(band.label, left + 4 * devicePixelRatio, middle);
  ctx.restore();
}
