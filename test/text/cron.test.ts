import { parseCron } from '../../lib/text';

const HOUR = 3_600;
const DAY = 24 * HOUR;

test.each([
  ['0 3 * * ? *', DAY],
  ['0 * * * ? *', HOUR],
  ['0/15 * * * ? *', 900],
  ['5/20 * * * ? *', 1_500 - 300],
  ['0 8,20 * * ? *', 12 * HOUR],
  ['0 9-17 * * ? *', 16 * HOUR],
  ['0 3 ? * MON-FRI *', 3 * DAY],
  ['0 3 ? * 2 *', 7 * DAY],
  ['30 1 1 * ? *', 31 * DAY],
  ['0 0 29 FEB ? *', 1_461 * DAY],
  ['0 0 ? jan sun *', 343 * DAY],
])('%s starts every %d s at the least', (text, gap) => {
  expect(parseCron(text)!.longestGap).toBe(gap);
});

test('a single start has no gap that ends', () => {
  expect(parseCron('0 3 1 JAN ? 2027')!.longestGap).toBe(Number.POSITIVE_INFINITY);
});

test.each([
  ['0 3 ? * MON-FRI *', '2026-11-20T03:00:59Z', true], // a Friday
  ['0 3 ? * MON-FRI *', '2026-11-21T03:00:00Z', false],
  ['0 3 ? * 7 *', '2026-11-21T03:00:00Z', true], // Saturday is 7
  ['0/15 3 * * ? *', '2026-11-21T03:45:00Z', true],
  ['0/15 3 * * ? *', '2026-11-21T03:46:00Z', false],
  ['0 3 * 1,3,NOV ? 2026-2027', '2026-11-21T03:00:00Z', true],
  ['0 3 * 1,3,NOV ? 2027', '2026-11-21T03:00:00Z', false],
])('%s at %s: %s', (text, at, expected) => {
  expect(parseCron(text)!.matches(new Date(at))).toBe(expected);
});

test.each([
  '',
  '0 3 * * *',
  '0 3 * * * *',
  '0 3 ? * ? *',
  '60 3 * * ? *',
  '0 24 * * ? *',
  '0 3 0 * ? *',
  '0 3 L * ? *',
  '0 3 ? * MON#1 *',
  '0 3 ? * 5-2 *',
  '0 3 ? * FUNDAY *',
  '*/0 3 * * ? *',
  '0/5/5 3 * * ? *',
  '0 3 30 FEB ? *',
  '0 3 1-2-3 * ? *',
  '-1 3 * * ? *',
])('%s is refused', (text) => {
  expect(parseCron(text)).toBeUndefined();
});
