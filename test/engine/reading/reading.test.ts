import {
  answersTo,
  answerText,
  DEFAULT_READING,
  differences,
  OPEN_QUESTIONS,
  QUESTION_CODES,
  readingOf,
} from '../../../lib/engine';

test('a reading without answers has the best supported ones', () => {
  expect(readingOf()).toEqual(DEFAULT_READING);
  for (const code of QUESTION_CODES) expect(DEFAULT_READING[code]).toBe(answersTo(code)[0]);
});

test('an answer replaces the best supported one', () => {
  const reading = readingOf({ 'and-or': 'or-first', 'record-delay': 45 });
  expect(reading).toEqual({ ...DEFAULT_READING, 'and-or': 'or-first', 'record-delay': 45 });
  expect(differences(reading)).toEqual(['record-delay', 'and-or']);
  expect(answerText('record-delay', 45)).toBe('a log record counts in its metrics 45 s after its time');
});

test.each([
  [{ seconds: 3 }, `unknown question 'seconds', allowed: ${QUESTION_CODES.join(', ')}`],
  [{ 'and-or': 'xor-first' }, "and-or is 'xor-first', allowed: and-first, or-first, left-first"],
  [{ 'and-or': 3 }, "and-or is '3', allowed: and-first, or-first, left-first"],
  [{ 'evaluation-second': 60 }, 'evaluation-second is 60, allowed: 0 to 59.999 seconds'],
  [{ 'record-delay': '30' }, 'record-delay is 30, allowed: 0 to 86400 seconds'],
])('refuses %j', (answers, message) => {
  expect(() => readingOf(answers as never)).toThrow(new RangeError(message));
});

test.each(QUESTION_CODES)('%s says what is asked, what is known, and what each answer means', (code) => {
  const { asks, evidence } = OPEN_QUESTIONS[code];
  expect(asks).toMatch(/^(how|what|where|whether|which|at which) /);
  expect(evidence).not.toMatch(/\.$/);
  for (const answer of answersTo(code)) expect(answerText(code, answer)).toMatch(/^\S.*[^.]$/);
});
