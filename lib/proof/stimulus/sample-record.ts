import {
  compileFilterPattern,
  compileMetricFilter,
  FilterPatternError,
  type FilterPatternSyntax,
  parseFieldSelector,
  parseFilterPattern,
  type TermsPattern,
} from '../../engine';
import type { MetricFilter } from '../../engine/model';
import { jsonRecords } from './json-record';
import { regexText } from './regex-text';
import { spaceRecords } from './space-record';

/** One record of a log: a text as it stands, or a mapping that is written as one JSON line. */
export type LogLine = string | Readonly<Record<string, unknown>>;

/** Why something cannot be moved, or could not be found to be. */
export interface Unmovable {
  readonly kind: 'unmovable';
  /** Completes "… is not moved: …". */
  readonly reason: string;
}

export interface Sample {
  readonly kind: 'sample';
  readonly line: LogLine;
  /** As it is in the log. */
  readonly message: string;
}

/** What a record must carry beside what makes it match: fields by their selector, `$.a.b` or `$name`. */
export type WantedFields = Readonly<Record<string, string | number>>;

/**
 * A short record that a filter pattern matches, the inverse of the pattern: each way in which the pattern can hold is
 * tried, and the engine's own matcher has the last word.
 */
export function sampleRecord(filterPattern: string, wanted: WantedFields = {}): Sample | Unmovable {
  return firstThat(filterPattern, wanted, compiled(filterPattern)?.match);
}

/** A record of which the engine makes exactly this datum of a metric filter. */
export function filterRecord(
  filter: MetricFilter,
  { value, dimensions }: { value: number; dimensions: Readonly<Record<string, string>> },
): Sample | Unmovable {
  const constant = constantOf(filter);
  if (constant !== undefined && constant !== value)
    return unmovable(`filter ${filter.filterName} publishes ${constant} and nothing else`);
  const wanted = {
    ...(constant === undefined ? { [filter.metricValue]: value } : {}),
    ...Object.fromEntries(
      Object.entries(filter.dimensions ?? {}).map(([name, selector]) => [selector, dimensions[name] ?? '']),
    ),
  };
  let apply: ReturnType<typeof compileMetricFilter>['apply'];
  try {
    ({ apply } = compileMetricFilter(filter));
  } catch (error) {
    return unmovable((error as Error).message);
  }
  return firstThat(filter.filterPattern, wanted, (message) => {
    const made = apply(message);
    return (
      made?.type === 'datum' &&
      !made.isDefault &&
      made.value === value &&
      sorted(made.dimensions) === sorted(dimensions)
    );
  });
}

/** A record that the pattern does not match: of it a filter publishes its default value, if it has one. */
export function otherRecord(filterPattern: string): Sample | Unmovable {
  const match = compiled(filterPattern)?.match;
  const line = OTHERS.find((one) => match && match(textOf(one)) === undefined);
  return line === undefined ? unmovable('its pattern matches every record') : sampleOf(line);
}

/** A record that differs from a matching one in one member and is not matched; else any that is not. */
export function nearRecord(filterPattern: string): Sample | Unmovable {
  const sample = sampleRecord(filterPattern);
  const match = compiled(filterPattern)?.match;
  if (sample.kind === 'unmovable' || typeof sample.line === 'string' || !match)
    return otherRecord(filterPattern);
  const { line } = sample;
  const changed = Object.entries(line)
    .reverse()
    .map(([key, value]) => ({ ...line, [key]: typeof value === 'number' ? value - 1 : 'other' }))
    .find((one) => match(textOf(one)) === undefined);
  return changed ? sampleOf(changed) : otherRecord(filterPattern);
}

/** The number that a filter publishes for every record; undefined when it reads it from the record. */
export function constantOf({ metricValue }: MetricFilter): number | undefined {
  const value = metricValue.trim() === '' ? Number.NaN : Number(metricValue);
  return Number.isNaN(value) ? undefined : value;
}

export const unmovable = (reason: string): Unmovable => ({ kind: 'unmovable', reason });

// --- internal ---

/** Ways in which a pattern can hold grow fast with its alternatives. */
const MOST_WAYS = 500;
const OTHERS: readonly LogLine[] = ['nothing of note', { message: 'nothing of note' }, '-', 'a b c d e f'];

function firstThat(
  filterPattern: string,
  wanted: WantedFields,
  holds: ((message: string) => unknown) | undefined,
): Sample | Unmovable {
  try {
    const syntax = parseFilterPattern(filterPattern);
    let ways = 0;
    for (const line of linesOf(syntax, wanted)) {
      if (holds?.(textOf(line))) return sampleOf(line);
      if (++ways === MOST_WAYS) break;
    }
    const tried = Object.entries(wanted).map(([selector, value]) => `${selector} = ${value}`);
    const beside = tried.length === 0 ? '' : ` with ${tried.join(' and ')}`;
    return unmovable(`no record${beside} was found that its pattern matches, in ${ways} ways`);
  } catch (error) {
    if (error instanceof FilterPatternError) return unmovable(`its pattern is invalid: ${error.message}`);
    throw error;
  }
}

function compiled(filterPattern: string) {
  try {
    return compileFilterPattern(filterPattern);
  } catch {
    return undefined;
  }
}

function* linesOf(syntax: FilterPatternSyntax, wanted: WantedFields): Generator<LogLine> {
  const fields = Object.entries(wanted).map(([text, value]) => ({ field: parseFieldSelector(text), value }));
  const members = fields.flatMap(({ field, value }) =>
    field.kind === 'json' ? [{ selector: field.selector, value }] : [],
  );
  const named = Object.fromEntries(
    fields.flatMap(({ field, value }) => (field.kind === 'space' ? [[field.name, value]] : [])),
  );
  switch (syntax.kind) {
    case 'json':
      yield* jsonRecords(syntax.expression, members);
      return;
    case 'space':
      yield* spaceRecords(syntax.fields, named);
      return;
    case 'terms':
      yield* termLines(syntax.terms);
      return;
    case 'all':
      yield 'any line';
  }
}

function* termLines({ required, optional }: TermsPattern): Generator<string> {
  const texts = (terms: TermsPattern['required']) =>
    terms.map((term) => (typeof term === 'string' ? term : (regexText(term.branches) ?? '')));
  if (required.length > 0) yield texts(required).join(' ');
  else if (optional.length > 0) yield* texts(optional);
  else yield* ['any line', '-', '0'];
}

const textOf = (line: LogLine): string => (typeof line === 'string' ? line : JSON.stringify(line));

const sampleOf = (line: LogLine): Sample => ({ kind: 'sample', line, message: textOf(line) });

const sorted = (dimensions: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1)));
