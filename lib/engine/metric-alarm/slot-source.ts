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
  let before: Points | undefined;
  let result: readonly (number | null)[] = [];
  const evaluate = (points: Points, start: number, length: number) => {
    points.forEach((series, index) => {
      isSeen[index] ||= series.some((value) => value !== null);
    });
    const series = math.inputs.map(({ id }, index): [string, readonly (number | null)[]] => [
      id,
      isSeen[index] ? points[index]! : absentSeries(length),
    ]);
    return math.evaluate(Object.fromEntries(series), { start, length });
  };
  return {
    read: (boundaries, values, kinds) => {
      const length = values.length;
      const points = inputs.map((input) => seriesOf(input, boundaries, length));
      if (math.needsClock || !areAlike(points, before)) {
        result = evaluate(points, boundaries[0]!, length);
      }
      before = points;
      for (let slot = 0; slot < length; slot++) {
        values[slot] = result[slot] ?? Number.NaN;
        kinds[slot] = kindOf(result[slot] ?? null, rule);
      }
      for (const input of inputs) input.markRead(boundaries.at(-1)!);
    },
    sampleCount: () => undefined,
  };
}

// --- internal ---

/** Of each input, slot by slot. */
type Points = readonly (readonly (number | null)[])[];

/** A window is often like the one before, and no metric is seen for the first time in one that is. */
const areAlike = (points: Points, before: Points | undefined): boolean =>
  before !== undefined &&
  points.every((series, index) => series.every((value, slot) => value === before[index]![slot]));

const seriesOf = (reader: SlotReader, boundaries: readonly number[], length: number): (number | null)[] =>
  Array.from({ length }, (_, slot) => {
    reader.read(boundaries[slot]!, boundaries[slot + 1]!);
    return reader.kind === MISSING ? null : reader.value;
  });
