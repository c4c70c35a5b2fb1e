import type { MetricAlarm } from '../model';
import type { Reading } from '../reading';
import type { AlarmSubject } from './alarm-subject';
import { evaluationRange } from './evaluation-range';
import { type EvaluationSchedule, evaluationOffset, evaluationSchedule } from './evaluation-schedule';
import { mathWindowLag, windowLag } from './window-lag';

/**
 * What a reading decides about the evaluation of one alarm, as plain data. An alarm is planned from them alone, so that
 * under readings with equal terms it behaves alike on equal data.
 */
export interface AlarmTerms {
  /** Slots that an evaluation looks at. */
  readonly range: number;
  readonly schedule: EvaluationSchedule;
  /** Whether FILL fills a metric that never had a datum; true where nothing depends on it. */
  readonly fillsNever: boolean;
  /** Milliseconds of an evaluation within its interval. */
  readonly offset: number;
}

export interface TermsSettings {
  readonly reading: Reading;
  /** When the simulation begins, epoch milliseconds. */
  readonly start: number;
}

export function alarmTerms(
  alarm: MetricAlarm,
  { inputs, math, periodSeconds, statesPeriod }: AlarmSubject,
  { reading, start }: TermsSettings,
): AlarmTerms {
  const { evaluationPeriods } = alarm;
  const schedule = evaluationSchedule({
    evaluationPeriods,
    periodSeconds,
    onMath: math && { lag: statesPeriod ? 0 : 1000 * reading['window-short-math'] },
    windowLag: math
      ? mathWindowLag(
          inputs.map(({ namespace }) => namespace),
          start,
          reading,
        )
      : windowLag(inputs[0]!.namespace, start, reading),
  });
  return {
    range: evaluationRange(evaluationPeriods, periodSeconds, { onMath: math !== undefined, reading }),
    schedule,
    fillsNever: reading['fill-never'] === 'fills' || !usesFill(alarm),
    offset: evaluationOffset(reading) % schedule.interval,
  };
}

// --- internal ---

const usesFill = ({ metrics = [] }: MetricAlarm): boolean =>
  metrics.some(({ expression }) => expression !== undefined && /\bFILL\s*\(/.test(expression));
