import { LAVA_METRICS, METRIC_NAMESPACE, METRICS, type MetricDefinition } from '../../contract';
import type { MetricStat } from '../../engine/model';

/**
 * What the contract says of a metric. A realm may have a namespace of its own, and then the dimension Realm tells its
 * metrics from those that an application happens to call the same.
 */
export function contractMetric({
  namespace,
  metricName,
  dimensions,
}: MetricStat): MetricDefinition | undefined {
  const isOurs = namespace === METRIC_NAMESPACE || 'Realm' in dimensions;
  return isOurs ? CONTRACT.find(({ name }) => name === metricName) : undefined;
}

// --- internal ---

const CONTRACT: readonly MetricDefinition[] = [...Object.values(METRICS), ...Object.values(LAVA_METRICS)];
