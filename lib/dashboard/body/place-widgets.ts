import type { Place } from '../dashboard';
import { isUnknown, type Json, numberOf } from './values';

export const COLUMNS = 24;

/**
 * Where widgets are. One without a position takes the next that is free, as is documented; one that overlaps an earlier one is moved
 * down, so that both can be read. A long stretch of rows that nothing is in is left out.
 */
export function placeWidgets(widgets: readonly Json[]): readonly Place[] {
  const taken: Place[] = [];
  const room = new Room();
  for (const { x, y, width, height } of widgets) {
    const size = { width: within(width, 1, COLUMNS, SIZE), height: within(height, 1, MOST_HIGH, SIZE) };
    const column = numberOf(x);
    const row = numberOf(y);
    const wanted =
      column === undefined || row === undefined
        ? nextFree(taken.at(-1), room, size)
        : { ...size, x: within(column, 0, COLUMNS - size.width, 0), y: within(row, 0, MOST_ROWS, 0) };
    const place = { ...wanted, y: room.fit(wanted) };
    room.take(place);
    taken.push(place);
  }
  return withoutGaps(taken);
}

/** Whether a position or size of a widget is not known. */
export const isPlaceUnknown = ({ x, y, width, height }: Json): boolean =>
  [x, y, width, height].some(isUnknown);

// --- internal ---

/** Of a widget that states none. */
const SIZE = 6;
const MOST_HIGH = 1_000;
const MOST_ROWS = 1_000_000;

function within(value: unknown, least: number, most: number, otherwise: number): number {
  return Math.min(most, Math.max(least, Math.floor(numberOf(value) ?? otherwise)));
}

function nextFree(last: Place | undefined, room: Room, size: Pick<Place, 'width' | 'height'>): Place {
  if (!last) return { ...size, x: 0, y: 0 };
  const beside = { ...size, x: last.x + last.width, y: last.y };
  if (beside.x + size.width <= COLUMNS && room.fit(beside) === beside.y) return beside;
  return { ...size, x: 0, y: room.bottom };
}

/** What is taken: of each column the rows, each with one further down that may be free. */
class Room {
  bottom = 0;
  private readonly columns = Array.from({ length: COLUMNS }, () => new Map<number, number>());

  /** The first row from a place's own on in which it overlaps nothing. */
  fit({ x, y, width, height }: Place): number {
    let top = y;
    for (let row = top; row < top + height; row++) {
      for (let column = x; column < x + width; column++) {
        const free = this.free(column, row);
        if (free > row) {
          top = free;
          row = free;
          column = x - 1;
        }
      }
    }
    return top;
  }

  take({ x, y, width, height }: Place): void {
    this.bottom = Math.max(this.bottom, y + height);
    for (const column of this.columns.slice(x, x + width)) {
      for (let row = y; row < y + height; row++) column.set(row, y + height);
    }
  }

  private free(column: number, row: number): number {
    const next = this.columns[column]!;
    let free = row;
    for (let down = next.get(free); down !== undefined; down = next.get(free)) free = down;
    // The way is shorter next time.
    for (let at = row; at !== free; ) {
      const down = next.get(at)!;
      next.set(at, free);
      at = down;
    }
    return free;
  }
}

/** Rows that nothing is in, as far as they are more than a widget is high, become one. */
function withoutGaps(places: readonly Place[]): Place[] {
  const moved = new Map<number, number>();
  let bottom = 0;
  let cut = 0;
  for (const { y, height } of [...places].sort((a, b) => a.y - b.y)) {
    if (y - bottom > SIZE) cut += y - bottom - 1;
    moved.set(y, y - cut);
    bottom = Math.max(bottom, y + height);
  }
  return places.map((place) => ({ ...place, y: moved.get(place.y)! }));
}
