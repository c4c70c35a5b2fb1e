/**
 * Slots (periods) that one evaluation looks at. CloudWatch says only that it is more than the evaluation
 * periods; a strategy is a function, so that another reading can be tried.
 */
export type EvaluationRangeStrategy = (evaluationPeriods: number, periodSeconds: number) => number;

/**
 * N + max(2, ceil(60 / period)): fits the user guide (N 3, 300 s: 5), a solved staging timeline (N 8, 900 s:
 * 10), the daily alarm (N 1: 3) and ten recorded transitions at 10 s (N 3: 9).
 */
export const evaluationRange: EvaluationRangeStrategy = (evaluationPeriods, periodSeconds) =>
  evaluationPeriods + Math.max(2, Math.ceil(60 / periodSeconds));

/** Why the range of such an alarm is an extrapolation, or undefined when cases like it were measured. */
export function evaluationRangeDoubt(evaluationPeriods: number, periodSeconds: number): string | undefined {
  if (periodSeconds > 10 && periodSeconds < 60) return `no alarm with period ${periodSeconds} s was measured`;
  if (evaluationPeriods >= 9) return 'no alarm with 9 or more evaluation periods was measured';
  return undefined;
}
