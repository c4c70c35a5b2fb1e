import {
  compileFilterPattern,
  compileMetricFilter,
  type FilterMatch,
  type MetricFilter,
  type MetricFilterDatum,
  type MetricFilterNotice,
  metricFilterProblems,
} from '../engine';
import { jsonText } from './json-documents';
import { openInput } from './open-input';
import { type Line, LONGEST_LINE, readLines } from './read-lines';
import { UsageError } from './usage-error';
import { EXIT, type OptionValues, type VerbRun } from './verb';

/** Prints the lines that a filter pattern matches, with what a space-delimited pattern or a metric filter reads. */
export const run: VerbRun = async (values, positionals, io) => {
  const [pattern, file, ...more] = positionals;
  if (pattern === undefined || more.length > 0) {
    throw new UsageError(
      "match: give a pattern and at most one file; a pattern that starts with - goes after '--'",
    );
  }
  const { match } = compileFilterPattern(pattern);
  const read = metricReader(pattern, values);
  const print = values.json ? jsonOf : textOf;
  let lines = 0;
  let matched = 0;
  for await (const batch of readLines(openInput('match', file ?? '-', io))) {
    if (io.signal.aborted) break;
    lines += batch.length;
    for (const line of batch) {
      if (line.isCut)
        io.err(
          `tiltmeter: line ${line.number} is longer than ${LONGEST_LINE} characters; the rest is ignored`,
        );
      const found = match(line.text);
      if (!found) continue;
      matched += 1;
      io.out(print(line, found, read?.(found)));
    }
  }
  if (!values.json) io.err(`${matched} of ${lines} ${lines === 1 ? 'line' : 'lines'} matched`);
  return matched > 0 ? EXIT.ok : EXIT.findings;
};

// --- internal ---

type Outcome = MetricFilterDatum | MetricFilterNotice;
type MetricReader = (match: FilterMatch) => Outcome;

/** Reads what a metric filter with --value and --dimension would publish; undefined when neither is given. */
function metricReader(filterPattern: string, values: OptionValues): MetricReader | undefined {
  const given = (values.dimension ?? []) as readonly string[];
  if (values.value === undefined && given.length === 0) return undefined;
  const filter: MetricFilter = {
    ...UNNAMED,
    filterPattern,
    metricValue: String(values.value ?? '1'),
    dimensions: Object.fromEntries(given.map(dimensionOf)),
  };
  const problems = metricFilterProblems(filter);
  if (problems.length > 0)
    throw new UsageError(problems.map(({ message }) => `match: ${message}`).join('\n'));
  return compileMetricFilter(filter).read;
}

/** The parts of a metric filter that decide nothing about what it reads. */
const UNNAMED = { filterName: 'match', logGroupName: 'match', metricNamespace: 'match', metricName: 'match' };

function dimensionOf(text: string): readonly [name: string, selector: string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new UsageError(`match: --dimension: got '${text}', allowed: NAME=SELECTOR, such as Host=$.host`);
}

function jsonOf({ number, text }: Line, { extracted }: FilterMatch, outcome: Outcome | undefined): string {
  return jsonText('match', { line: number, message: text, extracted, ...(outcome && { metric: outcome }) });
}

function textOf({ number, text }: Line, { extracted }: FilterMatch, outcome: Outcome | undefined): string {
  const fields = Object.entries(extracted);
  return [
    `${number}: ${text}`,
    ...(fields.length > 0 ? [`    ${pairs(fields)}`] : []),
    ...(outcome ? [`    ${outcomeText(outcome)}`] : []),
  ].join('\n');
}

function outcomeText(outcome: Outcome): string {
  if (outcome.type === 'notice') return `publishes nothing: ${outcome.message}`;
  const dimensions = Object.entries(outcome.dimensions);
  return `publishes ${outcome.value}${dimensions.length > 0 ? ` with ${pairs(dimensions)}` : ''}`;
}

/** Values with anything but plain characters are quoted, so that where one ends stays clear. */
const pairs = (entries: readonly (readonly [string, string])[]): string =>
  entries
    .map(([name, value]) => `${name}=${/^[\w.:/+@-]+$/.test(value) ? value : JSON.stringify(value)}`)
    .join(' ');
