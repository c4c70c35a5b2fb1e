import { metricKey } from '../../engine';
import type { MetricAlarm, MetricId, MetricStat, Model } from '../../engine/model';

/** The metrics that an alarm reads, one or those of its metric math. */
export function metricsOf(alarm: MetricAlarm): MetricStat[] {
  if (alarm.metric) return [alarm.metric];
  return (alarm.metrics ?? []).flatMap(({ metricStat }) => metricStat ?? []);
}

/** Whether any alarm of the model reads exactly this metric. */
export function readsMetric(model: Model, metric: MetricId): boolean {
  const key = metricKey(metric);
  return model.alarms.some((alarm) => metricsOf(alarm).some((one) => metricKey(one) === key));
}
