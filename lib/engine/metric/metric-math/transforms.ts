import { type Frame, finite, type Series } from './term';

/** Functions that look at the neighbours of a point; "previous" is the last point that is there. */
export const TRANSFORMS: Readonly<Record<string, (values: Series, frame: Frame) => Series>> = {
  DIFF: (values) => withPrevious(values, (value, previous) => value - previous),
  DIFF_TIME: (values, { period }) => withPrevious(values, (_value, _previous, slots) => slots * period),
  RATE: (values, { period }) =>
    withPrevious(values, (value, previous, slots) => (value - previous) / (slots * period)),
  RUNNING_SUM: (values) => {
    let sum = 0;
    return values.map((value) => {
      if (value === null) return null;
      sum += value;
      return finite(sum);
    });
  },
};

/** FILL's keywords. What precedes the first point stays missing; LINEAR leaves the end open as well. */
export const FILLERS: Readonly<Record<string, (values: Series) => Series>> = {
  REPEAT: (values) => {
    let last: number | null = null;
    return values.map((value) => {
      last = value ?? last;
      return last;
    });
  },
  LINEAR: (values) => {
    const filled = [...values];
    let from = -1;
    for (let to = 0; to < values.length; to++) {
      if (values[to] === null) continue;
      if (from >= 0) interpolate(filled, from, to);
      from = to;
    }
    return filled;
  },
};

/** Replaces missing points by those of `filler`, slot by slot. */
export function fillFrom(values: Series, filler: Series): Series {
  return values.map((value, slot) => value ?? filler[slot]!);
}

/** Parts of a slot's start in UTC; DAY is 1 for Monday to 7 for Sunday, EPOCH is seconds. */
export const CLOCK: Readonly<Record<string, (start: Date) => number>> = {
  MINUTE: (start) => start.getUTCMinutes(),
  HOUR: (start) => start.getUTCHours(),
  DAY: (start) => start.getUTCDay() || 7,
  DATE: (start) => start.getUTCDate(),
  MONTH: (start) => start.getUTCMonth() + 1,
  YEAR: (start) => start.getUTCFullYear(),
  EPOCH: (start) => start.getTime() / 1_000,
};

// --- internal ---

/** `slots` is the distance to the previous point; the first point has none and is dropped. */
function withPrevious(
  values: Series,
  combine: (value: number, previous: number, slots: number) => number,
): Series {
  let previous = -1;
  return values.map((value, slot) => {
    if (value === null) return null;
    const result = previous < 0 ? null : finite(combine(value, values[previous]!, slot - previous));
    previous = slot;
    return result;
  });
}

function interpolate(values: (number | null)[], from: number, to: number): void {
  const first = values[from]!;
  const step = (values[to]! - first) / (to - from);
  for (let slot = from + 1; slot < to; slot++) values[slot] = first + step * (slot - from);
}
