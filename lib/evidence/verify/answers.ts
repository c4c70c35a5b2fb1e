import { answersTo, QUESTION_CODES, type QuestionCode, type Reading } from '../../engine';

/** What the histories say of one answer to an open question. */
export interface AnswerVerdict {
  readonly code: QuestionCode;
  readonly answer: string | number;
  /** Alarms whose whole history comes out with another answer and not with this one. */
  readonly ruledOutBy: readonly string[];
}

/** How well readings fit the history of one alarm. */
export interface FittedReadings {
  readonly readings: readonly Reading[];
  /** 0 to 1. */
  readonly rate: number;
}

/**
 * The questions that at least one alarm decides something of, with every answer. An alarm rules an answer out when its
 * whole history comes out in some reading, and in none with that answer.
 */
export function answerVerdicts(fits: ReadonlyMap<string, readonly FittedReadings[]>): AnswerVerdict[] {
  const verdicts = QUESTION_CODES.flatMap((code) =>
    answersTo(code).map((answer) => ({
      code,
      answer,
      ruledOutBy: [...fits]
        .filter(([, ofAlarm]) => rulesOut(ofAlarm, code, answer))
        .map(([alarmName]) => alarmName),
    })),
  );
  return verdicts.filter(({ code }) =>
    verdicts.some((other) => other.code === code && other.ruledOutBy.length > 0),
  );
}

// --- internal ---

function rulesOut(fits: readonly FittedReadings[], code: QuestionCode, answer: unknown): boolean {
  const has = (readings: readonly Reading[]) => readings.some((reading) => reading[code] === answer);
  const whole = fits.filter(({ rate }) => rate === 1);
  const wasTried = fits.some(({ readings }) => has(readings));
  return whole.length > 0 && wasTried && !whole.some(({ readings }) => has(readings));
}
