import type { MetricAlarm, TreatMissingData } from '../../engine/model';
import { periodOf } from '../../rehearsal';
import { niceBetween } from './nice-number';
import type { Outage } from './outage';
import type { RecordedSlots } from './slot-runs';
import { withPeriod } from './slot-runs';

/** Periods in seconds that are worth trying: the alarm's own, and usual ones that the recording is fine enough for. */
export function candidatePeriods(alarm: MetricAlarm, spacing: number): number[] {
  const own = periodOf(alarm);
  if (!alarm.metric) return [own];
  return [...new Set([own, ...USUAL_PERIODS])]
    .filter((period) => period === own || (period >= spacing && period % Math.max(spacing, 1) === 0))
    .sort((a, b) => a - b);
}

/** The settings that are tried on one period's slots: thresholds between recorded values, M of N, treatments. */
export function candidatesOn(
  alarm: MetricAlarm,
  slots: RecordedSlots,
  outages: readonly Outage[],
): MetricAlarm[] {
  const { evaluationPeriods, datapointsToAlarm = evaluationPeriods } = alarm;
  const base = withPeriod(alarm, slots.period);
  const counts = [...COUNTS, [datapointsToAlarm, evaluationPeriods] as const];
  const hasGaps = hasGap(slots.values);
  const treatments = new Set<TreatMissingData>([
    alarm.treatMissingData ?? 'missing',
    ...(hasGaps ? TREATMENTS : []),
  ]);
  const isOwnPeriod = slots.period === periodOf(alarm);
  const thresholds = new Set([
    ...(isOwnPeriod ? [alarm.threshold] : []),
    ...thresholdsBetween(slots, outages),
  ]);
  const found = new Map<string, MetricAlarm>();
  for (const threshold of thresholds) {
    for (const [toAlarm, periods] of counts) {
      for (const treatMissingData of treatments) {
        found.set(`${threshold} ${toAlarm} ${periods} ${treatMissingData}`, {
          ...base,
          threshold,
          evaluationPeriods: periods,
          datapointsToAlarm: toAlarm,
          treatMissingData,
        });
      }
    }
  }
  return [...found.values()];
}

// --- internal ---

const USUAL_PERIODS = [60, 300, 900];
const TREATMENTS: readonly TreatMissingData[] = ['missing', 'notBreaching', 'breaching', 'ignore'];

/** M of N. */
const COUNTS: readonly (readonly [number, number])[] = [
  [1, 1],
  [2, 2],
  [2, 3],
  [3, 3],
  [3, 5],
  [5, 5],
  [4, 10],
  [8, 10],
  [10, 10],
  [15, 15],
];

/** Something missing between what is there: before and after it, nothing was recorded. */
function hasGap(values: Float64Array): boolean {
  const first = values.findIndex((value) => !Number.isNaN(value));
  const last = values.findLastIndex((value) => !Number.isNaN(value));
  return values.subarray(Math.max(0, first), last + 1).some(Number.isNaN);
}

/** Shares of the values outside and inside of outages at which a threshold may lie; the tails are what matters. */
const OUTSIDE = [0.5, 0.9, 0.99, 0.999, 1];
const INSIDE = [0, 0.1, 0.25, 0.5, 0.75, 0.9];

/** A threshold separates values, so each lies between two that were recorded, at the shortest number there is. */
function thresholdsBetween({ values, first, interval }: RecordedSlots, outages: readonly Outage[]): number[] {
  const sets = { inside: [] as number[], outside: [] as number[] };
  for (const [index, value] of values.entries()) {
    if (Number.isNaN(value)) continue;
    const at = first + index * interval;
    const isInside = outages.some(({ from, to }) => at >= from && at <= to);
    sets[isInside ? 'inside' : 'outside'].push(value);
  }
  const distinct = [...new Set([...sets.inside, ...sets.outside])].sort((a, b) => a - b);
  const picked = [...quantiles(sets.outside, OUTSIDE), ...quantiles(sets.inside, INSIDE)];
  return [...new Set(picked)].flatMap((value) => {
    const place = lowerBound(distinct, value);
    const next = distinct[place + 1];
    const previous = distinct[place - 1];
    return [
      ...(next === undefined ? [] : [niceBetween(value, next)]),
      ...(previous === undefined ? [] : [niceBetween(previous, value)]),
    ];
  });
}

function quantiles(values: number[], shares: readonly number[]): number[] {
  if (values.length === 0) return [];
  const sorted = Float64Array.from(values).sort();
  return shares.map((share) => sorted[Math.floor(share * (sorted.length - 1))]!);
}

function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
