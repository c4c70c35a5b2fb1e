import { OPEN_QUESTIONS, type QuestionCode } from './open-questions';

/**
 * One consistent set of answers to the questions that AWS leaves open: the code of an answer, or seconds. Plain data:
 * it can be written to a file and compared.
 */
export type Reading = {
  readonly [Code in QuestionCode]: (typeof OPEN_QUESTIONS)[Code] extends {
    answers: infer Answers;
  }
    ? keyof Answers
    : number;
};

export const QUESTION_CODES = Object.keys(OPEN_QUESTIONS) as readonly QuestionCode[];

/** The answers to a question, the best supported one first, then the corners of what is possible. */
export function answersTo<Code extends QuestionCode>(code: Code): readonly Reading[Code][] {
  const question = OPEN_QUESTIONS[code];
  const answers: readonly unknown[] =
    'seconds' in question ? question.seconds : Object.keys(question.answers);
  return answers as readonly Reading[Code][];
}

/** The best supported answer to every question. */
export const DEFAULT_READING = Object.freeze(
  Object.fromEntries(QUESTION_CODES.map((code) => [code, answersTo(code)[0]])),
) as Reading;

/**
 * A whole reading from the answers that differ from the best supported ones.
 *
 * @throws {RangeError} for a question or an answer that the table does not have
 */
export function readingOf(answers: Partial<Reading> = {}): Reading {
  for (const [code, answer] of Object.entries(answers)) check(code, answer);
  return { ...DEFAULT_READING, ...answers };
}

/** What an answer means, as a clause that completes `unless`. */
export function answerText<Code extends QuestionCode>(code: Code, answer: Reading[Code]): string {
  const question = OPEN_QUESTIONS[code];
  if ('seconds' in question) return question.words.replace('{}', String(answer));
  return (question.answers as Readonly<Record<string, string>>)[answer as string]!;
}

/** The answers in which a reading differs from another one, by code. */
export function differences(reading: Reading, from: Reading = DEFAULT_READING): QuestionCode[] {
  return QUESTION_CODES.filter((code) => reading[code] !== from[code]);
}

// --- internal ---

function check(code: string, answer: unknown): void {
  if (!Object.hasOwn(OPEN_QUESTIONS, code)) {
    throw new RangeError(`unknown question '${code}', allowed: ${QUESTION_CODES.join(', ')}`);
  }
  const question = OPEN_QUESTIONS[code as QuestionCode];
  if ('seconds' in question) {
    if (typeof answer === 'number' && answer >= 0 && answer <= question.most) return;
    throw new RangeError(`${code} is ${answer}, allowed: 0 to ${question.most} seconds`);
  }
  if (typeof answer === 'string' && Object.hasOwn(question.answers, answer)) return;
  throw new RangeError(`${code} is '${answer}', allowed: ${Object.keys(question.answers).join(', ')}`);
}
