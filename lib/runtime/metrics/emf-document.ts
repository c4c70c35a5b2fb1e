import type { Unit } from '../../contract/units';
import { quote } from '../logger/json-value';
import { OptionsError } from '../options-error';
import { MAX_VALUES } from './series';

/** What is the same in every document of one kind. */
export interface EmfShape {
  readonly namespace: string;
  /** Names of the dimensions: one set, all of them. */
  readonly dimensions: readonly string[];
  readonly metrics: readonly { readonly name: string; readonly unit?: Unit }[];
}

/** One value of a metric, or several that happened in the same minute. */
export type EmfValue = number | readonly number[];

/**
 * Writes one document, or several where CloudWatch's limits demand it.
 * @param dimensions Their values, in the order of the shape.
 * @param values Those of the metrics, in the order of the shape; what is not finite is left out.
 * @param at When it happened, epoch ms.
 */
export type EmfWrite = (dimensions: readonly string[], values: readonly EmfValue[], at: number) => void;

/**
 * A writer of embedded-metric-format documents of one shape, whose head is rendered once.
 * @param write Takes one document, which must reach CloudWatch with nothing before or after it.
 * @throws OptionsError when CloudWatch would refuse every document of this shape.
 */
export function emfDocument(shape: EmfShape, write: (line: string) => void): EmfWrite {
  check(shape);
  const { metrics } = shape;
  if (metrics.length > MAX_METRICS) return splitByMetrics(shape, write);
  const head = `,"CloudWatchMetrics":[{"Namespace":${quote(shape.namespace)},"Dimensions":[[${shape.dimensions.map(quote).join(',')}]],"Metrics":[${metrics
    .map(({ name, unit }) => `{"Name":${quote(name)}${unit ? `,"Unit":"${unit}"` : ''}}`)
    .join(',')}]}]}`;
  const keys = shape.dimensions.map((name) => `,${quote(name)}:`);
  const names = metrics.map(({ name }) => `,${quote(name)}:`);

  return (dimensions, values, at) => {
    let line = `{"_aws":{"Timestamp":${Math.floor(at)}${head}`;
    for (let n = 0; n < keys.length; n += 1) line += keys[n] + dimensionValue(dimensions[n]);
    for (let n = 0; n < names.length; n += 1) {
      const value = values[n]!;
      if (!Number.isFinite(value)) {
        writeParts(shape, write, dimensions, values, at);
        return;
      }
      line += names[n]! + value;
    }
    write(`${line}}`);
  };
}

// --- internal ---

const MAX_METRICS = 100;
const MAX_DIMENSIONS = 30;
const MAX_DIMENSION_VALUE = 1024;

function check({ namespace, dimensions, metrics }: EmfShape): void {
  if (!/^[\w./#:-]{1,255}$/.test(namespace)) {
    throw new OptionsError(
      `bad metric namespace '${namespace}': 1 to 255 of letters, digits, . - _ / # and :`,
    );
  }
  if (dimensions.length > MAX_DIMENSIONS) {
    throw new OptionsError(`${dimensions.length} dimensions: CloudWatch takes ${MAX_DIMENSIONS} at most`);
  }
  const names = [...dimensions, ...metrics.map(({ name }) => name)];
  const twice = names.find((name, n) => name === '_aws' || names.indexOf(name) !== n);
  if (twice !== undefined) {
    throw new OptionsError(`'${twice}' cannot be used twice or as a name in one metric document`);
  }
}

function dimensionValue(value: string | undefined): string {
  return value === undefined || value === '' ? '"-"' : quote(value.slice(0, MAX_DIMENSION_VALUE));
}

function splitByMetrics(shape: EmfShape, write: (line: string) => void): EmfWrite {
  const parts: EmfWrite[] = [];
  for (let from = 0; from < shape.metrics.length; from += MAX_METRICS) {
    const metrics = shape.metrics.slice(from, from + MAX_METRICS);
    const part = emfDocument({ ...shape, metrics }, write);
    parts.push((dimensions, values, at) => part(dimensions, values.slice(from, from + MAX_METRICS), at));
  }
  return (dimensions, values, at) => {
    for (const part of parts) part(dimensions, values, at);
  };
}

/** Lists of values, and documents in which a value is missing: as many documents as it takes. */
function writeParts(
  shape: EmfShape,
  write: (line: string) => void,
  dimensions: readonly string[],
  values: readonly EmfValue[],
  at: number,
): void {
  const lists = values.map((value) => (Array.isArray(value) ? value : [value]).filter(Number.isFinite));
  const rounds = Math.ceil(Math.max(0, ...lists.map((list) => list.length)) / MAX_VALUES);
  for (let round = 0; round < rounds; round += 1) {
    const parts = lists.map((list) => list.slice(round * MAX_VALUES, (round + 1) * MAX_VALUES));
    const present = shape.metrics
      .map((metric, n) => ({ metric, list: parts[n]! }))
      .filter(({ list }) => list.length > 0);
    const body = present.map(
      ({ metric, list }) => `,${quote(metric.name)}:${list.length === 1 ? list[0] : `[${list.join(',')}]`}`,
    );
    const members = shape.dimensions.map((name, n) => `,${quote(name)}:${dimensionValue(dimensions[n])}`);
    const directive = {
      Namespace: shape.namespace,
      Dimensions: [shape.dimensions],
      Metrics: present.map(({ metric: { name, unit } }) =>
        unit ? { Name: name, Unit: unit } : { Name: name },
      ),
    };
    write(
      `{"_aws":{"Timestamp":${Math.floor(at)},"CloudWatchMetrics":[${JSON.stringify(directive)}]}${members.join('')}${body.join('')}}`,
    );
  }
}
