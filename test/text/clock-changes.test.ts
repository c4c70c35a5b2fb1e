import { parseCron } from '../../lib/text';

const hours = (fields: string, zone: string): number => parseCron(fields)!.longestGapIn(zone) / 3_600;

test.each([
  ['0/15 * * * ? *', 'Europe/Berlin', 1.25],
  ['0 * * * ? *', 'Europe/Berlin', 2],
  ['30 2 * * ? *', 'Europe/Berlin', 47],
  ['30 3 * * ? *', 'Europe/Berlin', 25],
  ['30 2 * * ? *', 'America/New_York', 47],
  ['0/15 * * * ? *', 'Australia/Lord_Howe', 0.75],
  ['0 3 ? * MON *', 'Europe/London', 169],
  ['30 2 * * ? *', 'Asia/Tokyo', 24],
  ['30 2 * * ? *', 'UTC', 24],
  ['0/15 * * * ? *', 'UTC', 0.25],
])('%s by the clocks of %s has no start for up to %d h', (fields, zone, expected) => {
  expect(hours(fields, zone)).toBe(expected);
});

test('a time that is left out and one that is shown twice differ from the next day', () => {
  expect(hours('0 0 1 1 ? 2030', 'Europe/Berlin')).toBe(Number.POSITIVE_INFINITY);
  expect(hours('30 2 ? * SUN *', 'Europe/Berlin')).toBe(2 * 168 - 1);
});
