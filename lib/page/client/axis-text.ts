import type uPlot from 'uplot';
import { type TimeAxis, tickText } from '../axis';

/** CSS pixels. */
export const FONT_SIZE = 11;
export const FONT = `${FONT_SIZE}px system-ui, sans-serif`;

/** Nothing for a tick so far to the right that its text would be cut; `width` is all that is right of the gutter. */
export function fittingText(plot: uPlot, at: number, axis: TimeAxis, width: number, right: number): string {
  const text = tickText(at, axis);
  const place = ((at - axis.from) / (axis.until - axis.from)) * (width - right);
  plot.ctx.save();
  plot.ctx.font = FONT;
  const half = plot.ctx.measureText(text).width / 2;
  plot.ctx.restore();
  return place + half <= width ? text : '';
}

/** 1500000 as 1.5M: the gutter is narrow. */
export function short(value: number): string {
  const size = Math.abs(value);
  const unit = [
    [1e12, 'T'],
    [1e9, 'G'],
    [1e6, 'M'],
    [1e4, 'k'],
  ].find(([least]) => size >= (least as number)) as [number, string] | undefined;
  if (!unit) return String(Number(value.toPrecision(4)));
  const [least, name] = unit;
  return `${Number((value / (least === 1e4 ? 1e3 : least)).toPrecision(3))}${name}`;
}
