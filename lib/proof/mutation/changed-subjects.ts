import { alarmNameOf, alarmReach, type MetricFilter } from '../../engine';
import { type Incident, logGroupOf, metricsOf, type TemplateModel } from '../../rehearsal';
import { filterName } from './mutants';

/**
 * The names of what differs between two states of a template, as mutants have them: alarms, filters, topics and mute
 * rules that are new or changed, and alarms of which something changed that decides about them.
 */
export function changedSubjects(before: TemplateModel, after: TemplateModel): ReadonlySet<string> {
  const filters = changedKeys(before.metricFilters, after.metricFilters, filterName);
  const own = [
    ...changedKeys(before.alarms, after.alarms, ({ alarmName }) => alarmName),
    ...changedKeys(before.compositeAlarms, after.compositeAlarms, ({ alarmName }) => alarmName),
    ...changedKeys(before.muteRules, after.muteRules, ({ name }) => name),
    ...changedKeys(topicsOf(before), topicsOf(after), ({ topic }) => topic),
    ...filters,
  ];
  const changed = new Set(own);
  const fed = after.alarms.filter((alarm) =>
    after.metricFilters.some((filter) => filters.has(filterName(filter)) && isRead(filter, alarm)),
  );
  const below = after.compositeAlarms
    .filter(({ alarmName }) => changed.has(alarmName))
    .flatMap(({ alarmName }) => alarmReach(alarmName, after));
  const muted = after.muteRules
    .filter(({ name }) => changed.has(name))
    .flatMap(({ alarmNames }) => alarmNames);
  return new Set([...changed, ...fed.map(({ alarmName }) => alarmName), ...below, ...muted.map(alarmNameOf)]);
}

/** The alarms that an incident feeds or names: those of which it may catch a mutant. */
export function incidentAlarms(incident: Incident, model: TemplateModel): ReadonlySet<string> {
  const groups = new Set(incident.signals.flatMap((source) => logGroupOf(source, incident) ?? []));
  const metrics = new Set(
    incident.signals.flatMap((source) =>
      source.kind === 'metric' ? [`${source.namespace} ${source.metricName}`] : [],
    ),
  );
  const filters = model.metricFilters.filter(({ logGroupName }) => groups.has(logGroupName));
  const fed = model.alarms.filter(
    (alarm) =>
      filters.some((filter) => isRead(filter, alarm)) ||
      metricsOf(alarm).some(({ namespace, metricName }) => metrics.has(`${namespace} ${metricName}`)),
  );
  const named = incident.expectations.flatMap((one) => ('alarm' in one && one.alarm ? [one.alarm] : []));
  return new Set([...fed.map(({ alarmName }) => alarmName), ...named]);
}

// --- internal ---

type Alarm = TemplateModel['alarms'][number];

const isRead = ({ metricNamespace, metricName }: MetricFilter, alarm: Alarm): boolean =>
  metricsOf(alarm).some((metric) => metric.namespace === metricNamespace && metric.metricName === metricName);

const topicsOf = ({ subscriptions }: TemplateModel) =>
  [...new Set(subscriptions.map(({ topicArn }) => topicArn))].map((topicArn) => ({
    topic: topicArn.slice(topicArn.lastIndexOf(':') + 1),
    subscriptions: subscriptions.filter((one) => one.topicArn === topicArn),
  }));

/** Keys of the items after that are not the same before. */
function changedKeys<T>(before: readonly T[], after: readonly T[], keyOf: (item: T) => string): Set<string> {
  const old = new Map(before.map((item) => [keyOf(item), JSON.stringify(item)]));
  return new Set(after.filter((item) => old.get(keyOf(item)) !== JSON.stringify(item)).map(keyOf));
}
