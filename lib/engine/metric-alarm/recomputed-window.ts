import type { LateDataListener } from '../metric/metric-series';
import type { AlarmState } from '../model';
import type { Rule } from './datapoint-rule';
import type { DatapointWindow } from './datapoint-window';
import { decide } from './missing-data';
import type { SlotSource } from './slot-source';

/**
 * The window of an alarm whose slots differ from one evaluation to the next (hourly evaluation, wall-clock
 * periods, metric math): every slot is read anew, unless neither the boundaries nor the data have changed.
 */
export class RecomputedWindow implements DatapointWindow, LateDataListener {
  private readonly slotKinds: Uint8Array;
  private readonly slotValues: Float64Array;
  private boundaries: readonly number[] = [];
  private isStale = true;

  constructor(
    private readonly rule: Rule,
    private readonly source: SlotSource,
    /** The range + 1 boundaries of the evaluation at an instant. */
    private readonly boundariesAt: (at: number) => readonly number[],
  ) {
    this.slotKinds = new Uint8Array(rule.range);
    this.slotValues = new Float64Array(rule.range);
  }

  late(): void {
    this.isStale = true;
  }

  advance(at: number): boolean {
    const boundaries = this.boundariesAt(at);
    if (!this.isStale && boundaries.at(-1) === this.boundaries.at(-1)) return false;
    this.boundaries = boundaries;
    this.isStale = false;
    this.source.read(boundaries, this.slotValues, this.slotKinds);
    return true;
  }

  decide(): AlarmState | undefined {
    return decide(this.rule, this.slotKinds, 0, this.rule.range - 1);
  }

  values(): (number | null)[] {
    return Array.from(this.slotValues, (value) => (Number.isNaN(value) ? null : value));
  }

  startOf(slot: number): number {
    return this.boundaries[slot]!;
  }

  sampleCount(slot: number): number | undefined {
    return this.source.sampleCount(this.boundaries[slot]!, this.boundaries[slot + 1]!);
  }
}
