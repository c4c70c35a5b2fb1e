import { isAbsent } from './absent-series';
import { type Frame, finite, list, type Series, scalar, series, type Term } from './term';

type Apply = (left: number, right: number) => number;

/** Applies `apply` to every value of a scalar, a series or a list; missing stays missing. */
export function liftUnary(operand: Term, apply: (value: number) => number): Term {
  const one = (value: number | null) => (value === null ? null : finite(apply(value)));
  if (operand.kind === 'scalar') return scalar((frame) => one(operand.run(frame)), operand.pointwise);
  return liftSeries(operand, (values) => values.map(one), operand.pointwise);
}

/** Applies a transformation to a series, or to each series of a list; an absent series stays one, through FILL as well. */
export function liftSeries(
  operand: Exclude<Term, { kind: 'scalar' }>,
  transform: (values: Series, frame: Frame) => Series,
  pointwise: boolean,
): Term {
  const apply = (values: Series, frame: Frame) => (isAbsent(values) ? values : transform(values, frame));
  if (operand.kind === 'series') return series((frame) => apply(operand.run(frame), frame), pointwise);
  return list((frame) => operand.run(frame).map((values) => apply(values, frame)), pointwise);
}

/**
 * Applies `apply` slot by slot. Of two series, a missing side counts as 0 where the other one has a point;
 * a scalar is no datapoint, so that a series stays missing beside it. Undefined for two lists, which AWS
 * does not admit.
 */
export function liftBinary(left: Term, right: Term, apply: Apply): Term | undefined {
  if (RANK[left.kind] < RANK[right.kind]) return liftBinary(right, left, (a, b) => apply(b, a));
  const pointwise = left.pointwise && right.pointwise;
  if (left.kind === 'scalar') {
    // The ranks leave only a scalar on the right.
    const other = right as typeof left;
    return scalar((frame) => ofScalars(left.run(frame), other.run(frame), apply), pointwise);
  }
  if (right.kind === 'scalar') {
    return liftSeries(left, (values, frame) => withScalar(values, right.run(frame), apply), pointwise);
  }
  if (right.kind === 'list') return undefined;
  return liftSeries(left, (values, frame) => ofSeries(values, right.run(frame), apply), pointwise);
}

// --- internal ---

const RANK = { scalar: 0, series: 1, list: 2 } as const;

function ofScalars(left: number | null, right: number | null, apply: Apply): number | null {
  return left === null || right === null ? null : finite(apply(left, right));
}

function withScalar(values: Series, right: number | null, apply: Apply): Series {
  return values.map((left) => ofScalars(left, right, apply));
}

function ofSeries(left: Series, right: Series, apply: Apply): Series {
  if (isAbsent(left) && isAbsent(right)) return left;
  return left.map((value, slot) => {
    const other = right[slot]!;
    return value === null && other === null ? null : finite(apply(value ?? 0, other ?? 0));
  });
}
