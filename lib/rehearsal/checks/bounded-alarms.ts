import type { ComparisonOperator, MetricAlarm } from '../../engine/model';
import { hasUnknown, type TemplateModel } from '../template';
import { type ValueBounds, valueBounds } from './value-bounds';

/** An alarm on one metric whose values have bounds. */
export interface BoundedAlarm {
  readonly alarm: MetricAlarm;
  readonly bounds: ValueBounds;
  /** Whether some value within the bounds is breaching, and some is not. */
  readonly canBreach: boolean;
  readonly canHold: boolean;
  /** `Average > 100`. */
  readonly condition: string;
}

export function boundedAlarms(model: TemplateModel): BoundedAlarm[] {
  return model.alarms.flatMap((alarm) => {
    const { metric, comparisonOperator, threshold } = alarm;
    if (!metric || [metric.namespace, metric.metricName].some(hasUnknown)) return [];
    const bounds = valueBounds(metric, model);
    if (!bounds) return [];
    const { sign, breaches } = COMPARISONS[comparisonOperator];
    // A comparison is monotonous: if neither end of an interval breaches, nothing in it does.
    const ends = [bounds.min, bounds.max].map((value) => breaches(value, threshold));
    const condition = `${metric.stat} ${sign} ${threshold}`;
    return [{ alarm, bounds, canBreach: ends.includes(true), canHold: ends.includes(false), condition }];
  });
}

// --- internal ---

const COMPARISONS: Readonly<
  Record<ComparisonOperator, { sign: string; breaches: (value: number, threshold: number) => boolean }>
> = {
  GreaterThanThreshold: { sign: '>', breaches: (value, threshold) => value > threshold },
  GreaterThanOrEqualToThreshold: { sign: '>=', breaches: (value, threshold) => value >= threshold },
  LessThanThreshold: { sign: '<', breaches: (value, threshold) => value < threshold },
  LessThanOrEqualToThreshold: { sign: '<=', breaches: (value, threshold) => value <= threshold },
};
