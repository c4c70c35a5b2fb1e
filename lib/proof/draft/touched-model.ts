import { alarmReach, metricKey } from '../../engine';
import type { MetricId } from '../../engine/model';
import { metricsOf } from '../../rehearsal/rehearse/metric-readers';
import type { TemplateModel } from '../../rehearsal/template';
import type { Feed } from '../stimulus';
import type { Script } from './script';

/** The part of a model that a script for an alarm can change; one without data is of the alarm itself. */
export function touchedBy(
  { alarmName }: { readonly alarmName: string },
  { tracks }: Script,
  model: TemplateModel,
): TemplateModel {
  if (tracks.length > 0)
    return touchedModel(
      model,
      tracks.flatMap(({ feeds }) => feeds),
    );
  const kept = new Set([alarmName, ...alarmReach(alarmName, model)]);
  return {
    ...model,
    metricFilters: [],
    alarms: model.alarms.filter((alarm) => kept.has(alarm.alarmName)),
    compositeAlarms: model.compositeAlarms.filter((alarm) => kept.has(alarm.alarmName)),
  };
}

/**
 * The part of a model that data of some feeds can change: alarms on their metrics, and on whatever filters of the same
 * log groups publish, and composites above them with all that these are of. The rest behaves as it does without them.
 */
export function touchedModel(
  model: TemplateModel,
  feeds: readonly Feed[],
  groups: readonly string[] = [],
): TemplateModel {
  const logGroups = new Set([
    ...groups,
    ...feeds.flatMap((feed) =>
      feed.kind === 'log' ? feed.filters.map(({ logGroupName }) => logGroupName) : [],
    ),
  ]);
  const metricFilters = model.metricFilters.filter(({ logGroupName }) => logGroups.has(logGroupName));
  const metrics = new Set(feeds.map(({ metric }) => metricKey(metric)));
  const named = new Set(
    metricFilters.map(({ metricNamespace, metricName }) => `${metricNamespace}\0${metricName}`),
  );
  const isTouched = (metric: MetricId) =>
    metrics.has(metricKey(metric)) || named.has(`${metric.namespace}\0${metric.metricName}`);
  const touched = new Set(
    model.alarms.filter((alarm) => metricsOf(alarm).some(isTouched)).map(({ alarmName }) => alarmName),
  );
  const composites = model.compositeAlarms.filter(({ alarmName }) =>
    alarmReach(alarmName, model).some((name) => touched.has(name)),
  );
  const kept = new Set([...touched, ...composites.flatMap(({ alarmName }) => alarmReach(alarmName, model))]);
  return {
    ...model,
    metricFilters,
    alarms: model.alarms.filter(({ alarmName }) => kept.has(alarmName)),
    compositeAlarms: model.compositeAlarms.filter(({ alarmName }) => kept.has(alarmName)),
  };
}
