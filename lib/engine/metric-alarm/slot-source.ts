import type { AlarmMath } from '../metric/metric-math';
import { absentSeries } from '../metric/metric-math/absent-series';
import { MISSING, type Rule } from './datapoint-rule';
import { kindOf, type SlotReader } from './slot-reader';

/** Reads all slots of a window between its boundaries: a value (NaN: none) and a kind each, oldest first. */
export interface SlotSource {
  readonly read: (boundaries: readonly number[], values: Float64Array, kinds: Uint8Array) => void;
  readonly sampleCount: (start: number, end: number) => number | undefined;
}

/** Slot after slot. */
export function slotBySlot(reader: SlotReader): SlotSource {
  return {
    read: (boundaries, values, kinds) => {
      for (let slot = 0; slot < values.length; slot++) {
        reader.read(boundaries[slot]!, boundaries[slot + 1]!);
        values[slot] = reader.value;
        kinds[slot] = reader.kind;
      }
      reader.markRead(boundaries.at(-1)!);
    },
    sampleCount: (start, end) => reader.sampleCount(start, end),
  };
}

/**
 * Metric math over the whole window at once, as CloudWatch evaluates it. Unless `fillsNever`, a metric is absent until
 * its first datum was seen.
 */
export function mathSource(
  math: AlarmMath,
  inputs: readonly SlotReader[],
  rule: Rule,
  fillsNever: boolean,
): SlotSource {
  const isSeen = inputs.map(() => fillsNever);
  const points: (number | null | undefined)[][] = inputs.map(() => []);
  let result: readonly (number | null)[] | undefined;
  const evaluate = (start: number, length: number) => {
    points.forEach((series, index) => {
      isSeen[index] ||= series.some((value) => value !== null);
    });
    const series = math.inputs.map(({ id }, index): [string, readonly (number | null)[]] => [
      id,
      isSeen[index] ? (points[index] as (number | null)[]) : absentSeries(length),
    ]);
    return math.evaluate(Object.fromEntries(series), { start, length });
  };
  return {
    read: (boundaries, values, kinds) => {
      const length = values.length;
      // A window is often like the one before, and no metric is seen for the first time in one that is.
      let isAlike = result !== undefined && !math.needsClock;
      inputs.forEach((input, index) => {
        if (readInto(points[index]!, input, boundaries)) isAlike = false;
      });
      if (!isAlike) result = evaluate(boundaries[0]!, length);
      for (let slot = 0; slot < length; slot++) {
        const value = result![slot] ?? null;
        values[slot] = value ?? Number.NaN;
        kinds[slot] = kindOf(value, rule);
      }
      for (const input of inputs) input.markRead(boundaries.at(-1)!);
    },
    sampleCount: () => undefined,
  };
}

// --- internal ---

/** Reads the slots between boundaries; whether one differs from what `points` had. */
function readInto(
  points: (number | null | undefined)[],
  reader: SlotReader,
  boundaries: readonly number[],
): boolean {
  let isChanged = false;
  for (let slot = 0; slot + 1 < boundaries.length; slot++) {
    reader.read(boundaries[slot]!, boundaries[slot + 1]!);
    const point = reader.kind === MISSING ? null : reader.value;
    if (point === points[slot]) continue;
    points[slot] = point;
    isChanged = true;
  }
  return isChanged;
}
