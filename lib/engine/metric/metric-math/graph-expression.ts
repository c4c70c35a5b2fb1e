import type { Call } from './compile';
import { compileExpression, type Expression, refuseInsights } from './expression';
import { parseExpression } from './expression-parser';
import { MetricMathError } from './metric-math-error';
import { MetricQueryError } from './metric-query-error';
import { idsOf } from './syntax-node';
import type { Series } from './term';

/** What a graph has besides an expression: other expressions by id, and the ids of its metrics. */
export interface GraphScope {
  readonly expressions: ReadonlyMap<string, string>;
  readonly metrics: readonly string[];
}

/** A SEARCH in an expression; the graph finds the metrics and gives their series under `key`. */
export interface SearchCall {
  readonly key: string;
  readonly query: string;
  readonly stat: string;
  /** Seconds; absent: the expression's. */
  readonly period?: number;
}

/** An expression of a graph, which returns any number of series. */
export interface GraphExpression {
  /** Ids of the metrics that it reads, by itself or through other expressions. */
  readonly inputs: readonly string[];
  readonly searches: readonly SearchCall[];
  readonly evaluate: (
    series: Readonly<Record<string, Series>>,
    found: Readonly<Record<string, readonly Series[]>>,
    slots: GraphSlots,
  ) => readonly Series[];
}

export interface GraphSlots {
  /** Epoch milliseconds of the oldest slot. */
  readonly start: number;
  /** How many. */
  readonly length: number;
  /** Seconds of each. */
  readonly period: number;
}

/**
 * Compiles an expression of a graph. Other than an alarm's it may search, return several series, and read any number of
 * metrics.
 *
 * @throws {MetricMathError | MetricQueryError | NotModelledError}
 */
export function compileGraphExpression(text: string, { expressions, metrics }: GraphScope): GraphExpression {
  const kinds = new Map<string, Expression['kind']>(metrics.map((id) => [id, 'series']));
  const steps: { readonly id: string; readonly expression: Expression }[] = [];
  const searches: SearchCall[] = [];
  const inputs = new Set<string>();
  const search = (call: Call) => {
    const found = searchOf(call, `search ${searches.length}`);
    searches.push(found);
    return found.key;
  };
  const compile = (source: string, path: readonly string[]): Expression => {
    refuseInsights(source);
    const tree = parseExpression(source);
    for (const id of idsOf(tree)) {
      if (metrics.includes(id)) inputs.add(id);
      else if (path.includes(id))
        throw new MetricQueryError(
          'expression-cycle',
          `expressions refer to one another in a circle: ${[...path, id].join(' -> ')}`,
          id,
        );
      else if (!kinds.has(id) && expressions.has(id)) {
        const expression = compile(expressions.get(id)!, [...path, id]);
        kinds.set(id, expression.kind);
        steps.push({ id, expression });
      }
    }
    if (/\bMETRICS\s*\(/.test(source)) for (const id of metrics) inputs.add(id);
    return compileExpression(source, { ids: kinds, search });
  };
  const last = compile(text, []);
  return {
    inputs: [...inputs],
    searches,
    evaluate: (given, found, { start, length, period }) => {
      const series: Record<string, Series> = { ...given };
      const lists: Record<string, readonly Series[]> = { ...found };
      const frame = { series, lists, metrics, length, period, start };
      for (const { id, expression } of steps) {
        const result = expression.run(frame);
        if (expression.kind === 'list') lists[id] = result;
        else series[id] = result[0]!;
      }
      return last.run(frame);
    },
  };
}

// --- internal ---

/** `SEARCH('query', 'Sum', 300)`. */
function searchOf({ args, offset, expression }: Call, key: string): SearchCall {
  const [query, stat, period] = args;
  const seconds = period?.type === 'number' ? period.value : undefined;
  const isOdd = args.length > 3 || (period !== undefined && seconds === undefined);
  if (query?.type !== 'string' || stat?.type !== 'string' || isOdd) {
    const problem =
      "SEARCH takes a query and a statistic in quotes, and a period: SEARCH('{Namespace,Dimension} term', 'Sum', 300)";
    throw new MetricMathError('argument-kind', offset, problem, expression);
  }
  return { key, query: query.text, stat: stat.text, ...(seconds === undefined ? {} : { period: seconds }) };
}
