import type { Unit } from '../../contract/units';
import { quote } from '../logger/json-value';
import { OptionsError } from '../options-error';
import { checkUnit } from './check-unit';
import { isValue, MAX_VALUES } from './series';

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
 * @param values Those of the metrics, in the order of the shape; what CloudWatch does not take is left out.
 * @param at When it happened, epoch ms.
 */
export type EmfWrite = (
  dimensions: readonly (string | number)[],
  values: readonly EmfValue[],
  at: number,
) => void;

/**
 * A writer of embedded-metric-format documents of one shape, whose head is rendered once.
 * @param write Takes one document, which must reach CloudWatch with nothing before or after it.
 * @param maxBytes Of one document; a larger one is split.
 * @throws OptionsError when CloudWatch would refuse every document of this shape.
 */
export function emfDocument(
  shape: EmfShape,
  write: (line: string) => void,
  maxBytes: number = MAX_BYTES,
): EmfWrite {
  check(shape);
  const { metrics } = shape;
  if (metrics.length > MAX_METRICS) return splitByMetrics(shape, write, maxBytes, MAX_METRICS);
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
      if (!isValue(value)) {
        writeParts(shape, put, dimensions, values, at);
        return;
      }
      line += names[n]! + value;
    }
    put(`${line}}`, shape, dimensions, values, at);
  };

  /** Splits what is too long by its metrics, then by its values; one value goes out whatever its length. */
  function put(
    line: string,
    { metrics: own }: EmfShape,
    dimensions: readonly (string | number)[],
    values: readonly EmfValue[],
    at: number,
  ): void {
    if (line.length * 3 <= maxBytes || Buffer.byteLength(line) <= maxBytes) write(line);
    else if (own.length > 1) {
      const half = Math.ceil(own.length / 2);
      splitByMetrics({ ...shape, metrics: own }, write, maxBytes, half)(dimensions, values, at);
    } else if (Array.isArray(values[0]) && values[0].length > 1) {
      const half = Math.ceil(values[0].length / 2);
      writeParts({ ...shape, metrics: own }, put, dimensions, [values[0].slice(0, half)], at);
      writeParts({ ...shape, metrics: own }, put, dimensions, [values[0].slice(half)], at);
    } else write(line);
  }
}

// --- internal ---

/** Takes one finished document, and what it was made of. */
type Put = (
  line: string,
  shape: EmfShape,
  dimensions: readonly (string | number)[],
  values: readonly EmfValue[],
  at: number,
) => void;

const MAX_METRICS = 100;
/** What a log destination takes at most: the CloudWatch agent cuts there. */
const MAX_BYTES = 256 * 1024 - 26;
const MAX_NAME = 255;
const MAX_DIMENSIONS = 30;
const MAX_DIMENSION_VALUE = 1024;
const DIMENSION_NAME = /^(?!:)[ -~]{1,255}$/;

function check({ namespace, dimensions, metrics }: EmfShape): void {
  if (!/^[\w./#:-]{1,255}$/.test(namespace)) {
    throw new OptionsError(
      `bad metric namespace '${namespace}': 1 to 255 of letters, digits, . - _ / # and :`,
    );
  }
  if (dimensions.length > MAX_DIMENSIONS) {
    throw new OptionsError(`${dimensions.length} dimensions: CloudWatch takes ${MAX_DIMENSIONS} at most`);
  }
  const bad = dimensions.find((name) => !DIMENSION_NAME.test(name) || name.trim() === '');
  if (bad !== undefined) {
    throw new OptionsError(
      `bad dimension name ${quote(bad)}: CloudWatch takes 1 to 255 printable ASCII characters, not blank, without a colon in front`,
    );
  }
  for (const metric of metrics) checkUnit(metric);
  const unnamed = metrics.find(({ name }) => name.trim() === '' || name.length > MAX_NAME);
  if (unnamed !== undefined) {
    throw new OptionsError(
      `bad metric name ${quote(unnamed.name.slice(0, MAX_NAME))}: CloudWatch takes 1 to ${MAX_NAME} characters, not blank`,
    );
  }
  const names = [...dimensions, ...metrics.map(({ name }) => name)];
  const twice = names.find((name, n) => name === '_aws' || names.indexOf(name) !== n);
  if (twice !== undefined) {
    throw new OptionsError(`'${twice}' cannot be used twice or as a name in one metric document`);
  }
}

/** What CloudWatch takes: printable ASCII, not blank; what it would refuse is written as in a URL. */
function dimensionValue(value: string | number | undefined): string {
  const text = String(value ?? '');
  if (text.trim() === '') return '"-"';
  const mended = REFUSED.test(text) ? text.replace(REFUSED_ALL, encoded) : text;
  return quote(mended.slice(0, MAX_DIMENSION_VALUE));
}

const REFUSED = /[^ -~]/;
const REFUSED_ALL = /[^ -~]+/g;

/** Of UTF-8, which has no lone surrogates. */
const encoded = (text: string): string => encodeURIComponent(Buffer.from(text).toString());

function splitByMetrics(
  shape: EmfShape,
  write: (line: string) => void,
  maxBytes: number,
  size: number,
): EmfWrite {
  const parts: EmfWrite[] = [];
  for (let from = 0; from < shape.metrics.length; from += size) {
    const metrics = shape.metrics.slice(from, from + size);
    const part = emfDocument({ ...shape, metrics }, write, maxBytes);
    parts.push((dimensions, values, at) => part(dimensions, values.slice(from, from + size), at));
  }
  return (dimensions, values, at) => {
    for (const part of parts) part(dimensions, values, at);
  };
}

/** Lists of values, and documents in which a value is missing: as many documents as it takes. */
function writeParts(
  shape: EmfShape,
  put: Put,
  dimensions: readonly (string | number)[],
  values: readonly EmfValue[],
  at: number,
): void {
  const lists = values.map((value) => (Array.isArray(value) ? value : [value]).filter(isValue));
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
    put(
      `{"_aws":{"Timestamp":${Math.floor(at)},"CloudWatchMetrics":[${JSON.stringify(directive)}]}${members.join('')}${body.join('')}}`,
      { ...shape, metrics: present.map(({ metric }) => metric) },
      dimensions,
      present.map(({ list }) => (list.length === 1 ? list[0]! : list)),
      at,
    );
  }
}
