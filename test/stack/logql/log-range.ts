import { notEvaluated, regularExpression, type SyntaxNode, sourceOf, stringOf, within } from './syntax';

/** A line as Loki keeps it: the labels of its stream, and those that came with the line alone. */
export interface LogEntry {
  readonly atMs: number;
  readonly line: string;
  readonly labels: Labels;
  readonly metadata: Labels;
}

export type Labels = Readonly<Record<string, string>>;

/** What a log range takes from a line: its labels after the stages, and the number if one is unwrapped. */
export interface LogSample {
  readonly labels: Labels;
  readonly value?: number;
}

export type LogSelection = (entry: LogEntry) => LogSample | undefined;

/** Reads the selector and the stages of a LogRangeExpr; the selection is undefined for a line that is left out. */
export function readSelection(range: SyntaxNode, query: string): LogSelection {
  const matchers = within(range.getChild('Selector')!, 'Matcher').map((node) => readMatcher(node, query));
  const stages = stageNodes(range, query).map((node) => STAGES[node.name]!(node, query));
  return (entry) => {
    if (!matchers.every((matches) => matches(entry.labels))) return undefined;
    let sample: LogSample | undefined = { labels: { ...entry.labels, ...entry.metadata } };
    for (const stage of stages) sample = sample && stage(sample, entry.line);
    return sample;
  };
}

/** The labels that a selector wants to be equal to something: all that is known of streams that are absent. */
export function wantedLabels(range: SyntaxNode, query: string): Labels {
  const equal = within(range.getChild('Selector')!, 'Matcher').filter((node) => node.getChild('Eq'));
  return Object.fromEntries(
    equal.map((node) => [
      sourceOf(node.getChild('Identifier')!, query),
      stringOf(node.getChild('String')!, query),
    ]),
  );
}

// --- internal ---

type Stage = (sample: LogSample, line: string) => LogSample | undefined;

const STAGES: Readonly<Record<string, (node: SyntaxNode, query: string) => Stage>> = {
  LineFilter: (node, query) => {
    const text = stringOf(node.getChild('String')!, query);
    const passes = FILTERS[sourceOf(node.getChild('Filter')!, query)]?.(text);
    if (!passes) throw notEvaluated(node, query);
    return (sample, line) => (passes(line) ? sample : undefined);
  },
  LabelParser: (node, query) => {
    if (!node.getChild('Regexp')) throw notEvaluated(node, query);
    const pattern = regularExpression(stringOf(node.getChild('String')!, query));
    return (sample, line) => ({ ...sample, labels: { ...sample.labels, ...pattern.exec(line)?.groups } });
  },
  LabelFilter: (node, query) => {
    const matcher = node.getChild('Matcher');
    if (!matcher) throw notEvaluated(node, query);
    const matches = readMatcher(matcher, query);
    return (sample) => (matches(sample.labels) ? sample : undefined);
  },
  // a line without the label is no sample; a label that is no number is an error, which a filter may leave out
  UnwrapExpr: (node, query) => {
    const name = sourceOf(node.getChild('Identifier')!, query);
    return ({ labels: { [name]: text, ...labels } }) => {
      if (text === undefined) return undefined;
      const value = text === '' ? Number.NaN : Number(text);
      return Number.isNaN(value)
        ? { labels: { ...labels, __error__: 'SampleExtractionErr' } }
        : { labels, value };
    };
  },
};

const FILTERS: Readonly<Record<string, (text: string) => (line: string) => boolean>> = {
  '|=': (text) => (line) => line.includes(text),
  '!=': (text) => (line) => !line.includes(text),
  '|~': (text) => matching(regularExpression(text), true),
  '!~': (text) => matching(regularExpression(text), false),
};

const matching = (pattern: RegExp, wanted: boolean) => (line: string) => pattern.test(line) === wanted;

/** The stages in their order, each once: the tree nests the later ones around those before them. */
function stageNodes(range: SyntaxNode, query: string): SyntaxNode[] {
  const stages = within(range, 'PipelineStage').map(({ firstChild, lastChild }) =>
    firstChild!.name === 'LineFilters' ? firstChild! : lastChild!,
  );
  const unwrapped = within(range, 'UnwrapExpr').filter((node) => node.getChild('Unwrap'));
  const filters = within(range, 'UnwrapExpr').flatMap((node) => node.getChildren('LabelFilter'));
  const nodes = [...stages, ...unwrapped, ...filters].flatMap((node) =>
    node.name === 'LineFilters' ? within(node, 'LineFilter') : [node],
  );
  for (const node of nodes) if (!STAGES[node.name]) throw notEvaluated(node, query);
  return nodes.sort((one, other) => one.from - other.from);
}

/** A label that is not there is empty; a pattern must fit the whole of it. */
function readMatcher(node: SyntaxNode, query: string): (labels: Labels) => boolean {
  const name = sourceOf(node.getChild('Identifier')!, query);
  const text = stringOf(node.getChild('String')!, query);
  const operator = sourceOf(node.getChild('Identifier')!.nextSibling!, query);
  const equals = operator.endsWith('~')
    ? (value: string) => regularExpression(`^(?:${text})$`).test(value)
    : (value: string) => value === text;
  return (labels) => equals(labels[name] ?? '') === operator.startsWith('=');
}
