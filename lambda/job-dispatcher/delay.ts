import { parseDuration } from '../../lib/text';

/**
 * Seconds of a delay in any form that this dispatcher or Lava's takes: a number; a text such as `1h30m`; or one number,
 * perhaps with a fraction or an exponent, and one unit, with blanks wherever they are (`1.5m`, `10 m`, `30`).
 */
export function delayOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  const seconds = parseDuration(value);
  if (seconds !== undefined) return seconds;
  const [, amount, unit = ''] = ONE_UNIT.exec(value) ?? [];
  return amount === undefined ? undefined : Number(amount) * UNITS[unit]!;
}

/** In JSON, Lava cuts the fraction of a second off. */
export const cut = (seconds: number): number => Math.trunc(seconds) + 0;

/** In a line, it rounds it, and a half to the even second, as Python does. */
export function rounded(seconds: number): number {
  const whole = Math.round(seconds);
  const isHalf = Math.abs(seconds % 1) === 0.5;
  return (isHalf && whole % 2 !== 0 ? whole - 1 : whole) + 0;
}

// --- internal ---

const ONE_UNIT = /^\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)\s*([wdhms]?)\s*$/;

const UNITS: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3_600, m: 60, s: 1, '': 1 };
