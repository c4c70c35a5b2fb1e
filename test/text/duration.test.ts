import { formatDuration, meantDuration, parseDuration } from '../../lib/text';

test.each([
  ['60s', 60],
  ['5m', 300],
  ['1h30m', 5400],
  ['30d', 2_592_000],
  ['1w', 604_800],
  ['0s', 0],
])('%s is %i seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

test.each(['', '5', 'm', '5 m', '1.5h', '-5m', '30m1h', '5M', '5ms'])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

test.each([
  [0, '0s'],
  [90, '1m30s'],
  [2_592_000, '30d'],
  [3_600, '1h'],
])('%i seconds are written %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

test('what is formatted parses back', () => {
  for (const seconds of [1, 59, 61, 3_601, 86_399, 90_061]) {
    expect(parseDuration(formatDuration(seconds))).toBe(seconds);
  }
});

test.each([
  [60, 30, 86_400, ', did you mean 60s'],
  ['60', 30, 86_400, ', did you mean 60s'],
  [5, 60, 604_800, ', did you mean 5m'],
  [2, 86_400, Number.POSITIVE_INFINITY, ', did you mean 2d'],
  [0, 1, 60, ''],
  [1.5, 0, 60, ''],
  ['soon', 0, 60, ''],
  [null, 0, 60, ''],
])('the number %j within %d and %d s may be meant as "%s"', (raw, least, most, text) => {
  expect(meantDuration(raw, least, most)).toBe(text);
});
