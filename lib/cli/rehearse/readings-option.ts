import { OPEN_QUESTIONS, QUESTION_CODES, readingOf } from '../../engine';
import type { ReadingChoice } from '../../rehearsal';
import { gotOther } from '../../text';
import { lookUp } from '../../text/look-up';
import { UsageError } from '../usage-error';
import type { OptionValues } from '../verb';

/**
 * The readings that `--readings` and `--reading CODE=ANSWER` ask for.
 *
 * @throws {UsageError} for a question or an answer that there is none of, and for two answers to one question
 */
export function readingChoice({ reading = [], readings }: OptionValues): ReadingChoice {
  const fixed = fixedAnswers(reading as readonly string[]);
  try {
    readingOf(fixed);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`rehearse: --reading: ${error.message}`);
  }
  return { readings: readings as ReadingChoice['readings'], fixed };
}

// --- internal ---

function fixedAnswers(texts: readonly string[]): Record<string, string | number> {
  const fixed = new Map<string, string | number>();
  for (const [code, answer] of texts.map(answerOf)) {
    const before = fixed.get(code) ?? answer;
    if (before !== answer) {
      throw new UsageError(
        `rehearse: --reading: ${code} is '${before}' and '${answer}', allowed: one answer to a question`,
      );
    }
    fixed.set(code, answer);
  }
  return Object.fromEntries(fixed);
}

function answerOf(text: string): [code: string, answer: string | number] {
  const [, code, answer] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (code === undefined || answer === undefined) {
    throw new UsageError(
      `rehearse: --reading: got '${text}', allowed: CODE=ANSWER, where CODE is one of ${QUESTION_CODES.join(', ')}`,
    );
  }
  const question = lookUp(OPEN_QUESTIONS, code);
  if (!question)
    throw new UsageError(`rehearse: --reading: unknown question, ${gotOther(code, QUESTION_CODES)}`);
  if ('answers' in question && !Object.hasOwn(question.answers, answer)) {
    throw new UsageError(`rehearse: --reading: ${code}: ${gotOther(answer, Object.keys(question.answers))}`);
  }
  const number = Number(answer);
  return [code, 'seconds' in question && !Number.isNaN(number) ? number : answer];
}
