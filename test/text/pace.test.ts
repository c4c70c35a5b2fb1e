import { parseCron } from '../../lib/text';

/** `05:00-20:45`, of a day or with the day of the week, in UTC. */
const paceText = (cron: string, zone = 'UTC') => {
  const pace = parseCron(cron)!.paceIn(zone);
  if (!pace) return undefined;
  const clock = (minute: number) => {
    const time = new Date(minute * 60_000).toISOString().slice(11, 16);
    return pace.cycle === 'day' ? time : `${Math.floor(minute / 1_440) + 1} ${time}`;
  };
  const stretches = pace.stretches.map(({ from, until }) => `${clock(from)}-${clock(until)}`);
  return `${pace.everySeconds / 60}m ${stretches.join(', ')}`;
};

test.each([
  ['0/15 6-22 * * ? *', 'UTC', '15m 06:00-22:45'],
  // Hours that are the day's in summer and in winter.
  ['0/15 6-22 * * ? *', 'Europe/Berlin', '15m 05:00-20:45'],
  // Over midnight of UTC; clocks change at 16:00 of it.
  ['0/15 6-22 * * ? *', 'Australia/Sydney', '15m 20:00-11:45'],
  ['0 6,9,12,15,18 * * ? *', 'UTC', '180m 06:00-18:00'],
  ['0/5 8-17 ? * MON-WED *', 'UTC', '5m 1 08:00-1 17:55, 2 08:00-2 17:55, 3 08:00-3 17:55'],
])('%s in %s has a second pace: %s', (cron, zone, expected) => {
  expect(paceText(cron, zone)).toBe(expected);
});

test.each([
  '0 3 * * ? *',
  '0/15 * * * ? *',
  '0 8,20 * * ? *',
  // A month's first day is no stretch of every week, and three runs are over before one is missed.
  '0/15 6-22 1 * ? *',
  '0 6,7,8 * * ? *',
])('%s has one pace that can be watched', (cron) => {
  expect(paceText(cron)).toBeUndefined();
});

test('around a change of the clocks no pace is promised', () => {
  const pace = paceText('0/15 0-11 * * ? *', 'Europe/Berlin')!;
  expect(pace.split(', ')).toEqual([
    '15m 1 23:00-2 09:45',
    '2 23:00-3 09:45',
    '3 23:00-4 09:45',
    '4 23:00-5 09:45',
    '5 23:00-6 09:45',
    '7 03:00-7 09:45',
    '7 23:00-8 09:45',
  ]);
});
