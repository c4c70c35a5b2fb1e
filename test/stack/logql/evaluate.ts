import { parseDuration } from '../../../lib/text';
import { type Labels, type LogEntry, type LogSelection, readSelection, wantedLabels } from './log-range';
import { notEvaluated, parseLogql, type SyntaxNode, sourceOf, within } from './syntax';

/** A value with the labels that are left of the lines that it is made of. */
export interface Series {
  readonly labels: Labels;
  readonly value: number;
}

/**
 * What an instant query of LogQL returns about lines: of the language, what the rules use, as Loki documents it. The
 * tree is the one by Grafana's grammar. Throws for a query that uses anything else.
 */
export function evaluateLogql(query: string, entries: readonly LogEntry[], atMs: number): Series[] {
  return evaluate(parseLogql(query), { query, entries, atMs });
}

/** Which lines the log ranges of a query count, in the order of the ranges. */
export function selectionsOf(query: string): LogSelection[] {
  return within(parseLogql(query), 'LogRangeExpr').map((range) => readSelection(range, query));
}

// --- internal ---

interface Asked {
  readonly query: string;
  readonly entries: readonly LogEntry[];
  readonly atMs: number;
}

function evaluate(node: SyntaxNode, asked: Asked): Series[] {
  const evaluator = EXPRESSIONS[node.name];
  if (!evaluator) throw notEvaluated(node, asked.query);
  return evaluator(node, asked);
}

const only = (node: SyntaxNode, asked: Asked): Series[] => evaluate(node.firstChild!, asked);

const EXPRESSIONS: Readonly<Record<string, (node: SyntaxNode, asked: Asked) => Series[]>> = {
  LogQL: only,
  Expr: only,
  MetricExpr: only,

  VectorAggregationExpr: (node, asked) => {
    const { name } = node.getChild('VectorOp')!.firstChild!;
    const combine = AGGREGATIONS[name];
    const grouping = node.getChild('Grouping');
    if (!combine || (grouping && !grouping.getChild('By'))) throw notEvaluated(node, asked.query);
    const names = grouping ? within(grouping, 'Identifier').map((label) => sourceOf(label, asked.query)) : [];
    const series = evaluate(node.getChild('MetricExpr')!, asked).map(({ labels, value }) => ({
      labels: Object.fromEntries(names.flatMap((label) => (labels[label] ? [[label, labels[label]]] : []))),
      value,
    }));
    return grouped(series, combine);
  },

  RangeAggregationExpr: (node, asked) => {
    const range = node.getChild('LogRangeExpr')!;
    const { name } = node.getChild('RangeOp')!.firstChild!;
    const samples = samplesOf(range, asked);
    if (name === 'AbsentOverTime') {
      return samples.length > 0 ? [] : [{ labels: wantedLabels(range, asked.query), value: 1 }];
    }
    if (name === 'CountOverTime') {
      return grouped(
        samples.map(({ labels }) => ({ labels, value: 1 })),
        sum,
      );
    }
    if (name !== 'MaxOverTime') throw notEvaluated(node, asked.query);
    return grouped(
      samples.map(({ labels, value }) => {
        if (value === undefined) throw new Error(`a sample of ${sourceOf(range, asked.query)} is no number`);
        return { labels, value };
      }),
      max,
    );
  },

  BinOpExpr: (node, asked) => {
    const [left, right] = node.getChildren('Expr') as [SyntaxNode, SyntaxNode];
    const series = evaluate(left, asked);
    if (node.getChild('Unless')) {
      const others = new Set(evaluate(right, asked).map(({ labels }) => keyOf(labels)));
      return series.filter(({ labels }) => !others.has(keyOf(labels)));
    }
    const limit = Number(sourceOf(right, asked.query));
    if (!node.getChild('Gtr') || Number.isNaN(limit)) throw notEvaluated(node, asked.query);
    return series.filter(({ value }) => value > limit);
  },
};

type Combine = (values: readonly number[]) => number;

const sum: Combine = (values) => values.reduce((total, value) => total + value, 0);
const max: Combine = (values) => Math.max(...values);
const AGGREGATIONS: Readonly<Record<string, Combine>> = { Sum: sum, Max: max };

/** A range holds what is after its start, up to and with its end. */
function samplesOf(range: SyntaxNode, { query, entries, atMs }: Asked) {
  const seconds = parseDuration(sourceOf(within(range, 'Duration')[0]!, query));
  if (seconds === undefined || range.getChild('OffsetExpr')) throw notEvaluated(range, query);
  const select = readSelection(range, query);
  return entries
    .filter((entry) => entry.atMs > atMs - seconds * 1_000 && entry.atMs <= atMs)
    .flatMap((entry) => select(entry) ?? []);
}

function grouped(series: readonly Series[], combine: Combine): Series[] {
  const groups = new Map<string, Series[]>();
  for (const one of series) {
    const key = keyOf(one.labels);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => ({
    labels: group[0]!.labels,
    value: combine(group.map(({ value }) => value)),
  }));
}

function keyOf(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1)));
}
