import { METRIC_NAMESPACE, METRICS, type MetricDefinition } from '../../contract';
import type { MetricStat } from '../../engine/model';
import { closest } from '../../text';
import { metricsOf } from '../rehearse/metric-readers';
import type { TemplateModel } from '../template';
import { ALARM, type Check } from './check';
import { onAlarm } from './every-alarm';

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

/** Dimension sets of the services that a job system is built of. Source: each service's metrics page. */
const SERVICE_DIMENSIONS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'AWS/AutoScaling': [['AutoScalingGroupName'], []],
  'AWS/Events': [['RuleName'], ['EventBusName', 'RuleName'], []],
  'AWS/Lambda': [
    ['FunctionName'],
    ['FunctionName', 'Resource'],
    ['ExecutedVersion', 'FunctionName', 'Resource'],
    [],
  ],
  'AWS/Logs': [['LogGroupName'], ['DestinationType', 'FilterName', 'LogGroupName'], []],
  'AWS/SNS': [['TopicName'], ['Application', 'Platform'], ['PhoneNumber'], ['Country'], ['SMSType'], []],
  'AWS/SQS': [['QueueName']],
};

/** A namespace that neither the template nor the contract knows is an application's: not judged. */
function problemOf(metric: MetricStat, model: TemplateModel): string | undefined {
  const { namespace, metricName } = metric;
  const service = SERVICE_DIMENSIONS[namespace];
  if (service) return service.some((set) => isSet(set, metric)) ? undefined : wrongSet(metric, service);
  const filters = model.metricFilters.filter(({ metricNamespace }) => metricNamespace === namespace);
  const contract = CONTRACT.filter(({ name }) => name === metricName);
  const sets = [
    ...filters
      .filter((filter) => filter.metricName === metricName)
      .map(({ dimensions = {} }) => Object.keys(dimensions)),
    ...contract.map(({ dimensions }) => dimensions),
  ];
  if (sets.length > 0) return sets.some((set) => isSet(set, metric)) ? undefined : wrongSet(metric, sets);
  const known = [
    ...filters.map((filter) => filter.metricName),
    ...(namespace === METRIC_NAMESPACE ? CONTRACT.map(({ name }) => name) : []),
  ];
  if (known.length === 0) return undefined;
  const near = closest(metricName, known);
  return `nobody publishes ${namespace} ${metricName}${near ? `, did you mean '${near}'` : ''}`;
}

const CONTRACT: readonly MetricDefinition[] = Object.values(METRICS);

function isSet(names: readonly string[], { dimensions }: MetricStat): boolean {
  return [...names].sort().join() === Object.keys(dimensions).sort().join();
}

function wrongSet({ namespace, metricName, dimensions }: MetricStat, sets: readonly (readonly string[])[]) {
  const shown = sets.map((set) => setText(set)).join(' or ');
  return `${namespace} ${metricName}: got dimensions ${setText(Object.keys(dimensions))}, allowed: ${shown}`;
}

function setText(names: readonly string[]): string {
  return names.length === 0 ? 'none' : `{${names.join(', ')}}`;
}
