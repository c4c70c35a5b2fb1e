import { METRIC_NAMESPACE, METRICS } from '../../contract';
import type { MetricStat } from '../../engine/model';
import { closest, editDistance } from '../../text';
import { metricsOf } from '../rehearse/metric-readers';
import { hasUnknown, mayBeEqual, type TemplateModel } from '../template';
import { ALARM, type Check } from './check';
import { contractMetric } from './contract-metric';
import { onAlarm } from './every-alarm';
import { SERVICE_METRICS, type ServiceMetrics } from './service-metrics';

export const alarmNotFed: Check = {
  code: 'alarm-not-fed',
  severity: 'error',
  rule: 'somebody publishes exactly the namespace, name and dimensions that an alarm reads',
  consequence: 'the alarm sees no data, ever',
  find: (model) =>
    model.alarms.flatMap((alarm) =>
      metricsOf(alarm).flatMap((metric) => {
        const problem = problemOf(metric, model);
        return problem === undefined ? [] : [onAlarm(ALARM, alarm, problem)];
      }),
    ),
};

// --- internal ---

/** Edits that a slip of the pen takes; a metric that AWS adds is further from the others. */
const SLIP = 2;

/** A namespace that neither the template nor the contract knows is an application's: not judged. */
function problemOf(metric: MetricStat, model: TemplateModel): string | undefined {
  const { namespace, metricName } = metric;
  if ([namespace, metricName, ...Object.keys(metric.dimensions)].some(hasUnknown)) return undefined;
  const service = SERVICE_METRICS[namespace];
  if (service) return misspelt(metric, service) ?? setProblem(metric, service.dimensions);
  const filters = model.metricFilters.filter(({ metricNamespace }) => metricNamespace === namespace);
  const contract = contractMetric(metric);
  const sets = [
    ...filters
      .filter((filter) => filter.metricName === metricName)
      .map(({ dimensions = {} }) => Object.keys(dimensions)),
    ...(contract ? [contract.dimensions] : []),
  ];
  if (sets.length > 0) return setProblem(metric, sets);
  const known = [
    ...filters.map((filter) => filter.metricName),
    ...(namespace === METRIC_NAMESPACE ? Object.keys(METRICS) : []),
  ];
  if (known.length === 0 || known.some((name) => hasUnknown(name) && mayBeEqual(name, metricName))) {
    return undefined;
  }
  return unpublished(metric, closest(metricName, known));
}

function misspelt(metric: MetricStat, { names }: ServiceMetrics): string | undefined {
  if (names.includes(metric.metricName)) return undefined;
  const near = names.find((name) => editDistance(name, metric.metricName) <= SLIP);
  return near && unpublished(metric, near);
}

function unpublished({ namespace, metricName }: MetricStat, near: string | undefined): string {
  return `nobody publishes ${namespace} ${metricName}${near ? `, did you mean '${near}'` : ''}`;
}

function isSet(names: readonly string[], { dimensions }: MetricStat): boolean {
  return [...names].sort().join() === Object.keys(dimensions).sort().join();
}

function setProblem(metric: MetricStat, sets: readonly (readonly string[])[]): string | undefined {
  if (sets.some((set) => isSet(set, metric))) return undefined;
  const { namespace, metricName, dimensions } = metric;
  const shown = sets.map((set) => setText(set)).join(' or ');
  return `${namespace} ${metricName}: got dimensions ${setText(Object.keys(dimensions))}, allowed: ${shown}`;
}

function setText(names: readonly string[]): string {
  return names.length === 0 ? 'none' : `{${names.join(', ')}}`;
}
