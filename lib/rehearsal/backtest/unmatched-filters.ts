import { alarmReach, compileMetricFilter, metricKey, parseOnce } from '../../engine';
import type { MetricFilter } from '../../engine/model';
import { metricsOf } from '../rehearse/metric-readers';
import type { TemplateModel } from '../template';
import type { Recording } from './recording';

/**
 * The metric filters that feed an alarm, by its name, where none of them matches a single record of the groups that
 * were recorded; of a composite alarm those of the alarms below it, where that is so of all that were `recorded`.
 * `metrics` are the keys of metrics that were recorded themselves: who reads one needs no record.
 */
export function unmatchedFilters(
  model: TemplateModel,
  { logs }: Recording,
  { metrics, recorded }: { readonly metrics: ReadonlySet<string>; readonly recorded: ReadonlySet<string> },
): ReadonlyMap<string, readonly MetricFilter[]> {
  const groups = new Set(logs.map(({ logGroupName }) => logGroupName));
  const matched = matchedFilters(
    model.metricFilters.filter(({ logGroupName }) => groups.has(logGroupName)),
    logs,
  );
  const unmatched = new Map<string, readonly MetricFilter[]>();
  for (const alarm of model.alarms) {
    const read = metricsOf(alarm);
    if (read.some((stat) => metrics.has(metricKey(stat)))) continue;
    const feeding = [...matched].filter(([filter]) =>
      read.some((stat) => stat.namespace === filter.metricNamespace && stat.metricName === filter.metricName),
    );
    if (feeding.length === 0 || feeding.some(([, isMatched]) => isMatched)) continue;
    unmatched.set(
      alarm.alarmName,
      feeding.map(([filter]) => filter),
    );
  }
  for (const { alarmName } of model.compositeAlarms) {
    const reach = new Set(alarmReach(alarmName, model));
    const below = model.alarms.filter((alarm) => recorded.has(alarm.alarmName) && reach.has(alarm.alarmName));
    const filters = below.map((alarm) => unmatched.get(alarm.alarmName));
    if (filters.length === 0 || filters.includes(undefined)) continue;
    unmatched.set(alarmName, [...new Set(filters.flatMap((some) => some ?? []))]);
  }
  return unmatched;
}

// --- internal ---

function matchedFilters(
  filters: readonly MetricFilter[],
  logs: Recording['logs'],
): Map<MetricFilter, boolean> {
  const open = new Map(filters.map((filter) => [filter, compileMetricFilter(filter).pattern] as const));
  for (const { logGroupName, message } of logs) {
    if (open.size === 0) break;
    const parse = parseOnce();
    for (const [filter, pattern] of open) {
      if (filter.logGroupName === logGroupName && pattern.matchWith(parse, message)) open.delete(filter);
    }
  }
  return new Map(filters.map((filter) => [filter, !open.has(filter)]));
}
