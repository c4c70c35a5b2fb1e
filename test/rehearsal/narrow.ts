import { alarmNameOf, parseAlarmRule } from '../../lib/engine';
import type { CompositeAlarm, MetricAlarm } from '../../lib/engine/model';
import type { Expectation, Incident, TemplateModel } from '../../lib/rehearsal';

/** What decides about one alarm: the rest of the template and of an incident cannot change what becomes of it. */
export interface Narrowed {
  readonly model: TemplateModel;
  readonly incidentFor: (incident: Incident) => Incident;
}

/**
 * Leaves an alarm, the composites above it, what those depend on, and the filters and signals that feed all of
 * them. Playing every broken alarm with the whole realm around it would take minutes.
 */
export function narrow(model: TemplateModel, alarmName: string): Narrowed {
  const composites = compositesAbove(model.compositeAlarms, alarmName);
  const names = new Set([alarmName, ...composites.flatMap((one) => [one.alarmName, ...namesIn(one)])]);
  const alarms = model.alarms.filter((alarm) => names.has(alarm.alarmName));
  const metrics = new Set(alarms.flatMap(metricsOf));
  const metricFilters = model.metricFilters.filter((filter) =>
    metrics.has(textOf(filter.metricNamespace, filter.metricName)),
  );
  const isOfInterest = (expectation: Expectation): boolean => {
    if ('alarm' in expectation && expectation.alarm !== undefined) return names.has(expectation.alarm);
    // Whoever was told by whichever alarm may have been told by one that is not here.
    return expectation.kind === 'quiet' || expectation.kind === 'silent';
  };
  return {
    model: {
      ...model,
      alarms,
      compositeAlarms: model.compositeAlarms.filter((alarm) => names.has(alarm.alarmName)),
      metricFilters,
    },
    incidentFor: (incident) => ({
      ...incident,
      signals: incident.signals.filter((signal) => {
        if (signal.kind === 'metric') return metrics.has(textOf(signal.namespace, signal.metricName));
        return signal.kind === 'log' || metricFilters.length > 0;
      }),
      expectations: incident.expectations.filter(isOfInterest),
    }),
  };
}

// --- internal ---

/** The composites that depend on an alarm, directly or through others, the alarm itself if it is one. */
function compositesAbove(composites: readonly CompositeAlarm[], alarmName: string): CompositeAlarm[] {
  const above = composites.filter((one) => one.alarmName === alarmName || namesIn(one).includes(alarmName));
  const further = above.filter((one) => one.alarmName !== alarmName);
  return [...new Set([...above, ...further.flatMap((one) => compositesAbove(composites, one.alarmName))])];
}

function namesIn({ alarmRule, actionsSuppressor }: CompositeAlarm): string[] {
  const suppressor = actionsSuppressor === undefined ? [] : [actionsSuppressor];
  return [...parseAlarmRule(alarmRule).children, ...suppressor].map(alarmNameOf);
}

function metricsOf({ metric, metrics = [] }: MetricAlarm): string[] {
  const stats = [...(metric ? [metric] : []), ...metrics.flatMap(({ metricStat }) => metricStat ?? [])];
  return stats.map(({ namespace, metricName }) => textOf(namespace, metricName));
}

const textOf = (namespace: string, metricName: string): string => `${namespace}\n${metricName}`;
