import { isMetricValue } from '../metric/metric-datum';
import { isStandardUnit } from '../metric/standard-unit';
import type { MetricFilter } from '../model';
import type { FieldReader, FilterPattern } from './filter-pattern';
import { compileFieldReader, compileFilterPattern, FilterPatternError } from './filter-pattern';

/** Every way a metric filter can be wrong. The codes are stable. */
export const METRIC_FILTER_PROBLEMS = {
  'pattern-invalid': 'CloudWatch refuses the filter pattern',
  'filter-name-invalid': 'a filter name has 1 to 512 characters, none of them : or *',
  'metric-name-invalid': 'a metric name or namespace has 1 to 255 characters, none of them : * or $',
  'value-invalid': 'a metric value is a number, $.json.field or $name, of at most 100 characters',
  'default-invalid': 'a default value is a finite number',
  'default-with-dimensions': 'CloudFormation refuses a filter with both a default value and dimensions',
  'too-many-dimensions': 'a metric filter has at most three dimensions',
  'dimensions-need-fields': 'only JSON and space-delimited patterns can have dimensions',
  'dimension-name-invalid':
    'a dimension name has 1 to 255 ASCII characters, not all blank, and no : in front',
  'dimension-value-invalid': 'a dimension takes its value from $.json.field or $name',
  'unit-invalid': 'a unit is one of CloudWatch’s',
} as const;

export type MetricFilterProblemCode = keyof typeof METRIC_FILTER_PROBLEMS;

export interface MetricFilterProblem {
  readonly code: MetricFilterProblemCode;
  readonly message: string;
}

/** A metric filter that CloudFormation or CloudWatch would refuse; the message has one line a problem. */
export class MetricFilterError extends Error {
  override readonly name = 'MetricFilterError';
  readonly userError = true;

  constructor(
    filterName: string,
    readonly problems: readonly MetricFilterProblem[],
  ) {
    super(problems.map(({ message }) => `metric filter '${filterName}': ${message}`).join('\n'));
  }
}

/** The parts of a metric filter, compiled. */
export interface MetricFilterParts {
  readonly pattern: FilterPattern;
  /** A number that every match publishes, or where to read it. */
  readonly value: number | FieldReader;
  readonly dimensions: readonly (readonly [name: string, read: FieldReader])[];
}

/** Compiles the parts of a metric filter, or else finds everything that is wrong with it. */
export function compileMetricFilterParts(
  filter: MetricFilter,
): MetricFilterParts | { readonly problems: readonly MetricFilterProblem[] } {
  const problems: MetricFilterProblem[] = [];
  const report: Report = (code, message) => void problems.push({ code, message });
  checkNames(filter, report);
  checkDefaultAndUnit(filter, report);
  const pattern = compilePattern(filter, report);
  if (pattern) checkDimensionCount(filter, pattern, report);
  const value = compileValue(filter, report);
  const dimensions = compileDimensions(filter, report);
  if (!pattern || value === undefined || problems.length > 0) return { problems };
  return { pattern, value, dimensions };
}

// --- internal ---

type Report = (code: MetricFilterProblemCode, message: string) => void;

/** field, label, code, longest, characters it must not have */
const NAMES = [
  ['filterName', 'filter name', 'filter-name-invalid', 512, ':*'],
  ['metricName', 'metric name', 'metric-name-invalid', 255, ':*$'],
  ['metricNamespace', 'metric namespace', 'metric-name-invalid', 255, ':*$'],
] as const;

const MOST_DIMENSIONS = 3;
const LONGEST_VALUE = 100;

function checkNames(filter: MetricFilter, report: Report): void {
  for (const [field, label, code, longest, forbidden] of NAMES) {
    const name = filter[field];
    if (name.length < 1 || name.length > longest) {
      report(code, `the ${label} has ${name.length} characters, 1 to ${longest} are allowed`);
    }
    const found = [...forbidden].find((character) => name.includes(character));
    if (found) report(code, `the ${label} '${name}' holds '${found}'; none of ${forbidden} is allowed`);
  }
}

function checkDefaultAndUnit({ defaultValue, dimensions = {}, unit }: MetricFilter, report: Report): void {
  if (defaultValue !== undefined && !isMetricValue(defaultValue)) {
    report('default-invalid', `the default value ${defaultValue} is not a number from -2^360 to 2^360`);
  }
  if (defaultValue !== undefined && Object.keys(dimensions).length > 0) {
    report('default-with-dimensions', 'a default value and dimensions exclude each other; drop one of them');
  }
  if (unit !== undefined && !isStandardUnit(unit)) {
    report('unit-invalid', `'${unit}' is no CloudWatch unit; units are Count, Seconds, Bytes, None …`);
  }
}

function checkDimensionCount(
  { dimensions = {} }: MetricFilter,
  { kind }: FilterPattern,
  report: Report,
): void {
  const count = Object.keys(dimensions).length;
  if (count > MOST_DIMENSIONS) {
    report('too-many-dimensions', `it has ${count} dimensions, at most ${MOST_DIMENSIONS} are allowed`);
  }
  if (count > 0 && (kind === 'terms' || kind === 'all')) {
    report(
      'dimensions-need-fields',
      'its pattern has no fields to take dimensions from; use a JSON { … } or space-delimited [ … ] pattern',
    );
  }
}

function compilePattern({ filterPattern }: MetricFilter, report: Report): FilterPattern | undefined {
  return attempt(
    () => compileFilterPattern(filterPattern),
    (why) => report('pattern-invalid', why),
  );
}

function compileValue({ metricValue }: MetricFilter, report: Report): number | FieldReader | undefined {
  if (metricValue.length > LONGEST_VALUE) {
    report(
      'value-invalid',
      `the metric value has ${metricValue.length} characters, at most ${LONGEST_VALUE} are allowed`,
    );
    return undefined;
  }
  if (metricValue.startsWith('$')) {
    return attempt(
      () => compileFieldReader(metricValue),
      (why) => report('value-invalid', why),
    );
  }
  const value = Number(metricValue);
  if (metricValue.trim() !== '' && isMetricValue(value)) return value;
  report('value-invalid', `the metric value '${metricValue}' is no number, no $.json.field and no $name`);
  return undefined;
}

function compileDimensions(
  { dimensions = {} }: MetricFilter,
  report: Report,
): MetricFilterParts['dimensions'] {
  return Object.entries(dimensions).flatMap(([name, selector]) => {
    if (!isDimensionName(name)) {
      const allowed = '1 to 255 ASCII characters, not all blank, no : in front';
      report('dimension-name-invalid', `'${name}' is no dimension name; a name has ${allowed}`);
    }
    if (!selector.startsWith('$')) {
      const what = `dimension ${name} has the value '${selector}'`;
      report('dimension-value-invalid', `${what}; a dimension takes its value from $.json.field or $name`);
      return [];
    }
    const read = attempt(
      () => compileFieldReader(selector),
      (why) => report('dimension-value-invalid', `dimension ${name}: ${why}`),
    );
    return read ? [[name, read] as const] : [];
  });
}

const isDimensionName = (name: string): boolean =>
  name.length <= 255 && name.trim() !== '' && !name.startsWith(':') && /^\p{ASCII}*$/u.test(name);

/** Runs a compiler; a pattern or selector that it refuses is reported instead of thrown. */
function attempt<Result>(compile: () => Result, refuse: (why: string) => void): Result | undefined {
  try {
    return compile();
  } catch (error) {
    if (!(error instanceof FilterPatternError)) throw error;
    refuse(error.message);
    return undefined;
  }
}
