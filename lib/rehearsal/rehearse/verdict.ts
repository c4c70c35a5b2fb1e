import { answerText, differences, evaluationRange, type QuestionCode, type Reading } from '../../engine';
import type { MetricAlarm } from '../../engine/model';
import type { Expectation } from '../incident';
import { periodOf } from '../report/alarm-text';
import type { StateHistory } from './state-history';

/**
 * `holds` in every reading that was played; `fails` under the best supported answers, or those that were given;
 * `unproven`: holds under these, and not in some other reading that CloudWatch's behaviour allows.
 */
export type VerdictOutcome = 'holds' | 'fails' | 'unproven';

/** How an expectation fared, in words for people. */
export interface Verdict {
  readonly expectation: Expectation;
  readonly outcome: VerdictOutcome;
  readonly expected: string;
  /** What happened under the best supported answers. */
  readonly got: string;
  /** Alarms whose timelines explain the verdict. */
  readonly alarms: readonly string[];
  /** Only of what is unproven. */
  readonly brokenBy?: BreakingReading;
}

/** A reading in which an expectation does not hold, with no answer more than that takes. */
export interface BreakingReading {
  /** The answers that break it. */
  readonly answers: Partial<Reading>;
  /** The same as a clause that completes `holds unless`. */
  readonly words: string;
  /** What happens then. */
  readonly got: string;
  readonly alarms: readonly string[];
  readonly histories: ReadonlyMap<string, StateHistory>;
}

/**
 * The answers in which a reading differs from the usual one, and a clause that says them, with their codes; how far
 * CloudWatch looks back is said of the alarms at hand.
 */
export function deviation(
  reading: Reading,
  usual: Reading,
  alarms: readonly MetricAlarm[] = [],
): Pick<BreakingReading, 'answers' | 'words'> {
  const codes = differences(reading, usual);
  const words = codes.map((code) => {
    const text = lookBack(code, reading, usual, alarms) ?? answerText(code, reading[code]);
    return `${text} (${code}=${reading[code]})`;
  });
  return {
    answers: Object.fromEntries(codes.map((code) => [code, reading[code]])),
    words: words.join(', and '),
  };
}

// --- internal ---

/** Of the first alarm to which the answer makes a difference; undefined for what is not about a range. */
function lookBack(
  code: QuestionCode,
  reading: Reading,
  usual: Reading,
  alarms: readonly MetricAlarm[],
): string | undefined {
  if (!code.startsWith('range-')) return undefined;
  const others = { ...reading, [code]: usual[code] };
  const alarm = alarms.find((one) => rangeOf(one, reading) !== rangeOf(one, others));
  if (!alarm) return undefined;
  const period = periodOf(alarm);
  const seconds = rangeOf(alarm, reading) * period;
  const time = seconds % 60 === 0 ? `${seconds / 60} minutes` : `${seconds} s`;
  return `CloudWatch looks back ${time} at a ${period} s alarm`;
}

const rangeOf = (alarm: MetricAlarm, reading: Reading): number =>
  evaluationRange(alarm.evaluationPeriods, periodOf(alarm), { onMath: alarm.metrics !== undefined, reading });
