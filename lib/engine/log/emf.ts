import { isMetricValue } from '../metric/metric-datum';
import { isStandardUnit } from '../metric/standard-unit';
import type { Dimensions } from '../model';
import type { MetricSignal } from '../model/signal';

export type EmfExtraction =
  | {
      readonly metrics: readonly MetricSignal[];
      /** Why directives were left out; only where `reject` is 'directive'. */
      readonly dropped?: readonly string[];
    }
  | { readonly invalid: string };

export interface EmfOptions {
  /**
   * What one bad member spoils. AWS does not say.
   * @default 'document'
   */
  readonly reject?: 'document' | 'directive';
}

/**
 * Extracts the metrics of a log event in the embedded metric format; undefined for any other log event, and
 * the reason for a document that breaks the format, which CloudWatch counts and otherwise drops silently.
 * The metrics have the document's own Timestamp and become visible at `ingestedAt` (epoch milliseconds).
 * Source: CloudWatch User Guide, "Specification: Embedded metric format", with the limits of PutMetricData.
 */
export function extractEmf(
  message: string,
  ingestedAt: number,
  { reject = 'document' }: EmfOptions = {},
): EmfExtraction | undefined {
  try {
    const root = parseRoot(message);
    return root && readDocument(root, ingestedAt, reject);
  } catch (error) {
    if (error instanceof Invalid) return { invalid: error.message };
    throw error;
  }
}

// --- internal ---

type Members = Readonly<Record<string, unknown>>;

/** Unwinds the reading of one document; never leaves this file. */
class Invalid extends Error {}

const LARGEST_EVENT = 1024 * 1024;
const MOST_METRICS = 100;
const MOST_VALUES = 100;
const MOST_DIMENSIONS = 30;
const LONGEST_NAME = 255;
const LONGEST_DIMENSION_VALUE = 1024;

/** What Lambda puts before a line: a time, a request id, perhaps a level, apart by blanks or tabs. */
const LAMBDA_PREFIX =
  /^\d{4}-\d\d-\d\dT[\d:.]+Z[ \t]+(?:[0-9a-f]{8}-[0-9a-f-]{27}|undefined)[ \t]+(?:[A-Z]+[ \t]+)?(?=\{)/;

/** The root of a document; undefined when the event is not in the format at all. */
function parseRoot(message: string): Members | undefined {
  const text = message.replace(LAMBDA_PREFIX, '');
  if (!text.includes('_aws') && !text.includes('\\u') && !looksLikeArray(text)) return undefined;
  const root = parseJson(text);
  if (root === undefined) {
    if (isMeantAsEmf(text)) invalid('the event is not one JSON object and nothing else');
    return undefined;
  }
  if (Array.isArray(root)) invalid('the root is an array; it must be an object');
  if (!isMembers(root) || !Object.hasOwn(root, '_aws')) return undefined;
  if (Buffer.byteLength(message) > LARGEST_EVENT) invalid('the event has more than 1 MiB');
  return root;
}

function looksLikeArray(text: string): boolean {
  return text.trimStart().startsWith('[') && text.trimEnd().endsWith(']');
}

/** A text that is no document, but holds an object with the tell-tale member, was meant as one. */
function isMeantAsEmf(text: string): boolean {
  const open = text.indexOf('{');
  return open !== -1 && /"_aws"\s*:/.test(text.slice(open));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readDocument(root: Members, visibleAt: number, reject: EmfOptions['reject']): EmfExtraction {
  const metadata = root._aws;
  if (!isMembers(metadata)) return invalid('_aws must be an object');
  const { Timestamp: timestamp, CloudWatchMetrics: directives } = metadata;
  if (!Number.isInteger(timestamp)) invalid('_aws.Timestamp must be an integer, in epoch milliseconds');
  if (!Array.isArray(directives)) return invalid('_aws.CloudWatchMetrics must be an array');
  const time = { timestamp: timestamp as number, visibleAt };
  const dropped: string[] = [];
  const metrics = directives.flatMap((directive, index) => {
    try {
      const read = readDirective(directive, `_aws.CloudWatchMetrics[${index}]`, root);
      return read.map((metric) => ({ ...metric, ...time }));
    } catch (error) {
      if (reject !== 'directive' || !(error instanceof Invalid)) throw error;
      dropped.push(error.message);
      return [];
    }
  });
  return reject === 'directive' ? { metrics, dropped } : { metrics };
}

type Metric = Omit<MetricSignal, 'timestamp'>;

function readDirective(directive: unknown, path: string, root: Members): Metric[] {
  if (!isMembers(directive)) return invalid(`${path} must be an object`);
  const { Namespace: namespace, Dimensions: sets, Metrics: definitions } = directive;
  if (!isName(namespace))
    return invalid(`${path}.Namespace must be a string of 1 to ${LONGEST_NAME} characters`);
  if (!Array.isArray(sets) || sets.length === 0) {
    return invalid(`${path}.Dimensions must be an array of at least one dimension set, such as [[]]`);
  }
  if (!Array.isArray(definitions) || definitions.length > MOST_METRICS) {
    return invalid(`${path}.Metrics must be an array of at most ${MOST_METRICS} metric definitions`);
  }
  const dimensions = sets.map((set, index) => readDimensionSet(set, `${path}.Dimensions[${index}]`, root));
  return definitions
    .map((definition, index) => readDefinition(definition, `${path}.Metrics[${index}]`, root))
    .filter(({ values }) => values.length > 0)
    .flatMap((metric) =>
      dimensions.map((set): Metric => ({ type: 'metric', namespace, dimensions: set, ...metric })),
    );
}

/**
 * CloudWatch takes no metric whose dimensions are not what PutMetricData takes ("Dimension" in the API reference).
 * Observed: one empty value, and the metric is published without any of the dimensions (powertools-lambda-python 5526).
 * A number is no string: the specification demands one, and what was observed has no such dimension either
 * (powertools-lambda-python 51, aws-embedded-metrics-python 58).
 */
function readDimensionSet(set: unknown, path: string, root: Members): Dimensions {
  if (!Array.isArray(set) || set.length > MOST_DIMENSIONS) {
    return invalid(`${path} must be an array of at most ${MOST_DIMENSIONS} dimension names`);
  }
  const named = set.map((name, index): [string, string] => {
    if (!isName(name))
      return invalid(`${path}[${index}] must be a string of 1 to ${LONGEST_NAME} characters`);
    if (!isPrintable(name) || name.startsWith(':'))
      return invalid(`${path}[${index}] must be printable ASCII, not blank, without a colon in front`);
    const value = target(root, name, `dimension ${name}`);
    if (typeof value !== 'string' || value.length > LONGEST_DIMENSION_VALUE)
      return invalid(
        `the value of dimension ${name} must be a string of at most ${LONGEST_DIMENSION_VALUE} characters`,
      );
    if (value !== '' && !isPrintable(value))
      return invalid(`the value of dimension ${name} must be printable ASCII, not blank`);
    return [name, value];
  });
  return named.some(([, value]) => value === '') ? {} : Object.fromEntries(named);
}

const isPrintable = (text: string): boolean => /^[ -~]*$/.test(text) && text.trim() !== '';

type Definition = Pick<MetricSignal, 'metricName' | 'unit' | 'storageResolution'> & {
  readonly values: readonly number[];
};

function readDefinition(definition: unknown, path: string, root: Members): Definition {
  if (!isMembers(definition)) return invalid(`${path} must be an object`);
  const { Name: metricName, Unit: unit, StorageResolution: resolution } = definition;
  if (!isName(metricName)) return invalid(`${path}.Name must be a string of 1 to ${LONGEST_NAME} characters`);
  if (unit !== undefined && !isStandardUnit(unit))
    return invalid(`${path}.Unit must be a CloudWatch unit, such as Count`);
  if (resolution !== undefined && resolution !== 1 && resolution !== 60) {
    return invalid(`${path}.StorageResolution must be 1 or 60`);
  }
  const values = [target(root, metricName, `metric ${metricName}`)].flat();
  if (values.length > MOST_VALUES)
    invalid(`metric ${metricName} has ${values.length} values, at most ${MOST_VALUES} are allowed`);
  const isNumeric = values.every((value) => typeof value === 'number' && isMetricValue(value));
  if (!isNumeric)
    invalid(`the value of metric ${metricName} must be a number or an array of numbers, within +-2^360`);
  return {
    metricName,
    values: values as number[],
    ...(unit === undefined ? {} : { unit }),
    ...(resolution === undefined ? {} : { storageResolution: resolution }),
  };
}

/** References name members of the root alone: `A.a` never reaches into `A`. */
function target(root: Members, name: string, who: string): unknown {
  return Object.hasOwn(root, name) ? root[name] : invalid(`the root has no member for ${who}`);
}

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isName = (value: unknown): value is string =>
  typeof value === 'string' && value.length >= 1 && value.length <= LONGEST_NAME;

function invalid(reason: string): never {
  throw new Invalid(reason);
}
