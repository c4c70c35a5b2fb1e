import { metricKey, metricText } from '../../engine';
import { catalogueOf } from '../catalogue';
import { feedProblem } from '../catalogue/feed-problem';
import type { Incident } from '../incident';
import type { TemplateModel } from '../template';
import { metricReaders, metricsOf } from './metric-readers';

/** What the reader should know of the signals of an incident: data that nothing reads, and data that something lacks. */
export function signalNotes(incident: Incident, model: TemplateModel): string[] {
  return [
    ...unreadMetrics(incident, model),
    ...unpublishedMetrics(incident, model),
    ...unplayedObjectives(incident, model),
  ];
}

// --- internal ---

/** A metric that no alarm reads is most often a dimension that is spelled differently. */
function unreadMetrics(incident: Incident, model: TemplateModel): string[] {
  const isRead = metricReaders(model);
  return incident.signals.flatMap((source) => {
    if (source.kind !== 'metric' || isRead(source)) return [];
    return [`line ${source.line}: no alarm reads ${metricText(source)}; dimensions must match exactly`];
  });
}

/** What AWS would not publish as the incident says. */
function unpublishedMetrics(incident: Incident, model: TemplateModel): string[] {
  return incident.signals.flatMap((source) => {
    if (source.kind !== 'metric' || !catalogueOf(source.namespace)) return [];
    const problem = feedProblem(source, model);
    return problem ? [`line ${source.line}: ${problem.message}`] : [];
  });
}

/** A service level objective is not played: what it publishes is there only when the incident gives it. */
function unplayedObjectives(incident: Incident, model: TemplateModel): string[] {
  const given = new Set(incident.signals.flatMap((one) => (one.kind === 'metric' ? [metricKey(one)] : [])));
  const names = model.objectives.map(({ name }) => name);
  return model.alarms.flatMap((alarm) =>
    metricsOf(alarm)
      .filter(
        ({ namespace, dimensions }) => namespace === 'AWS/ApplicationSignals' && 'SloName' in dimensions,
      )
      .filter((metric) => names.includes(metric.dimensions.SloName!) && !given.has(metricKey(metric)))
      .map(
        (metric) => `${alarm.alarmName}: objectives are not played, give ${metricText(metric)} as a signal`,
      ),
  );
}
