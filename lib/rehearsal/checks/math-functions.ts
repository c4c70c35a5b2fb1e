import type { SyntaxNode } from '../../engine';
import { ANYTHING, absolute, combine, hull, type Interval, only, rising } from './interval';

/** What a part of an expression can be: a number or the points of a series, or a list of those. */
export type MathValue = Interval | readonly Interval[];

/** What a function of metric math makes of its arguments; one that is not here can be anything. */
type Build = (args: readonly MathValue[], nodes: readonly SyntaxNode[]) => MathValue;

export const MATH_FUNCTIONS: ReadonlyMap<string, Build> = new Map<string, Build>([
  ['ABS', each(absolute)],
  ['CEIL', each((one) => rising(Math.ceil, one))],
  ['FLOOR', each((one) => rising(Math.floor, one))],
  ['LOG', each((one) => logarithm(Math.log, one))],
  ['LOG10', each((one) => logarithm(Math.log10, one))],
  // A missing point of a list counts as 0.
  ['AVG', (args) => hull([...items(args), only(0)])],
  ['MAX', (args) => hull(items(args))],
  ['MIN', (args) => hull(items(args))],
  ['SUM', (args) => (isList(args[0]!) || args.length > 1 ? ofSome(items(args)) : ofMany(args[0]!))],
  ['STDDEV', (args) => spreadOf(hull(items(args)))],
  ['DATAPOINT_COUNT', () => NOT_NEGATIVE],
  ['METRIC_COUNT', () => NOT_NEGATIVE],
  ['RUNNING_SUM', each(ofMany)],
  ['DIFF', each((one) => combine('-', one, one))],
  // The difference over at least a second.
  ['RATE', each((one) => hull([combine('-', one, one), only(0)]))],
  ['DIFF_TIME', () => NOT_NEGATIVE],
  ['FILL', (args, nodes) => filled(args, nodes)],
  ['FIRST', (args) => hull(items(args))],
  ['LAST', (args) => hull(items(args))],
  ['IF', (args, nodes) => chosen(args, nodes)],
  ['REMOVE_EMPTY', ([list]) => list!],
  ['SLICE', ([list]) => list!],
  ['SORT', ([list]) => list!],
  ['TIME_SERIES', ([value]) => value!],
  ['PERIOD', () => ({ min: 1, max: 86_400 })],
  ['MINUTE', () => ({ min: 0, max: 59 })],
  ['HOUR', () => ({ min: 0, max: 23 })],
  ['DAY', () => ({ min: 1, max: 7 })],
  ['DATE', () => ({ min: 1, max: 31 })],
  ['MONTH', () => ({ min: 1, max: 12 })],
]);

// --- internal ---

const NOT_NEGATIVE: Interval = { min: 0, max: Number.POSITIVE_INFINITY };

const isList = (value: MathValue): value is readonly Interval[] => Array.isArray(value);

function items(args: readonly MathValue[]): readonly Interval[] {
  return args.flat();
}

function each(apply: (one: Interval) => Interval): Build {
  return ([value]) => (isList(value!) ? value.map(apply) : apply(value!));
}

/** Below 0 there is no logarithm, and no datapoint. */
function logarithm(apply: (value: number) => number, { min, max }: Interval): Interval {
  return max <= 0 ? ANYTHING : rising(apply, { min: Math.max(0, min), max });
}

/** A sum of one or more of these: those that have a point. */
function ofSome(all: readonly Interval[]): Interval {
  const [mins, maxs] = [all.map(({ min }) => min), all.map(({ max }) => max)];
  const below = mins.reduce((sum, min) => sum + Math.min(0, min), 0);
  const above = maxs.reduce((sum, max) => sum + Math.max(0, max), 0);
  return {
    min: mins.every((min) => min > 0) ? Math.min(...mins) : below,
    max: maxs.every((max) => max < 0) ? Math.max(...maxs) : above,
  };
}

/** A sum of any number of points of one series. */
function ofMany(value: MathValue): Interval {
  const { min, max } = hull(items([value]));
  return { min: min >= 0 ? min : ANYTHING.min, max: max <= 0 ? max : ANYTHING.max };
}

const spreadOf = ({ min, max }: Interval): Interval => ({ min: 0, max: min === max ? 0 : max - min });

/** `FILL(m1, 0)`, `FILL(METRICS(), REPEAT)`: a keyword repeats or joins points that are there. */
function filled([value, filler]: readonly MathValue[], [, node]: readonly SyntaxNode[]): MathValue {
  if (node?.type === 'word') return value!;
  const by = items([filler!]);
  return isList(value!) ? value.map((one) => hull([one, ...by])) : hull([value!, ...by]);
}

/** Where the condition is true, a missing point of a series counts as 0. */
function chosen(args: readonly MathValue[], [, node]: readonly SyntaxNode[]): Interval {
  const [condition, yes, no] = args.map((one) => hull(items([one])));
  const whenTrue = node?.type === 'number' ? yes! : hull([yes!, only(0)]);
  const isNever = condition!.min === 0 && condition!.max === 0;
  const isAlways = condition!.min > 0 || condition!.max < 0;
  if (isAlways) return whenTrue;
  if (isNever) return no ?? ANYTHING;
  return hull([whenTrue, ...(no ? [no] : [])]);
}
