import { AGGREGATES, type Aggregate, aggregate, overSlots } from './aggregates';
import type { Arguments, Parameter } from './arguments';
import { chooser } from './choose';
import { liftSeries, liftUnary } from './lift';
import {
  type Frame,
  join,
  type ListTerm,
  list,
  type Series,
  type SeriesTerm,
  scalar,
  series,
  spread,
  type Term,
} from './term';
import { CLOCK, FILLERS, fillFrom, TRANSFORMS } from './transforms';

export interface FunctionDefinition {
  readonly parameters: readonly Parameter[];
  /** How many of the last parameters may be left out. @default 0 */
  readonly optional?: number;
  /** The last parameter may be given any number of times. @default false */
  readonly variadic?: boolean;
  readonly build: (args: Arguments) => Term;
}

const SINGLE: Parameter = ['scalar', 'series'];
const PLURAL: Parameter = ['series', 'list'];

/** Functions of the AWS user guide that this engine has, by name. */
export const FUNCTIONS: ReadonlyMap<string, FunctionDefinition> = new Map(
  Object.entries({
    ...mapTable(
      { ABS: Math.abs, CEIL: Math.ceil, FLOOR: Math.floor, LOG: Math.log, LOG10: Math.log10 },
      unary,
    ),
    ...mapTable(AGGREGATES, aggregation),
    ...mapTable(TRANSFORMS, transformation),
    ...mapTable(CLOCK, clock),
    FILL: {
      parameters: [PLURAL, ['scalar', 'series', 'REPEAT', 'LINEAR']],
      build: fill,
    },
    FIRST: { parameters: [['list']], build: (args) => pick(args.list(0), 0) },
    IF: {
      parameters: [SINGLE, SINGLE, SINGLE],
      optional: 1,
      build: (args) => chooser(args.single(0), args.single(1), args.count > 2 ? args.single(2) : undefined),
    },
    LAST: { parameters: [['list']], build: (args) => pick(args.list(0), -1) },
    METRIC_COUNT: {
      parameters: [['list']],
      build: (args) => {
        const { run, pointwise } = args.list(0);
        return scalar((frame) => run(frame).length, pointwise);
      },
    },
    METRICS: {
      parameters: [['string']],
      optional: 1,
      build: (args) => {
        const part = args.text(0) ?? '';
        return list(
          ({ metrics, series }) => metrics.filter((id) => id.includes(part)).map((id) => series[id]!),
          true,
        );
      },
    },
    PERIOD: { parameters: [['series']], build: () => scalar((frame) => frame.period, true) },
    REMOVE_EMPTY: {
      parameters: [['list']],
      build: (args) => {
        const { run } = args.list(0);
        return list((frame) => run(frame).filter((values) => values.some((value) => value !== null)), false);
      },
    },
    SLICE: { parameters: [['list'], ['scalar'], ['scalar']], optional: 1, build: slice },
    SORT: {
      parameters: [['list'], ['AVG', 'MIN', 'MAX', 'SUM'], ['ASC', 'DESC'], ['scalar']],
      optional: 1,
      build: sort,
    },
    TIME_SERIES: {
      parameters: [['scalar']],
      build: (args) => series(spread(args.scalar(0)), args.scalar(0).pointwise),
    },
  } satisfies Record<string, FunctionDefinition>),
);

/** Functions that exist and are left out: they need more than the alarm's own metrics. */
export const NOT_MODELLED: ReadonlySet<string> = new Set([
  'ANOMALY_DETECTION_BAND',
  'DB_PERF_INSIGHTS',
  'INSIGHT_RULE_METRIC',
  'LAMBDA',
  'SEARCH',
  'SERVICE_QUOTA',
]);

// --- internal ---

function mapTable<Row>(
  table: Readonly<Record<string, Row>>,
  define: (row: Row) => FunctionDefinition,
): Record<string, FunctionDefinition> {
  return Object.fromEntries(Object.entries(table).map(([name, row]) => [name, define(row)]));
}

function unary(apply: (value: number) => number): FunctionDefinition {
  return { parameters: [['scalar', 'series', 'list']], build: (args) => liftUnary(args.term(0), apply) };
}

/** `MAX(m1, m2)` is seen in the wild and means `MAX([m1, m2])`. */
function aggregation(row: Aggregate): FunctionDefinition {
  return {
    parameters: [PLURAL],
    variadic: true,
    build: (args) => aggregate(args.count > 1 ? join(args.terms()) : args.plural(0), row),
  };
}

function transformation(transform: (values: Series, frame: Frame) => Series): FunctionDefinition {
  return { parameters: [PLURAL], build: (args) => liftSeries(args.plural(0), transform, false) };
}

function clock(read: (start: Date) => number): FunctionDefinition {
  return {
    parameters: [['series']],
    build: () =>
      series(
        ({ length, start, period }) =>
          Array.from({ length }, (_, slot) => read(new Date(start + slot * period * 1_000))),
        true,
      ),
  };
}

function fill(args: Arguments): Term {
  const target = args.plural(0);
  const keyword = args.text(1);
  if (keyword !== undefined) return liftSeries(target, FILLERS[keyword]!, false);
  const filler = args.single(1);
  const fillerOf = spread(filler);
  return liftSeries(
    target,
    (values, frame) => fillFrom(values, fillerOf(frame)),
    target.pointwise && filler.pointwise,
  );
}

/** The first (0) or last (-1) series of a list; an empty list has no points. */
function pick({ run, pointwise }: ListTerm, index: 0 | -1): SeriesTerm {
  return series((frame) => run(frame).at(index) ?? new Array(frame.length).fill(null), pointwise);
}

function slice(args: Arguments): Term {
  const { run, pointwise } = args.list(0);
  const start = args.scalar(1);
  const end = args.count > 2 ? args.scalar(2) : undefined;
  return list(
    (frame) => run(frame).slice(place(start.run(frame)), end ? place(end.run(frame)) : undefined),
    pointwise && start.pointwise && (end?.pointwise ?? true),
  );
}

/** Series without any point come last, whatever the order. */
function sort(args: Arguments): Term {
  const { run } = args.list(0);
  const by = AGGREGATES[args.text(1)!]!;
  const sign = args.text(2) === 'ASC' ? 1 : -1;
  const limit = args.count > 3 ? args.scalar(3) : undefined;
  return list((frame) => {
    const keyed = run(frame).map((values) => ({ values, key: overSlots(values, by) ?? sign * Infinity }));
    keyed.sort((a, b) => (a.key === b.key ? 0 : sign * (a.key - b.key)));
    return keyed.map(({ values }) => values).slice(0, limit ? place(limit.run(frame)) : undefined);
  }, false);
}

/** A position in a list; AWS counts from 0 and knows no negative ones. */
function place(value: number | null): number {
  return Math.max(0, Math.floor(value ?? 0));
}
