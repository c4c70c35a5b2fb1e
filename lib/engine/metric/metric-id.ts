import type { Dimensions, MetricId } from '../model';

/**
 * The identity of a metric as one text: namespace, name and the exact set of dimensions in any order. The
 * same name with one dimension more or less is another metric.
 */
export function metricKey({ namespace, metricName, dimensions }: MetricId): string {
  let key = `${namespace}${RECORD}${metricName}`;
  // Told for every datum: nothing is made that is not needed, and no name is the beginning of another with UNIT after it.
  for (const name of Object.keys(dimensions).sort()) key += `${RECORD}${name}${UNIT}${dimensions[name]}`;
  return key;
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
