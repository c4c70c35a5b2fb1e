import type { Place } from '../dashboard';
import { type Json, numberOf } from './values';

export const COLUMNS = 24;

/**
 * Where widgets are. One without a position takes the next that is free, as is documented; one that overlaps an earlier one is moved
 * down, so that both can be read.
 */
export function placeWidgets(widgets: readonly Json[]): readonly Place[] {
  const taken: Place[] = [];
  for (const { x, y, width, height } of widgets) {
    const size = { width: within(width, 1, COLUMNS, SIZE), height: within(height, 1, MOST_ROWS, SIZE) };
    const column = numberOf(x);
    const row = numberOf(y);
    const wanted =
      column === undefined || row === undefined
        ? nextFree(taken, size)
        : { ...size, x: within(column, 0, COLUMNS - size.width, 0), y: within(row, 0, MOST_ROWS, 0) };
    taken.push(movedDown(wanted, taken));
  }
  return taken;
}

// --- internal ---

/** Of a widget that states none. */
const SIZE = 6;
const MOST_ROWS = 1_000;

function within(value: unknown, least: number, most: number, otherwise: number): number {
  return Math.min(most, Math.max(least, Math.floor(numberOf(value) ?? otherwise)));
}

function nextFree(taken: readonly Place[], size: Pick<Place, 'width' | 'height'>): Place {
  const last = taken.at(-1);
  if (!last) return { ...size, x: 0, y: 0 };
  const beside = { ...size, x: last.x + last.width, y: last.y };
  if (beside.x + size.width <= COLUMNS && !taken.some((other) => overlap(other, beside))) return beside;
  return { ...size, x: 0, y: bottomOf(taken) };
}

function movedDown(place: Place, taken: readonly Place[]): Place {
  let moved = place;
  for (;;) {
    const inTheWay = taken.filter((other) => overlap(other, moved));
    if (inTheWay.length === 0) return moved;
    moved = { ...moved, y: bottomOf(inTheWay) };
  }
}

const bottomOf = (places: readonly Place[]): number => Math.max(...places.map(({ y, height }) => y + height));

const overlap = (a: Place, b: Place): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
