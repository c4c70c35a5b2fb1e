import { readingChoice } from '../../../lib/cli/rehearse/readings-option';

const choose =
  (...reading: string[]) =>
  () =>
    readingChoice({ readings: 'corners', reading });

test('an answer may be said twice', () => {
  expect(choose('range-minute=two-periods', 'range-minute=two-periods')()).toEqual({
    readings: 'corners',
    fixed: { 'range-minute': 'two-periods' },
  });
});

test.each([
  [
    ['range-minute=two-periods', 'evaluation-second=0', 'range-minute=six-minutes'],
    "range-minute is 'two-periods' and 'six-minutes', allowed: one answer to a question",
  ],
  [
    ['evaluation-second=0', 'evaluation-second=59'],
    "evaluation-second is '0' and '59', allowed: one answer to a question",
  ],
])('%j is refused', (reading, problem) => {
  expect(choose(...reading)).toThrow(`rehearse: --reading: ${problem}`);
});
