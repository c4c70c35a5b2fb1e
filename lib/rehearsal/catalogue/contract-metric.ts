import { LAVA_METRICS, METRICS, type MetricDefinition } from '../../contract';
import type { MetricId } from '../../engine/model';

/**
 * What the contract says of a metric. A realm may have a namespace of its own, and then the dimension Realm tells its
 * metrics from those that an application happens to call the same.
 *
 * @param namespaces Where workers publish unless they are told otherwise.
 */
export function contractMetric(
  { namespace, metricName, dimensions }: MetricId,
  namespaces: ReadonlySet<string>,
): MetricDefinition | undefined {
  const isOurs = namespaces.has(namespace) || 'Realm' in dimensions;
  return isOurs ? CONTRACT.find(({ name }) => name === metricName) : undefined;
}

// --- internal ---

const CONTRACT: readonly MetricDefinition[] = [...Object.values(METRICS), ...Object.values(LAVA_METRICS)];
