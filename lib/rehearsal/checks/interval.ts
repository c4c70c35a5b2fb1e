/**
 * The values that something can have, both ends included. Arithmetic on intervals is sound and not exact: a result may
 * be wider than what can happen, never narrower.
 */
export interface Interval {
  readonly min: number;
  readonly max: number;
}

const { NEGATIVE_INFINITY, POSITIVE_INFINITY } = Number;

/** Of which nothing is known. */
export const ANYTHING: Interval = { min: NEGATIVE_INFINITY, max: POSITIVE_INFINITY };

export const only = (value: number): Interval => ({ min: value, max: value });

/** The least interval that has all of them; of none, anything. */
export function hull(intervals: readonly Interval[]): Interval {
  if (intervals.length === 0) return ANYTHING;
  return {
    min: Math.min(...intervals.map(({ min }) => min)),
    max: Math.max(...intervals.map(({ max }) => max)),
  };
}

/** What a binary operator of metric math makes of two intervals; a result that is not finite is no datapoint. */
export function combine(operator: string, left: Interval, right: Interval): Interval {
  switch (operator) {
    case '+':
      return { min: left.min + right.min, max: left.max + right.max };
    case '-':
      return { min: left.min - right.max, max: left.max - right.min };
    case '*':
      return ofEnds(left, right, product);
    case '/':
      return divide(left, right);
    case '^':
      return power(left, right);
    default:
      return truth(operator, left, right);
  }
}

export const negate = ({ min, max }: Interval): Interval => ({ min: -max, max: -min });

/** Of a function that never falls. */
export const rising = (apply: (value: number) => number, { min, max }: Interval): Interval => ({
  min: apply(min),
  max: apply(max),
});

export function absolute({ min, max }: Interval): Interval {
  const ends = [Math.abs(min), Math.abs(max)];
  return { min: min <= 0 && max >= 0 ? 0 : Math.min(...ends), max: Math.max(...ends) };
}

// --- internal ---

/** Nothing times whatever is nothing: no value is infinite, only an end is. */
const product = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b);

function ofEnds(left: Interval, right: Interval, apply: (a: number, b: number) => number): Interval {
  const values = [left.min, left.max].flatMap((a) => [apply(a, right.min), apply(a, right.max)]);
  return values.some(Number.isNaN) ? ANYTHING : { min: Math.min(...values), max: Math.max(...values) };
}

/** By a number that is 0 there is no result, so that an end at 0 is one that is only nearly reached. */
function divide(left: Interval, right: Interval): Interval {
  if ((right.min < 0 && right.max > 0) || (right.min === 0 && right.max === 0)) return ANYTHING;
  if (right.min < 0) return divide(negate(left), negate(right));
  return ofEnds(left, { min: inverse(right.max), max: inverse(right.min) }, product);
}

const inverse = (value: number): number => (value === 0 ? POSITIVE_INFINITY : 1 / value);

/** Only of numbers that are not below 0, to a fixed power that is not either. */
function power(base: Interval, exponent: Interval): Interval {
  const { min, max } = exponent;
  return min === max && min >= 0 && base.min >= 0 ? rising((value) => value ** min, base) : ANYTHING;
}

/** 1 where it holds for all values, 0 where it holds for none. */
function truth(operator: string, left: Interval, right: Interval): Interval {
  const known = TRUTHS[operator]?.(left, right);
  return known === undefined ? { min: 0, max: 1 } : only(known ? 1 : 0);
}

type Truth = (left: Interval, right: Interval) => boolean | undefined;

const below: Truth = (left, right) =>
  left.max < right.min ? true : left.min >= right.max ? false : undefined;
const atMost: Truth = (left, right) =>
  left.max <= right.min ? true : left.min > right.max ? false : undefined;
const equal: Truth = (left, right) => {
  if (left.max < right.min || left.min > right.max) return false;
  return left.min === left.max && right.min === right.max ? true : undefined;
};
const isTrue = (one: Interval): boolean | undefined => {
  const same = equal(one, only(0));
  return same === undefined ? undefined : !same;
};
const not = (known: boolean | undefined): boolean | undefined => (known === undefined ? undefined : !known);

const TRUTHS: Readonly<Record<string, Truth>> = {
  '<': below,
  '<=': atMost,
  '>': (left, right) => below(right, left),
  '>=': (left, right) => atMost(right, left),
  '==': equal,
  '!=': (left, right) => not(equal(left, right)),
  AND: (left, right) => {
    const both = [isTrue(left), isTrue(right)];
    return both.includes(false) ? false : both.includes(undefined) ? undefined : true;
  },
  OR: (left, right) => {
    const both = [isTrue(left), isTrue(right)];
    return both.includes(true) ? true : both.includes(undefined) ? undefined : false;
  },
};
