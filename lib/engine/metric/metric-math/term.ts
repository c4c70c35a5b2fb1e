/** Values on aligned slots, oldest first; null is missing. */
export type Series = readonly (number | null)[];

/** What an expression is evaluated over. */
export interface Frame {
  readonly series: Readonly<Record<string, Series>>;
  /** Expressions that return several series, by id. */
  readonly lists: Readonly<Record<string, readonly Series[]>>;
  /** The ids that METRICS() returns. */
  readonly metrics: readonly string[];
  /** Number of slots. */
  readonly length: number;
  /** Seconds. */
  readonly period: number;
  /** Start of the oldest slot in epoch milliseconds; NaN when it is not known. */
  readonly start: number;
}

/** A compiled piece of an expression: S, TS or TS[] in the words of the AWS user guide. */
export type Term = ScalarTerm | SeriesTerm | ListTerm;
export type Kind = Term['kind'];

/** A scalar is null when it has no value: the maximum of nothing, 1/0. */
export interface ScalarTerm extends TermBase<'scalar', number | null> {}
export interface SeriesTerm extends TermBase<'series', Series> {}
export interface ListTerm extends TermBase<'list', readonly Series[]> {}

interface TermBase<K extends string, Value> {
  readonly kind: K;
  /** Whether the value in a slot depends on that slot alone. */
  readonly pointwise: boolean;
  readonly run: (frame: Frame) => Value;
}

export function scalar(run: ScalarTerm['run'], pointwise: boolean): ScalarTerm {
  return { kind: 'scalar', pointwise, run };
}

export function series(run: SeriesTerm['run'], pointwise: boolean): SeriesTerm {
  return { kind: 'series', pointwise, run };
}

export function list(run: ListTerm['run'], pointwise: boolean): ListTerm {
  return { kind: 'list', pointwise, run };
}

/**
 * A value that is not a finite number has no datapoint: division by zero, LOG(0), overflow. Zero has no sign, so
 * that -1 * 0 is not told as -0.0.
 */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value + 0 : null;
}

/** The term as a series of `frame.length` slots: a scalar is there in every slot. */
export function spread(term: ScalarTerm | SeriesTerm): SeriesTerm['run'] {
  return term.kind === 'series' ? term.run : (frame) => new Array(frame.length).fill(term.run(frame));
}

/** Series and lists, in order, as one list. */
export function join(terms: readonly (SeriesTerm | ListTerm)[]): ListTerm {
  const pointwise = terms.every((term) => term.pointwise);
  return list(
    (frame) => terms.flatMap((term) => (term.kind === 'list' ? term.run(frame) : [term.run(frame)])),
    pointwise,
  );
}
