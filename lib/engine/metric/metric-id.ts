import type { Dimensions, MetricId } from '../model';

/**
 * The identity of a metric as one text: namespace, name and the exact set of dimensions in any order. The
 * same name with one dimension more or less is another metric.
 */
export function metricKey({ namespace, metricName, dimensions }: MetricId): string {
  const parts = Object.entries(dimensions)
    .map(([name, value]) => `${name}${UNIT}${value}`)
    .sort();
  return [namespace, metricName, ...parts].join(RECORD);
}

/** `Namespace MetricName {Name=value, …}`, for messages. */
export function metricText({ namespace, metricName, dimensions }: MetricId): string {
  return `${namespace} ${metricName}${dimensionText(dimensions)}`;
}

// --- internal ---

/** ASCII separators: not allowed in any of the names. */
const RECORD = '\u001e';
const UNIT = '\u001f';

function dimensionText(dimensions: Dimensions): string {
  const entries = Object.entries(dimensions);
  if (entries.length === 0) return '';
  return ` {${entries
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(', ')}}`;
}
