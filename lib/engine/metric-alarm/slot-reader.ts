import { significantSamples } from '../metric/extended-statistic';
import type { AlarmMath } from '../metric/metric-math';
import type { MetricSeries } from '../metric/metric-series';
import { slotValue } from '../metric/slot-value';
import type { Statistic } from '../metric/statistic';
import { cellOf } from '../metric/statistic-cells';
import { BREACHING, LOW_SAMPLE, MISSING, NON_BREACHING, type Rule } from './datapoint-rule';

/** Reads one slot at a time; boundaries are epoch milliseconds, multiples of the cells' step. */
export interface SlotReader {
  /** Of the slot that was read last; NaN where there is no datapoint. */
  readonly value: number;
  /** What that slot means to the rule. */
  readonly kind: number;
  readonly read: (start: number, end: number) => void;
  /** Data before `end` that come from now on are late. */
  readonly markRead: (end: number) => void;
  /** Samples of a slot; undefined for metric math. */
  readonly sampleCount: (start: number, end: number) => number | undefined;
}

/** Slots of one metric as one statistic. */
export class MetricSlotReader implements SlotReader {
  value = Number.NaN;
  kind = MISSING;

  private readonly significant: number;
  /** What was read last. */
  private start = Number.NaN;
  private end = Number.NaN;
  private changes = Number.NaN;

  /** Without a rule every datapoint counts as not breaching. */
  constructor(
    private readonly series: MetricSeries,
    private readonly statistic: Statistic,
    private readonly rule?: Rule,
    ignoreLowSamples = false,
  ) {
    const percentile = statistic.extended?.percentile;
    this.significant =
      ignoreLowSamples && percentile !== undefined
        ? significantSamples(percentile)
        : Number.NEGATIVE_INFINITY;
  }

  read(start: number, end: number): void {
    const isSame = this.isOneFurther(start, end);
    this.start = start;
    this.end = end;
    if (isSame) return;
    this.changes = this.series.cells.changes;
    const value = slotValue(this.series, this.statistic, start, end);
    this.value = value;
    if (Number.isNaN(value)) this.kind = MISSING;
    else if (this.series.cells.gathered!.count < this.significant) this.kind = LOW_SAMPLE;
    else this.kind = this.rule?.breaches(value) ? BREACHING : NON_BREACHING;
  }

  /**
   * Whether the slot is the last one but for one empty cell at either end: what is seldom told is not summed up minute by
   * minute over hours.
   */
  private isOneFurther(start: number, end: number): boolean {
    const { cells, step } = this.series;
    return (
      start - this.start === step &&
      end - this.end === step &&
      cells.changes === this.changes &&
      cells.isEmpty(cellOf(end, step) - 1) &&
      cells.isEmpty(cellOf(start, step) - 1)
    );
  }

  markRead(end: number): void {
    const { series } = this;
    const cell = cellOf(end, series.step);
    if (cell > series.unread) series.unread = cell;
  }

  sampleCount(start: number, end: number): number {
    const { cells, step } = this.series;
    return cells.gather(cellOf(start, step), cellOf(end, step))?.count ?? 0;
  }
}

/** Slots of metric math whose value in a slot depends on that slot alone. */
export class MathSlotReader implements SlotReader {
  value = Number.NaN;
  kind = MISSING;
  /** What the last value was computed from; most slots are like the one before. */
  private readonly points: (number | null | undefined)[] = [];

  constructor(
    private readonly math: AlarmMath,
    private readonly inputs: readonly SlotReader[],
    private readonly rule: Rule,
  ) {}

  read(start: number, end: number): void {
    const { inputs, points } = this;
    let isAlike = points.length === inputs.length && !this.math.needsClock;
    for (let index = 0; index < inputs.length; index++) {
      const input = inputs[index]!;
      input.read(start, end);
      const point = input.kind === MISSING ? null : input.value;
      if (point === points[index]) continue;
      points[index] = point;
      isAlike = false;
    }
    if (!isAlike) this.compute(start);
  }

  markRead(end: number): void {
    for (const input of this.inputs) input.markRead(end);
  }

  private compute(start: number): void {
    const series: Record<string, readonly (number | null)[]> = {};
    this.math.inputs.forEach(({ id }, index) => {
      series[id] = [this.points[index]!];
    });
    const value = this.math.evaluate(series, { start, length: 1 })[0] ?? null;
    this.value = value ?? Number.NaN;
    this.kind = kindOf(value, this.rule);
  }

  sampleCount(): undefined {
    return undefined;
  }
}

export function kindOf(value: number | null, rule: Rule): number {
  if (value === null) return MISSING;
  return rule.breaches(value) ? BREACHING : NON_BREACHING;
}
