import type { ComparisonOperator, MetricAlarm, MetricStat } from '../../engine/model';
import { hasUnknown, type TemplateModel } from '../template';
import { mathBounds } from './math-bounds';
import { type ValueBounds, valueBounds } from './value-bounds';

/** An alarm on a metric, or on metric math, whose values have bounds. */
export interface BoundedAlarm {
  readonly alarm: MetricAlarm;
  readonly bounds: ValueBounds;
  /** Whether some value within the bounds is breaching, and some is not. */
  readonly canBreach: boolean;
  readonly canHold: boolean;
  /** `Average > 100`. */
  readonly condition: string;
  /** The metric's name, or the expression. */
  readonly subject: string;
}

export function boundedAlarms(model: TemplateModel): BoundedAlarm[] {
  return model.alarms.flatMap((alarm) => {
    const watched = watchedBy(alarm, model);
    if (!watched) return [];
    const { bounds, value: text, subject } = watched;
    const { comparisonOperator, threshold } = alarm;
    const { sign, breaches } = COMPARISONS[comparisonOperator];
    // A comparison is monotonous: if neither end of an interval breaches, nothing in it does.
    const ends = [bounds.min, bounds.max].map((value) => breaches(value, threshold));
    const condition = `${text} ${sign} ${threshold}`;
    return [
      { alarm, bounds, canBreach: ends.includes(true), canHold: ends.includes(false), condition, subject },
    ];
  });
}

// --- internal ---

interface Watched {
  readonly bounds: ValueBounds;
  /** What is compared, in a word: a statistic, or the id of a query. */
  readonly value: string;
  readonly subject: string;
}

function watchedBy({ metric, metrics }: MetricAlarm, model: TemplateModel): Watched | undefined {
  if (metric) return ofMetric(metric, model);
  const returned = metrics?.find(({ returnData }) => returnData);
  if (returned?.metricStat) return ofMetric(returned.metricStat, model);
  const bounds = metrics && mathBounds(metrics, model);
  return bounds && returned ? { bounds, value: returned.id, subject: bounds.expression } : undefined;
}

function ofMetric(metric: MetricStat, model: TemplateModel): Watched | undefined {
  if ([metric.namespace, metric.metricName].some(hasUnknown)) return undefined;
  const bounds = valueBounds(metric, model);
  return bounds && { bounds, value: metric.stat, subject: metric.metricName };
}

const COMPARISONS: Readonly<
  Record<ComparisonOperator, { sign: string; breaches: (value: number, threshold: number) => boolean }>
> = {
  GreaterThanThreshold: { sign: '>', breaches: (value, threshold) => value > threshold },
  GreaterThanOrEqualToThreshold: { sign: '>=', breaches: (value, threshold) => value >= threshold },
  LessThanThreshold: { sign: '<', breaches: (value, threshold) => value < threshold },
  LessThanOrEqualToThreshold: { sign: '<=', breaches: (value, threshold) => value <= threshold },
};
