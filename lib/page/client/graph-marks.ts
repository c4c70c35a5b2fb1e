import type uPlot from 'uplot';
import type { Graph } from '../dashboard/graph';
import { colour } from './colour';
import { LabelPlaces } from './label-places';

/** The annotations of a graph: what they fill lies under its lines, they themselves over them. */
export interface Marks {
  /** Values that the left axis has to show, and the right. */
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly fill: (plot: uPlot) => void;
  readonly draw: (plot: uPlot) => void;
}

export function marksOf({ levels = [], moments = [] }: Graph): Marks {
  const on = (side: string) =>
    levels.filter((level) => level.side === side).flatMap(({ value, to = value }) => [value, to]);
  return {
    left: on('left'),
    right: on('right'),
    fill: (plot) => inBox(plot, () => fillAll(plot, levels, moments)),
    draw: (plot) => inBox(plot, () => drawAll(plot, levels, moments)),
  };
}

// --- internal ---

type Levels = NonNullable<Graph['levels']>;
type Moments = NonNullable<Graph['moments']>;

const FONT_SIZE = 11;
/** A shade that lines can be seen through. */
const SHADE = 0.1;

/** Nothing of a mark is outside of the chart. */
function inBox(plot: uPlot, draw: () => void): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  draw();
  ctx.restore();
}

const scaleOf = ({ side }: Levels[number]): string => (side === 'right' ? 'right' : 'y');

function fillAll(plot: uPlot, levels: Levels, moments: Moments): void {
  const { ctx, bbox } = plot;
  const right = bbox.left + bbox.width;
  const bottom = bbox.top + bbox.height;
  ctx.globalAlpha = SHADE;
  for (const level of levels) {
    const at = plot.valToPos(level.value, scaleOf(level), true);
    const end =
      level.to !== undefined
        ? plot.valToPos(level.to, scaleOf(level), true)
        : level.fill === 'above'
          ? bbox.top
          : level.fill === 'below'
            ? bottom
            : at;
    ctx.fillStyle = colour(level.color ?? '--bad');
    ctx.fillRect(bbox.left, Math.min(at, end), bbox.width, Math.abs(end - at));
  }
  for (const { at, to, fill, color } of moments) {
    const from = plot.valToPos(at, 'x', true);
    const end =
      to !== undefined
        ? plot.valToPos(to, 'x', true)
        : fill === 'before'
          ? bbox.left
          : fill === 'after'
            ? right
            : from;
    ctx.fillStyle = colour(color ?? '--dim');
    ctx.fillRect(Math.min(from, end), bbox.top, Math.abs(end - from), bbox.height);
  }
  ctx.globalAlpha = 1;
}

function drawAll(plot: uPlot, levels: Levels, moments: Moments): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const bottom = bbox.top + bbox.height;
  ctx.font = `${FONT_SIZE * ratio}px system-ui, sans-serif`;
  ctx.lineWidth = ratio;
  ctx.setLineDash([5 * ratio, 3 * ratio]);
  const places = new LabelPlaces(bbox.top, bottom);
  const row = (FONT_SIZE + 2) * ratio;
  const label = (text: string, left: number, ink: string, ...tops: number[]) => {
    if (text === '') return;
    const top = places.place(left - 2 * ratio, ctx.measureText(text).width + 4 * ratio, row, tops);
    if (top !== undefined) write(ctx, text, left, top, ink);
  };
  // From top to bottom, so that labels which move down stay in order.
  for (const level of [...levels].sort((a, b) => b.value - a.value)) {
    const ink = colour(level.color ?? '--bad');
    ctx.strokeStyle = ink;
    for (const value of [level.value, ...(level.to === undefined ? [] : [level.to])]) {
      const at = plot.valToPos(value, scaleOf(level), true);
      line(ctx, bbox.left, at, bbox.left + bbox.width, at);
    }
    const at = plot.valToPos(level.value, scaleOf(level), true);
    const text = fitting(ctx, level.label, bbox.width - 8 * ratio);
    const left = bbox.left + bbox.width - ctx.measureText(text).width - 4 * ratio;
    label(text, left, ink, at - (FONT_SIZE + 3) * ratio, at + 2 * ratio);
  }
  for (const { at, to, label: name, color } of moments) {
    const ink = colour(color ?? '--dim');
    ctx.strokeStyle = ink;
    for (const instant of [at, ...(to === undefined ? [] : [to])]) {
      const x = plot.valToPos(instant, 'x', true);
      line(ctx, x, bbox.top, x, bottom);
    }
    const x = plot.valToPos(at, 'x', true);
    const isRight = x > bbox.left + bbox.width / 2;
    const room = isRight ? x - bbox.left : bbox.left + bbox.width - x;
    const text = fitting(ctx, name, room - 8 * ratio);
    const left = isRight ? x - ctx.measureText(text).width - 4 * ratio : x + 4 * ratio;
    label(text, left, ink, bbox.top + 2 * ratio);
  }
}

function line(ctx: CanvasRenderingContext2D, fromX: number, fromY: number, toX: number, toY: number): void {
  ctx.beginPath();
  ctx.moveTo(fromX, fromY);
  ctx.lineTo(toX, toY);
  ctx.stroke();
}

/** As much of a text as there is room for. */
function fitting(ctx: CanvasRenderingContext2D, text: string, room: number): string {
  if (ctx.measureText(text).width <= room) return text;
  let length = text.length - 1;
  while (length > 0 && ctx.measureText(`${text.slice(0, length)}…`).width > room) length--;
  return length > 0 ? `${text.slice(0, length)}…` : '';
}

/** Lines below a text are seen through what is behind it. */
function write(ctx: CanvasRenderingContext2D, text: string, left: number, top: number, ink: string): void {
  if (text === '') return;
  const ratio = devicePixelRatio;
  ctx.globalAlpha = 0.75;
  ctx.fillStyle = colour('--page');
  ctx.fillRect(left - 2 * ratio, top, ctx.measureText(text).width + 4 * ratio, (FONT_SIZE + 1) * ratio);
  ctx.globalAlpha = 1;
  ctx.fillStyle = ink;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'top';
  ctx.fillText(text, left, top + ratio);
}
