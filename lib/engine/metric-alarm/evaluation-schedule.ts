import type { Reading } from '../reading';

/** When an alarm is evaluated and where its newest slot ends; all in milliseconds. */
export interface EvaluationSchedule {
  readonly interval: number;
  /** The newest slot ends at the last multiple of `grain` that is at least `lag` old. */
  readonly grain: number;
  readonly lag: number;
}

/**
 * Milliseconds of every evaluation, to be taken modulo the interval: the reading's second of the minute, the same of
 * ten seconds, and 3 minutes later in the hour, which is the documented example's.
 */
export const evaluationOffset = (reading: Reading): number => 180_000 + reading['evaluation-second'] * 1000;

/** `onMath` alarms with 10 to 30 s periods lag less: by `lag` milliseconds. */
export interface ScheduledAlarm {
  readonly evaluationPeriods: number;
  readonly periodSeconds: number;
  readonly onMath?: { readonly lag: number };
  /** How early the newest slot ends when periods are a minute or more, milliseconds. @default 0 */
  readonly windowLag?: number;
}

/**
 * Every minute; every 10 s for shorter periods; every hour, on data up to the full hour, when the evaluation
 * periods span more than a day (exactly a day is still every minute).
 */
export function evaluationSchedule(alarm: ScheduledAlarm): EvaluationSchedule {
  const { evaluationPeriods, periodSeconds, onMath, windowLag = 0 } = alarm;
  if (evaluationPeriods * periodSeconds > DAY_SECONDS) return { interval: HOUR, grain: HOUR, lag: windowLag };
  if (periodSeconds >= 60) return { interval: MINUTE, grain: MINUTE, lag: windowLag };
  return { interval: TEN_SECONDS, grain: TEN_SECONDS, lag: onMath?.lag ?? SHORT_LAG };
}

/** The first evaluation after an instant. */
export function nextEvaluation(after: number, offset: number, interval: number): number {
  const phase = offset % interval;
  return Math.floor((after - phase) / interval) * interval + phase + interval;
}

/** End of the newest slot of an evaluation. */
export function windowEnd({ grain, lag }: EvaluationSchedule, at: number): number {
  return Math.floor((at - lag) / grain) * grain;
}

// --- internal ---

const TEN_SECONDS = 10_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY_SECONDS = 86_400;

/** Recorded at a period of 10 s: more than 9.831 s, at most 10.8 s. */
const SHORT_LAG = 10_000;
