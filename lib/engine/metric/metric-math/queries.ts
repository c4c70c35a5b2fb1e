import type { MetricDataQuery, MetricStat } from '../../model';
import { NotModelledError } from '../../text/not-modelled-error';
import { compileExpression, type EvaluationContext, type Expression, lengthOf, theOnly } from './expression';
import { parseExpression } from './expression-parser';
import { MetricQueryError } from './metric-query-error';
import { checkQueries } from './query-checks';
import { idsOf } from './syntax-node';
import type { Frame, Series } from './term';

/** A metric that has to be fetched before the queries can be evaluated. */
export interface MetricInput {
  readonly id: string;
  readonly stat: MetricStat;
}

/** An alarm's metric math, checked and compiled. */
export interface AlarmMath {
  /** Every metric listed, used or not, in the order of the queries. */
  readonly inputs: readonly MetricInput[];
  /** Seconds; the one period of all metrics. */
  readonly period: number;
  /** Id of the query whose series the alarm watches. */
  readonly returnId: string;
  /** Whether the value in a slot depends on that slot alone, so that windows may share it. */
  readonly pointwise: boolean;
  /** Whether the values depend on the time of the slots (MINUTE, HOUR …); else equal series give equal values. */
  readonly needsClock: boolean;
  /** The watched series from the series of `inputs`, by id; `start` and `length` as in EvaluationContext. */
  readonly evaluate: (
    series: Readonly<Record<string, Series>>,
    context?: Pick<EvaluationContext, 'start' | 'length'>,
  ) => (number | null)[];
}

/**
 * Checks and compiles the metric data queries of an alarm: at most 10 metrics, one period, one returned
 * series, no SEARCH. Throws MetricQueryError, MetricMathError or NotModelledError.
 */
export function compileQueries(queries: readonly MetricDataQuery[]): AlarmMath {
  const { returned, period } = checkQueries(queries);
  const inputs = queries.flatMap(({ id, metricStat }) => (metricStat ? [{ id, stat: metricStat }] : []));
  const metrics = inputs.map(({ id }) => id);
  const steps = compileSteps(queries, metrics);
  const needed = stepsFor(returned.id, steps);
  // What the alarm watches depends on all the others, so that it comes last; a bare metric takes no step.
  const last = needed.at(-1);
  const before = needed.slice(0, -1);
  const run = (given: Readonly<Record<string, Series>>, start: number, length: number): readonly Series[] => {
    if (!last) return [given[returned.id]!];
    // Simulations call this for every slot: the given series are only copied where steps add to them.
    const series: Record<string, Series> = before.length > 0 ? { ...given } : given;
    const lists: Record<string, readonly Series[]> = {};
    const frame: Frame = { series, lists, metrics, length, period, start };
    for (const { id, expression } of before) {
      const result = expression.run(frame);
      if (expression.kind === 'list') lists[id] = result;
      else series[id] = result[0]!;
    }
    return last.expression.run(frame);
  };
  const text = returned.expression ?? returned.id;
  // One slot with a point in every metric brings out the most series that the expression can return.
  theOnly(run(Object.fromEntries(metrics.map((id) => [id, [1]])), 0, 1), 1, text);
  return {
    inputs,
    period,
    returnId: returned.id,
    pointwise: needed.every(({ expression }) => expression.pointwise),
    needsClock: needed.some(({ expression }) => expression.needsClock),
    evaluate: (given, { start = Number.NaN, length = lengthOf(given) } = {}) =>
      theOnly(run(given, start, length), length, text),
  };
}

/** Evaluates an alarm's queries in one go; `fetch` returns the series of a metric on the alarm's slots. */
export function evaluateQueries(
  queries: readonly MetricDataQuery[],
  fetch: (stat: MetricStat, id: string) => Series,
  context?: Pick<EvaluationContext, 'start' | 'length'>,
): (number | null)[] {
  const math = compileQueries(queries);
  return math.evaluate(Object.fromEntries(math.inputs.map(({ id, stat }) => [id, fetch(stat, id)])), context);
}

// --- internal ---

interface Step {
  readonly id: string;
  readonly expression: Expression;
}

/** Compiles every expression, each after those it refers to. */
function compileSteps(queries: readonly MetricDataQuery[], metrics: readonly string[]): Step[] {
  const texts = new Map(
    queries.flatMap(({ id, expression }) => (expression === undefined ? [] : [[id, expression]])),
  );
  const known = new Set([...metrics, ...texts.keys()]);
  const kinds = new Map<string, Expression['kind']>(metrics.map((id) => [id, 'series']));
  const steps: Step[] = [];
  const visit = (id: string, path: readonly string[]): void => {
    if (kinds.has(id)) return;
    if (path.includes(id)) {
      const cycle = [...path.slice(path.indexOf(id)), id].join(' -> ');
      throw new MetricQueryError(
        'expression-cycle',
        `expressions refer to one another in a circle: ${cycle}`,
        id,
      );
    }
    const text = texts.get(id)!;
    for (const reference of references(id, text)) {
      if (known.has(reference)) visit(reference, [...path, id]);
    }
    // An id that is not in `known` is reported here, with its place in the text.
    const expression = compileExpression(text, { ids: kinds });
    kinds.set(id, expression.kind);
    steps.push({ id, expression });
  };
  for (const id of texts.keys()) visit(id, []);
  return steps;
}

function references(id: string, text: string): string[] {
  if (/\bSEARCH\s*\(/.test(text)) {
    const problem = `expression '${id}' uses SEARCH, which an alarm cannot watch: it returns any number of series`;
    throw new MetricQueryError('search-in-alarm', `${problem}; list the metrics instead`, id);
  }
  if (/^\s*SELECT\s/i.test(text))
    throw new NotModelledError('SELECT', `query '${id}' is a Metrics Insights query`);
  return idsOf(parseExpression(text));
}

/** The steps that the returned query depends on, in order. */
function stepsFor(returnId: string, steps: readonly Step[]): Step[] {
  const wanted = new Set([returnId]);
  for (const { id, expression } of steps.toReversed()) {
    if (wanted.has(id)) for (const reference of expression.ids) wanted.add(reference);
  }
  return steps.filter(({ id }) => wanted.has(id));
}
