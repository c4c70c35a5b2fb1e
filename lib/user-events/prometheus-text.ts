/** Of the text format, version 0.0.4. */
export const PROMETHEUS_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

export function familyHead({ name, help, type }: { name: string; help: string; type: string }): string {
  return `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n# TYPE ${name} ${type}\n`;
}

/** Label pairs without braces, values escaped; any text is allowed in a value. */
export function renderLabels(names: readonly string[], values: readonly string[]): string {
  return names.map((name, index) => `${name}="${escapeLabel(values[index]!)}"`).join(',');
}

/** @param labels rendered, may be empty */
export function sample(name: string, labels: string, value: number): string {
  return labels === '' ? `${name} ${number(value)}\n` : `${name}{${labels}} ${number(value)}\n`;
}

interface HistogramSeries {
  readonly labels: string;
  /** Sum of the values. */
  readonly value: number;
  readonly count: number;
  /** One a bucket and one for the rest, not cumulative. */
  readonly counts: readonly number[];
}

export function histogramText(
  { name, buckets }: { readonly name: string; readonly buckets: readonly number[] },
  { labels, value, count, counts }: HistogramSeries,
): string {
  const head = labels === '' ? `${name}_bucket{le="` : `${name}_bucket{${labels},le="`;
  let text = '';
  let below = 0;
  for (let index = 0; index < buckets.length; index++) {
    below += counts[index]!;
    text += `${head}${bound(buckets[index]!)}"} ${below}\n`;
  }
  return `${text}${head}+Inf"} ${count}\n${sample(`${name}_sum`, labels, value)}${sample(`${name}_count`, labels, count)}`;
}

// --- internal ---

/** A bound is a float, `1.0`: so OpenWhisk's client writes it, and Prometheus 3 keeps it. */
const bound = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(value));

const NEEDS_ESCAPE = /[\\"\n]/;

function escapeLabel(value: string): string {
  if (!NEEDS_ESCAPE.test(value)) return value;
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/** JavaScript and Prometheus agree on numbers but for infinity. */
const number = (value: number): string =>
  value === Number.POSITIVE_INFINITY ? '+Inf' : value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value);
