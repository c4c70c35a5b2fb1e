import type { MetricAlarm } from '../../engine/model';
import { breaches } from '../../rehearsal/rehearse/threshold';
import type { AlarmLevels } from '../stimulus';

/** Two data of one period that an alarm takes otherwise than it would with another statistic. */
export interface UnlikeData {
  /** `breach`: they breach, and would not with the other statistic; `near`: the other way round. */
  readonly place: 'near' | 'breach';
  /** The datum at the beginning of each period, and the one half a period later. */
  readonly values: readonly [number, number];
}

/**
 * The data that tell an alarm's statistic from the one that it is taken for most often: `Average`, or `Maximum` for it.
 * Only of a metric that somebody publishes; of AWS's own in periods longer than the minute in which it publishes one datum
 * of most.
 */
export function unlikeData(levels: AlarmLevels): UnlikeData | undefined {
  const { alarm, feeds, breach, rests, near, periodSeconds } = levels;
  const [feed] = feeds;
  const [own, health] = [breach[0], rests[0]![0]];
  if (!alarm.metric || feed?.kind !== 'datum' || own?.count !== 1 || health?.count !== 1) return undefined;
  const least = alarm.metric.namespace.startsWith('AWS/') ? MINUTE + 1 : MINUTE;
  if (periodSeconds < least || periodSeconds % 2 !== 0) return undefined;
  const { stat } = alarm.metric;
  const [is, other] = [STATISTICS[stat], STATISTICS[stat === 'Average' ? 'Maximum' : 'Average']!];
  if (!is) return undefined;
  const next = near?.[0]?.value ?? health.value;
  const half = Number.isInteger(own.value) ? Math.ceil(own.value / 2) : own.value / 2;
  const pairs: (readonly [number, number])[] = [
    [half, own.value - half],
    [own.value, 0],
    [own.value, health.value],
    [own.value, next],
    [own.value, 2 * alarm.threshold - own.value],
  ];
  for (const place of ['breach', 'near'] as const) {
    for (const values of pairs) {
      if (values.some((value) => value < feed.min || value > feed.max)) continue;
      const [breachesNow, breachesThen] = [is, other].map((of) => breaches(alarm, of(...values)));
      if (breachesNow === (place === 'breach') && breachesThen !== breachesNow) return { place, values };
    }
  }
  return undefined;
}

// --- internal ---

const MINUTE = 60;

const STATISTICS: Readonly<
  Record<NonNullable<MetricAlarm['metric']>['stat'], (one: number, other: number) => number>
> = {
  Average: (one, other) => (one + other) / 2,
  Maximum: Math.max,
  Minimum: Math.min,
  Sum: (one, other) => one + other,
};
