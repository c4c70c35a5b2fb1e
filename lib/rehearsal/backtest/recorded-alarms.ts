import { metricKey, parseAlarmRule } from '../../engine';
import { metricsOf } from '../rehearse/metric-readers';
import type { TemplateModel } from '../template';
import type { Recording } from './recording';

/**
 * Names and ARNs of the alarms of which something that they read was recorded: a metric, whose keys are `metrics`, or
 * records of a group whose filters make one.
 */
export function recordedAlarms(
  model: TemplateModel,
  { logs }: Recording,
  metrics: ReadonlySet<string>,
): ReadonlySet<string> {
  const groups = new Set(logs.map(({ logGroupName }) => logGroupName));
  const filtered = model.metricFilters
    .filter(({ logGroupName }) => groups.has(logGroupName))
    .map(({ metricNamespace, metricName }) => `${metricNamespace} ${metricName}`);
  const recorded = new Set(
    model.alarms
      .filter((alarm) =>
        metricsOf(alarm).some(
          (stat) => metrics.has(metricKey(stat)) || filtered.includes(`${stat.namespace} ${stat.metricName}`),
        ),
      )
      .flatMap(({ alarmName, alarmArn }) => [alarmName, alarmArn]),
  );
  const composites = model.compositeAlarms.map(({ alarmName, alarmArn, alarmRule }) => {
    const { children } = parseAlarmRule(alarmRule);
    return { names: [alarmName, alarmArn], children };
  });
  // A composite may stand before its children, so until nothing is added.
  for (let before = -1; before < recorded.size; ) {
    before = recorded.size;
    for (const { names, children } of composites) {
      if (children.some((child) => recorded.has(child))) for (const name of names) recorded.add(name);
    }
  }
  return recorded;
}
