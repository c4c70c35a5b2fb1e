import { isMetricValue } from '../metric/metric-datum';
import type { Dimensions, MetricFilter } from '../model';
import type { FieldReader, FilterMatch, FilterPattern, ParseJson } from './filter-pattern';
import { parseNumber } from './filter-pattern/number';
import {
  compileMetricFilterParts,
  MetricFilterError,
  type MetricFilterProblem,
} from './metric-filter-problem';

/** What one log event makes a metric filter publish, in the minute of the event's own time. */
export interface MetricFilterDatum {
  readonly type: 'datum';
  readonly value: number;
  readonly dimensions: Dimensions;
  readonly unit?: string;
  /** The default value, published for an event that does not match. */
  readonly isDefault: boolean;
}

/** Why CloudWatch publishes nothing for an event that matches; it does so silently. */
export interface MetricFilterNotice {
  readonly type: 'notice';
  readonly code: MetricFilterNoticeCode;
  readonly message: string;
}

export const METRIC_FILTER_NOTICES = {
  'value-missing': 'the field of the metric value is missing, or no text or number',
  'value-not-numeric': 'the field of the metric value holds no number',
  'value-out-of-range': 'the value is outside -2^360 to 2^360',
  'dimension-missing': 'the field of a dimension is missing, empty, or no text or number',
  'dimension-too-long': 'a dimension value has more than 1,024 characters',
} as const;

export type MetricFilterNoticeCode = keyof typeof METRIC_FILTER_NOTICES;

export interface CompiledMetricFilter {
  readonly pattern: FilterPattern;
  /** What a message that the pattern has matched publishes. */
  readonly read: (match: FilterMatch) => MetricFilterDatum | MetricFilterNotice;
  /** Matches and reads. Undefined for an event that does not match a filter without a default value. */
  readonly apply: (message: string) => MetricFilterDatum | MetricFilterNotice | undefined;
  /** The same where several filters look at one message, as `matchWith` of a pattern. */
  readonly applyWith: (
    parse: ParseJson,
    message: string,
  ) => MetricFilterDatum | MetricFilterNotice | undefined;
}

/**
 * Compiles a metric filter. Its default value is published once for every event that does not match
 * (recorded: not once a minute, as the guide has it), so an average is diluted by every log line.
 *
 * Not modelled: what a matching event with an unusable value gives where the filter has a default value; it
 * gives a notice here, as without one.
 *
 * @throws MetricFilterError with every problem of the filter.
 */
export function compileMetricFilter(filter: MetricFilter): CompiledMetricFilter {
  const parts = compileMetricFilterParts(filter);
  if ('problems' in parts) throw new MetricFilterError(filter.filterName, parts.problems);
  const { pattern, value, dimensions } = parts;
  const readValue = typeof value === 'number' ? () => value : valueReader(value, filter.metricValue);
  const readDimensions = dimensionReader(dimensions, filter);
  const unit = filter.unit === undefined ? {} : { unit: filter.unit };
  const { defaultValue } = filter;
  const otherwise: MetricFilterDatum | undefined =
    defaultValue === undefined
      ? undefined
      : { type: 'datum', value: defaultValue, dimensions: {}, ...unit, isDefault: true };
  const read = (match: FilterMatch): MetricFilterDatum | MetricFilterNotice => {
    const found = readValue(match);
    if (typeof found !== 'number') return otherwise ? withDoubt(found) : found;
    const named = readDimensions(match);
    if (!(named instanceof Map)) return named;
    return { type: 'datum', value: found, dimensions: Object.fromEntries(named), ...unit, isDefault: false };
  };
  const tell = (match: FilterMatch | undefined) => (match ? read(match) : otherwise);
  return {
    pattern,
    read,
    apply: (message) => tell(pattern.match(message)),
    applyWith: (parse, message) => tell(pattern.matchWith(parse, message)),
  };
}

/** Everything that is wrong with a metric filter; empty when CloudFormation and CloudWatch take it. */
export function metricFilterProblems(filter: MetricFilter): readonly MetricFilterProblem[] {
  const parts = compileMetricFilterParts(filter);
  return 'problems' in parts ? parts.problems : [];
}

// --- internal ---

const LONGEST_DIMENSION_VALUE = 1024;
/** A field of a message may be a megabyte long. */
const LONGEST_SHOWN = 60;

/** Numbers in strings and in quotes are converted (recorded). */
function valueReader(
  read: FieldReader,
  selector: string,
): (match: FilterMatch) => number | MetricFilterNotice {
  return (match) => {
    const text = read(match);
    if (text === undefined) return notice('value-missing', `${selector} is missing, or no text or number`);
    const value = parseNumber(text);
    if (value === undefined)
      return notice('value-not-numeric', `${selector} is '${shown(text)}', not a number`);
    if (isMetricValue(value)) return value;
    return notice('value-out-of-range', `${selector} is ${shown(text)}; a value is between -2^360 and 2^360`);
  };
}

function dimensionReader(
  readers: readonly (readonly [name: string, read: FieldReader])[],
  filter: MetricFilter,
): (match: FilterMatch) => Map<string, string> | MetricFilterNotice {
  return (match) => {
    const named = new Map<string, string>();
    for (const [name, read] of readers) {
      const text = read(match);
      if (!text) {
        const selector = filter.dimensions?.[name];
        return notice(
          'dimension-missing',
          `${selector} of dimension ${name} is missing, empty, or no text or number`,
        );
      }
      if (text.length > LONGEST_DIMENSION_VALUE) {
        const size = `${text.length} characters, at most ${LONGEST_DIMENSION_VALUE} are allowed`;
        return notice('dimension-too-long', `dimension ${name} would have ${size}`);
      }
      named.set(name, text);
    }
    return named;
  };
}

function notice(code: MetricFilterNoticeCode, message: string): MetricFilterNotice {
  return { type: 'notice', code, message };
}

/** Dimensions and a default value exclude each other, so only the value can raise the question. */
function withDoubt(found: MetricFilterNotice): MetricFilterNotice {
  return {
    ...found,
    message: `${found.message}; whether the default value is published instead is not known`,
  };
}

const shown = (text: string): string =>
  text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
