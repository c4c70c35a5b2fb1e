import type { MetricsReader } from '../../engine';
import type { CompositeAlarm, MetricAlarm, MetricId } from '../../engine/model';
import type { StateHistory } from '../../rehearsal';

/** What happened, for a dashboard to show; the alarms' own times are instants in epoch milliseconds. */
export interface Scene {
  readonly alarms: readonly (MetricAlarm | CompositeAlarm)[];
  /** Names of alarms that the template has and that are not played. */
  readonly notPlayed: readonly string[];
  readonly metrics: MetricsReader;
  readonly histories: ReadonlyMap<string, StateHistory>;
  /** Nothing was before it: a period that begins earlier has the data from then on. */
  readonly from: number;
  /** The dashboard is looked at then. */
  readonly until: number;
  readonly region: string;
  readonly accountId: string;
}

/** Slots of a period that hold the whole time of a scene. */
export interface Slots {
  /** Epoch milliseconds of the first. */
  readonly start: number;
  readonly length: number;
  /** Seconds. */
  readonly period: number;
  /** Whether it is one slot of exactly the scene's time, which no multiple of a period need be. */
  readonly whole?: boolean;
}

export function slotsOf({ from, until }: Scene, period: number): Slots {
  const size = period * 1000;
  const first = Math.floor(from / size);
  return { start: first * size, length: Math.max(1, Math.ceil(until / size) - first), period };
}

export const wholeTime = ({ from, until }: Scene): Slots => ({
  start: from,
  length: 1,
  period: Math.round((until - from) / 1000),
  whole: true,
});

/** A statistic in each slot; null where there are no data. @throws {RangeError} for a statistic or a period that there is none of */
export function readSlots(
  { metrics, from, until }: Scene,
  metric: MetricId,
  stat: string,
  { start, length, period, whole = false }: Slots,
): readonly (number | null)[] {
  if (whole) return [metrics.whole({ ...metric, stat, from, to: until })];
  return metrics.series({ ...metric, stat, period, from: start, to: start + length * period * 1000 });
}
