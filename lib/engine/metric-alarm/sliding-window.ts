import type { LateDataListener } from '../metric/metric-series';
import type { AlarmState } from '../model';
import { MISSING, type Rule } from './datapoint-rule';
import type { DatapointWindow } from './datapoint-window';
import type { EvaluationSchedule } from './evaluation-schedule';
import { windowEnd } from './evaluation-schedule';
import { decide } from './missing-data';
import type { SlotReader } from './slot-reader';

/**
 * The window of an alarm that slides by one grain (a minute, or ten seconds) an evaluation.
 * With a period of k grains the slots of k successive evaluations interleave; each is read once and kept in
 * one of k rings, so an evaluation reads one slot, whatever the range.
 */
export class SlidingWindow implements DatapointWindow, LateDataListener {
  private readonly rings: number;
  private readonly size: number;
  private readonly slotKinds: Uint8Array;
  private readonly slotValues: Float64Array;
  /** Number of the newest slot: its end, in grains. */
  private newest = NEVER;
  /** Where the newest slot is kept: which ring, and where in it. */
  private ring = 0;
  private position = 0;
  /** Slots from this number on were read before all their data came. */
  private stale = NOTHING;
  private lastKind = MISSING;
  /** How many of the newest slots are of the same kind. */
  private run = 0;

  constructor(
    private readonly reader: SlotReader,
    private readonly rule: Rule,
    private readonly period: number,
    private readonly schedule: EvaluationSchedule,
  ) {
    this.rings = period / schedule.grain;
    this.size = this.rings * rule.range;
    this.slotKinds = new Uint8Array(this.size);
    this.slotValues = new Float64Array(this.size).fill(Number.NaN);
  }

  late(start: number): void {
    this.stale = Math.min(this.stale, Math.floor(start / this.schedule.grain) + 1);
  }

  advance(at: number): boolean {
    const { grain } = this.schedule;
    const slot = toInteger(windowEnd(this.schedule, at) / grain);
    const oldest = slot - this.size + 1;
    let from = this.newest + 1;
    if (this.stale < from) {
      from = this.stale;
      this.run = 0;
    }
    this.stale = NOTHING;
    if (from < oldest) from = oldest;
    if (from !== this.newest + 1) this.jump(from - 1);
    while (this.newest < slot) {
      this.step();
      this.readNewest();
    }
    this.reader.markRead(slot * grain);
    // Longer than the whole ring: the window before was all of this kind too.
    return this.run <= this.size;
  }

  decide(): AlarmState | undefined {
    return decide(this.rule, this.slotKinds, this.ring * this.rule.range, this.position);
  }

  values(): (number | null)[] {
    return Array.from({ length: this.rule.range }, (_, slot) => {
      const value = this.slotValues[this.placeOf(this.numberOf(slot))]!;
      return Number.isNaN(value) ? null : value;
    });
  }

  startOf(slot: number): number {
    return this.numberOf(slot) * this.schedule.grain - this.period;
  }

  sampleCount(slot: number): number | undefined {
    const start = this.startOf(slot);
    return this.reader.sampleCount(start, start + this.period);
  }

  private jump(number: number): void {
    this.newest = number;
    this.ring = modulo(number, this.rings);
    this.position = modulo(Math.floor(number / this.rings), this.rule.range);
  }

  /** To the next slot: without a division, since this is in every evaluation. */
  private step(): void {
    this.newest++;
    if (++this.ring < this.rings) return;
    this.ring = 0;
    if (++this.position === this.rule.range) this.position = 0;
  }

  private numberOf(slot: number): number {
    return this.newest - (this.rule.range - 1 - slot) * this.rings;
  }

  private placeOf(number: number): number {
    const { range } = this.rule;
    return modulo(number, this.rings) * range + modulo(Math.floor(number / this.rings), range);
  }

  private readNewest(): void {
    const end = this.newest * this.schedule.grain;
    const { reader } = this;
    reader.read(end - this.period, end);
    const place = this.ring * this.rule.range + this.position;
    this.slotKinds[place] = reader.kind;
    this.slotValues[place] = reader.value;
    this.run = reader.kind === this.lastKind ? this.run + 1 : 1;
    this.lastKind = reader.kind;
  }
}

// --- internal ---

/** Slot numbers stay small integers: remainders of doubles would be the dearest part of an evaluation. */
const toInteger = (value: number): number => value | 0;
/** Slots before the epoch have negative numbers. */
const modulo = (value: number, divisor: number): number => ((value % divisor) + divisor) % divisor;
const NEVER = -(2 ** 30);
const NOTHING = 2 ** 30;
