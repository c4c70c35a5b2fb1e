import type { Level } from '../../dashboard/dashboard';
import { type Html, html } from '../html';

/** Horizontal annotations where there is no line to draw: they colour the values that they are about. */
export const levelHolding = (levels: readonly Level[], value: number | undefined): Level | undefined =>
  value === undefined ? undefined : levels.findLast((level) => holds(level, value));

export const levelColor = ({ color }: Level): string => color ?? 'var(--bad)';

/** From where to where a level goes on a scale; nothing where it is a line alone. */
export function levelRange(level: Level, min: number, max: number): [number, number] | undefined {
  const { value, to, fill } = level;
  if (to !== undefined) return [Math.min(value, to), Math.max(value, to)];
  if (fill === undefined) return undefined;
  return fill === 'above' ? [value, Math.max(value, max)] : [Math.min(value, min), value];
}

/** What the colours mean. */
export const levelsHtml = (levels: readonly Level[]): Html | false =>
  levels.length > 0 &&
  html`<ul class="graph-legend">${levels.map(
    (level) =>
      html`<li><span class="line-key" style="background:${levelColor(level)}"></span>${levelText(level)}</li>`,
  )}</ul>`;

export function levelText({ label, value, to, fill }: Level): string {
  const where =
    to !== undefined ? `${value} to ${to}` : fill === undefined ? `at ${value}` : `${fill} ${value}`;
  return `${label} ${where}`.trim();
}

// --- internal ---

function holds(level: Level, value: number): boolean {
  const range = levelRange(level, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  return range !== undefined && value >= range[0] && value <= range[1];
}
