import { NotModelledError } from '../../text/not-modelled-error';
import { compileNode, type Scope } from './compile';
import { parseExpression } from './expression-parser';
import { MetricMathError } from './metric-math-error';
import { idsOf } from './syntax-node';
import type { Frame, Kind, Series } from './term';

/** How the slots lie in time. */
export interface EvaluationContext {
  /** Seconds of one slot. @default 60 */
  readonly period?: number;
  /** Start of the oldest slot in epoch milliseconds; needed by MINUTE, HOUR, DAY, DATE, MONTH, YEAR, EPOCH. */
  readonly start?: number;
  /** Number of slots; needed when no series is given. @default length of the first series, or 0 */
  readonly length?: number;
  /** Ids that METRICS() returns. @default every series given */
  readonly metrics?: readonly string[];
}

/** A compiled expression; evaluating it parses nothing. */
export interface Expression {
  /** What it returns; an expression that returns a number is refused. */
  readonly kind: Exclude<Kind, 'scalar'>;
  /** Ids it refers to by name, each once; METRICS() refers to more. */
  readonly ids: readonly string[];
  /** Whether the value in a slot depends on that slot alone, so that windows may share it. */
  readonly pointwise: boolean;
  /** Whether the value depends on the time of the slots (MINUTE, HOUR …). */
  readonly needsClock: boolean;
  /** One series; throws MetricMathError when several come out. An empty array of series has no points. */
  readonly evaluate: (
    series: Readonly<Record<string, Series>>,
    context?: EvaluationContext,
  ) => (number | null)[];
  /** The same over a prepared frame, without the demand for one series. */
  readonly run: (frame: Frame) => readonly Series[];
}

/**
 * Compiles a metric math expression; throws MetricMathError for what CloudWatch refuses and NotModelledError
 * for functions that need more than the given metrics (SEARCH, ANOMALY_DETECTION_BAND, SELECT queries …).
 */
export function compileExpression(expression: string, scope: Scope = {}): Expression {
  refuseInsights(expression);
  const root = parseExpression(expression);
  const { term, needsClock } = compileNode(root, expression, scope);
  if (term.kind === 'scalar') {
    const problem = 'the expression returns a number, expected a time series; wrap it as TIME_SERIES(…)';
    throw new MetricMathError('scalar-result', 0, problem, expression);
  }
  const ids = idsOf(root);
  const run = (frame: Frame): readonly Series[] => {
    if (needsClock && Number.isNaN(frame.start)) {
      throw new MetricMathError(
        'context-missing',
        0,
        'the expression reads the time, but no start is given',
        expression,
      );
    }
    return term.kind === 'list' ? term.run(frame) : [term.run(frame)];
  };
  const evaluate: Expression['evaluate'] = (series, context = {}) => {
    for (const id of ids) {
      if (Object.hasOwn(series, id)) continue;
      throw new MetricMathError('unknown-id', 0, `no series is given for id '${id}'`, expression);
    }
    const frame = frameOf(series, context);
    return theOnly(run(frame), frame.length, expression);
  };
  return { kind: term.kind, ids, pointwise: term.pointwise, needsClock, evaluate, run };
}

/**
 * Evaluates a metric math expression over aligned series, oldest first, null = missing. A number named
 * `period` among the series gives the seconds of a slot, unless the context does.
 */
export function evaluateExpression(
  expression: string,
  series: Readonly<Record<string, Series | number>>,
  context: EvaluationContext = {},
): (number | null)[] {
  const { period, ...rest } = series;
  const given = (typeof period === 'number' ? rest : series) as Readonly<Record<string, Series>>;
  const lengths = new Set(Object.values(given).map((values) => values.length));
  if (lengths.size > 1) {
    const problem = `series have different lengths (${[...lengths].join(', ')}), expected the same slots in all`;
    throw new MetricMathError('series-misaligned', 0, problem, expression);
  }
  const ids = new Map(Object.keys(given).map((id) => [id, 'series' as const]));
  const fallback = typeof period === 'number' ? period : undefined;
  return compileExpression(expression, { ids }).evaluate(given, {
    ...context,
    period: context.period ?? fallback,
  });
}

/** A query of Metrics Insights stands where an expression may, and is none. */
export function refuseInsights(expression: string): void {
  if (/^\s*SELECT\s/i.test(expression))
    throw new NotModelledError('SELECT', 'a Metrics Insights query has no metrics of its own');
}

/** Of an expression's result, the one series an alarm can watch. */
export function theOnly(result: readonly Series[], length: number, expression: string): (number | null)[] {
  if (result.length > 1) {
    const problem = `the expression returns ${result.length} time series, expected one; reduce them, e.g. by SUM`;
    throw new MetricMathError('multiple-series', 0, problem, expression);
  }
  return result[0] ? [...result[0]] : new Array(length).fill(null);
}

/** Number of slots of aligned series; 0 when there is none. */
export function lengthOf(series: Readonly<Record<string, Series>>): number {
  return Object.values(series)[0]?.length ?? 0;
}

// --- internal ---

function frameOf(series: Readonly<Record<string, Series>>, context: EvaluationContext): Frame {
  return {
    series,
    lists: {},
    metrics: context.metrics ?? Object.keys(series),
    length: context.length ?? lengthOf(series),
    period: context.period ?? 60,
    start: context.start ?? Number.NaN,
  };
}
