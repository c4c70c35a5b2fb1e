import { DEFAULT_READING, type Reading } from '../reading';

/** What is looked at, besides N and the period. */
export interface EvaluationRangeOptions {
  /** Whether the alarm is on metric math. @default false */
  readonly onMath?: boolean;
  readonly reading?: Reading;
}

/**
 * Slots (periods of `periodSeconds`) that one evaluation looks at. CloudWatch says only that it is more than the
 * evaluation periods. Settled are N + 2 at 300 s and more for N up to 8 (user guide; recorded at 300, 900, 1800 and
 * 86,400 s) and 9 for N 3 at 10 s; the rest is the reading's.
 */
export function evaluationRange(
  evaluationPeriods: number,
  periodSeconds: number,
  { onMath = false, reading = DEFAULT_READING }: EvaluationRangeOptions = {},
): number {
  if (onMath && reading['range-math'] === 'only-n') return evaluationPeriods;
  const range = rangeBelow9(evaluationPeriods, periodSeconds, reading);
  return evaluationPeriods < LONG ? range : LONG_RANGES[reading['range-long']](evaluationPeriods, range);
}

// --- internal ---

/** The largest N that was measured is 8. */
const LONG = 9;

function rangeBelow9(periods: number, periodSeconds: number, reading: Reading): number {
  if (periodSeconds < 60) return SHORT_RANGES[reading['range-short']](periods, periodSeconds);
  if (periodSeconds >= 300) return periods + 2;
  // Recorded by three timelines; N + 2 would be half of it.
  if (periods === 1 && periodSeconds === 60) return 6;
  return MINUTE_RANGES[reading['range-minute']](periods, periodSeconds);
}

type Range = (periods: number, periodSeconds: number) => number;

const SHORT_RANGES: Readonly<Record<Reading['range-short'], Range>> = {
  'one-minute': (periods, periodSeconds) => periods + Math.ceil(60 / periodSeconds),
  'three-times': (periods) => 3 * periods,
};

const MINUTE_RANGES: Readonly<Record<Reading['range-minute'], Range>> = {
  'five-minutes': (periods, periodSeconds) => periods + Math.ceil(300 / periodSeconds),
  'six-minutes': (periods, periodSeconds) => Math.max(periods + 2, Math.ceil(360 / periodSeconds)),
  'two-periods': (periods) => periods + 2,
};

const LONG_RANGES: Readonly<Record<Reading['range-long'], (periods: number, range: number) => number>> = {
  'as-shorter': (_periods, range) => range,
  'one-period': (periods) => periods + 1,
  'a-quarter': (periods, range) => Math.max(range, Math.ceil(1.25 * periods)),
};
