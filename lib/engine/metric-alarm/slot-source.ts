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
  const inputOf = (index: number, boundaries: readonly number[], length: number) => {
    const series = seriesOf(inputs[index]!, boundaries, length);
    isSeen[index] ||= series.some((value) => value !== null);
    return isSeen[index] ? series : absentSeries(length);
  };
  return {
    read: (boundaries, values, kinds) => {
      const length = values.length;
      const series = Object.fromEntries(
        math.inputs.map(({ id }, index) => [id, inputOf(index, boundaries, length)]),
      );
      const result = math.evaluate(series, { start: boundaries[0]!, length });
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

const seriesOf = (reader: SlotReader, boundaries: readonly number[], length: number): (number | null)[] =>
  Array.from({ length }, (_, slot) => {
    reader.read(boundaries[slot]!, boundaries[slot + 1]!);
    return reader.kind === MISSING ? null : reader.value;
  });
