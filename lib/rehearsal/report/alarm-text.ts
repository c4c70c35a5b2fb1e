import type { ComparisonOperator, CompositeAlarm, MetricAlarm } from '../../engine/model';
import { formatDuration } from '../../text';

/** What an alarm watches, in one line: `Sum of LogMetrics beats {…} < 1, 5 of 5 x 1m, missing: breaching`. */
export function alarmText(alarm: MetricAlarm | CompositeAlarm): string {
  if ('alarmRule' in alarm) return alarm.alarmRule;
  const { evaluationPeriods, datapointsToAlarm, threshold, comparisonOperator, treatMissingData } = alarm;
  return [
    `${alarmSubject(alarm)} ${SIGNS[comparisonOperator]} ${threshold}`,
    `${datapointsToAlarm ?? evaluationPeriods} of ${evaluationPeriods} x ${formatDuration(periodOf(alarm))}`,
    `missing: ${treatMissingData ?? 'missing'}`,
  ].join(', ');
}

/** Seconds of an alarm's period: its metric's, or that of its metric math. */
export function periodOf({ metric, metrics = [] }: MetricAlarm): number {
  if (metric) return metric.period;
  const periods = metrics.map(({ period, metricStat }) => period ?? metricStat?.period);
  return periods.find((period) => period !== undefined) ?? 60;
}

/** What a metric alarm compares: `Sum of LogMetrics beats {…}`, or the expression of its metric math. */
export function alarmSubject({ metric, metrics = [] }: MetricAlarm): string {
  if (!metric) return metrics.find(({ returnData }) => returnData)?.expression ?? 'metric math';
  const { namespace, metricName, dimensions, stat } = metric;
  const set = Object.entries(dimensions).map(([name, value]) => `${name}=${value}`);
  return `${stat} of ${namespace} ${metricName}${set.length > 0 ? ` {${set.join(', ')}}` : ''}`;
}

/** A comparison as its sign: `>`, `>=`, `<`, `<=`. */
export const comparisonSign = (operator: ComparisonOperator): string => SIGNS[operator];

// --- internal ---

const SIGNS = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '>=',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '<=',
} as const;
