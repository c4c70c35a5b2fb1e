import { RECORD_PIPELINE } from '../../lib/stack/pipeline';
import { renderTemplate } from './go-template';
import { logfmtPairs } from './logfmt';

export interface LabelledLine {
  readonly labels: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * What the collector makes of a line that arrives with labels: the stages that the pipeline uses, by the documented
 * rules of Alloy, which are Promtail's. Promtail 3.7.6's own stages labelled every line of lines.ts, but those of Go's libraries, and
 * written-records.ts in the same way.
 */
export function runPipeline(line: string, arrived: Readonly<Record<string, string>>): LabelledLine {
  const state: State = { line, extracted: { ...arrived }, labels: { ...arrived }, metadata: {} };
  for (const stage of RECORD_PIPELINE) {
    for (const [name, config] of Object.entries(stage)) STAGES[name]!(state, config);
  }
  return { labels: state.labels, metadata: state.metadata };
}

// --- internal ---

interface State {
  readonly line: string;
  readonly extracted: Record<string, string>;
  readonly labels: Record<string, string>;
  readonly metadata: Record<string, string>;
}

// biome-ignore lint/suspicious/noExplicitAny: each stage has a configuration of its own, which the pipeline types
const STAGES: Readonly<Record<string, (state: State, config: any) => void>> = {
  json: ({ line, extracted }, { expressions }) => {
    const record = jsonObject(line);
    if (!record) return;
    for (const [name, field] of Object.entries<string>(expressions)) {
      const value = record[field];
      if (value === undefined || value === null) delete extracted[name];
      else extracted[name] = typeof value === 'object' ? JSON.stringify(value) : String(value);
    }
  },
  logfmt: ({ line, extracted }, { mapping }) => {
    for (const [key, value] of logfmtPairs(line)) {
      for (const [name, field] of Object.entries(mapping)) if (field === key) extracted[name] = value;
    }
  },
  regex: ({ line, extracted }, { expression }) => {
    const found = new RegExp(expression.replaceAll('(?P<', '(?<')).exec(line);
    Object.assign(extracted, found?.groups);
  },
  template: ({ extracted }, { source, template }) => {
    const text = renderTemplate(template, extracted);
    if (text === '') delete extracted[source];
    else extracted[source] = text;
  },
  labels: ({ extracted, labels }, names: readonly string[]) => copy(names, extracted, labels),
  structured_metadata: ({ extracted, metadata }, names: readonly string[]) =>
    copy(names, extracted, metadata),
  labeldrop: ({ labels }, names: readonly string[]) => {
    for (const name of names) delete labels[name];
  },
};

function copy(names: readonly string[], from: Record<string, string>, to: Record<string, string>): void {
  for (const name of names) if (name in from) to[name] = from[name]!;
}

function jsonObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
