import { answerText, differences, type Reading } from '../../engine';
import type { Expectation } from '../incident';
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

/** The answers in which a reading differs from the usual one, and a clause that says them, with their codes. */
export function deviation(reading: Reading, usual: Reading): Pick<BreakingReading, 'answers' | 'words'> {
  const codes = differences(reading, usual);
  const words = codes.map((code) => `${answerText(code, reading[code])} (${code}=${reading[code]})`);
  return {
    answers: Object.fromEntries(codes.map((code) => [code, reading[code]])),
    words: words.join(', and '),
  };
}
