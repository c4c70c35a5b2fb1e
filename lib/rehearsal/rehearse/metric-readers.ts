import { metricKey } from '../../engine';
import type { MetricAlarm, MetricId, MetricStat, Model } from '../../engine/model';

/** The metrics that an alarm reads, one or those of its metric math. */
export function metricsOf(alarm: MetricAlarm): MetricStat[] {
  if (alarm.metric) return [alarm.metric];
  return (alarm.metrics ?? []).flatMap(({ metricStat }) => metricStat ?? []);
}

/** Tells whether any alarm of the model reads exactly a metric. */
export function metricReaders(model: Model): (metric: MetricId) => boolean {
  const read = new Set(model.alarms.flatMap((alarm) => metricsOf(alarm).map(metricKey)));
  return (metric) => read.has(metricKey(metric));
}
