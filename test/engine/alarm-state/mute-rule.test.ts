import fc from 'fast-check';
import { compileMuteRule, MUTE_LIMITS, MuteRuleError } from '../../../lib/engine/alarm-state/mute-rule';
import { NotModelledError } from '../../../lib/engine/text/not-modelled-error';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function mute(expression: string, timezone = 'UTC', durationSeconds = 3_600, rest = {}) {
  return compileMuteRule({
    name: 'night',
    alarmNames: ['a'],
    expression,
    timezone,
    durationSeconds,
    ...rest,
  });
}

/** The changes from `start` on, as ISO minutes: on, off, on … */
function changes(rule: ReturnType<typeof compileMuteRule>, start: string, count: number): string[] {
  const found: string[] = [];
  let at: number | undefined = Date.parse(start);
  while (found.length < count) {
    at = rule.nextChange(at);
    if (at === undefined) break;
    found.push(new Date(at).toISOString().slice(0, 16));
  }
  return found;
}

describe('a cron window', () => {
  test('starts with its minute and ends before its end', () => {
    const rule = mute('cron(0 2 * * *)');
    const start = Date.parse('2026-01-05T02:00:00Z');
    const around = [start - 1, start, start + HOUR - 1, start + HOUR];
    expect(around.map(rule.isMuted)).toEqual([false, true, true, false]);
  });

  test.each([
    ['cron(0 2 * * SUN)', ['2026-01-04T02:00', '2026-01-04T03:00', '2026-01-11T02:00']],
    ['cron(0 1 1 * *)', ['2026-01-01T02:00', '2026-02-01T01:00', '2026-02-01T02:00']],
    ['cron(0 18 * * FRI)', ['2026-01-02T18:00', '2026-01-02T19:00', '2026-01-09T18:00']],
    ['cron(15,45 3-4 * JAN MON-FRI)', ['2026-01-01T03:15', '2026-01-01T05:45', '2026-01-02T03:15']],
    ['cron(0 0 29 2 *)', ['2028-02-29T00:00', '2028-02-29T01:00', '2032-02-29T00:00']],
    ['at(2026-03-01T12:30)', ['2026-03-01T12:30', '2026-03-01T13:30']],
  ])('%s changes at the stated times', (expression, expected) => {
    expect(changes(mute(expression), '2026-01-01T01:30:00Z', 3)).toEqual(expected);
  });

  test('merges windows that touch', () => {
    expect(changes(mute('cron(0,30 2 * * *)', 'UTC', 1_800), '2026-01-01T00:00:00Z', 2)).toEqual([
      '2026-01-01T02:00',
      '2026-01-01T03:00',
    ]);
  });

  test('may last from Friday evening to Monday morning', () => {
    const rule = mute('cron(0 18 * * FRI)', 'UTC', 60 * 3_600);
    expect(rule.isMuted(Date.parse('2026-01-05T05:59:59Z'))).toBe(true);
    expect(rule.isMuted(Date.parse('2026-01-05T06:00:00Z'))).toBe(false);
  });

  test('without gaps never changes', () => {
    const rule = mute('cron(* * * * *)', 'UTC', 60);
    expect(rule.isMuted(0)).toBe(true);
    expect(rule.nextChange(0)).toBeUndefined();
  });
});

describe('in a time zone', () => {
  test('a daily window follows the wall clock across both changes of the clock', () => {
    const rule = mute('cron(0 9 * * *)', 'America/New_York');
    expect(changes(rule, '2026-03-07T13:00:00Z', 3)).toEqual([
      '2026-03-07T14:00',
      '2026-03-07T15:00',
      '2026-03-08T13:00',
    ]);
    expect(changes(rule, '2026-10-31T12:00:00Z', 3)).toEqual([
      '2026-10-31T13:00',
      '2026-10-31T14:00',
      '2026-11-01T14:00',
    ]);
  });

  test('a start in the hour that is skipped does not happen', () => {
    const rule = mute('cron(30 2 * * *)', 'America/New_York');
    expect(changes(rule, '2026-03-07T12:00:00Z', 1)).toEqual(['2026-03-09T06:30']);
  });

  test('a start in the hour that is repeated happens the first time only', () => {
    const rule = mute('cron(30 1 * * *)', 'America/New_York', 600);
    expect(changes(rule, '2026-11-01T00:00:00Z', 3)).toEqual([
      '2026-11-01T05:30',
      '2026-11-01T05:40',
      '2026-11-02T06:30',
    ]);
  });

  test('an hourly window happens in both runs of the repeated hour', () => {
    const rule = mute('cron(0 * * * *)', 'Australia/Sydney', 600);
    expect(changes(rule, '2026-04-04T14:30:00Z', 5)).toEqual([
      '2026-04-04T15:00',
      '2026-04-04T15:10',
      '2026-04-04T16:00',
      '2026-04-04T16:10',
      '2026-04-04T17:00',
    ]);
  });

  test('an at window is in local time', () => {
    expect(changes(mute('at(2026-07-01T09:00)', 'Asia/Kolkata'), '2026-01-01T00:00:00Z', 1)).toEqual([
      '2026-07-01T03:30',
    ]);
  });
});

describe('start and expire dates', () => {
  const dates = { startDate: '2026-01-03T00:00:00Z', expireDate: '2026-01-04T02:30' };

  test('bound the windows', () => {
    const rule = mute('cron(0 2 * * *)', 'UTC', 3_600, dates);
    expect(changes(rule, '2026-01-01T00:00:00Z', 9)).toEqual([
      '2026-01-03T02:00',
      '2026-01-03T03:00',
      '2026-01-04T02:00',
      '2026-01-04T02:30',
    ]);
    expect(rule.isMuted(Date.parse('2026-01-02T02:00:00Z'))).toBe(false);
    expect(rule.isMuted(Date.parse('2026-01-04T02:30:00Z'))).toBe(false);
  });

  test('without a zone are read in the time zone of the rule', () => {
    const rule = mute('cron(0 * * * *)', 'Asia/Tokyo', 3_600, { startDate: '2026-01-03T09:00' });
    expect(changes(rule, '2026-01-01T00:00:00Z', 2)).toEqual(['2026-01-03T00:00']);
  });
});

describe('refused with the reason and the place', () => {
  test.each([
    ['rate(1 hour)', 'expression-form', 'expected cron(…) or at(yyyy-MM-ddThh:mm)\n  rate(1 hour)\n  ^'],
    [
      'cron(0 2 * * ? *)',
      'cron-fields',
      'cron takes 5 fields (minute, hour, day of month, month, day of week), got 6; a year, as in EventBridge, ' +
        'is not allowed\n  cron(0 2 * * ? *)\n       ^',
    ],
    [
      'cron(0/5 2 * * *)',
      'cron-value',
      "invalid minute '0/5', expected 0 to 59, * or a range; only * , and - are supported\n" +
        '  cron(0/5 2 * * *)\n       ^',
    ],
    [
      'cron(0 2,24 * * *)',
      'cron-value',
      "invalid hour '24', expected 0 to 23, * or a range; only * , and - are supported\n" +
        '  cron(0 2,24 * * *)\n           ^',
    ],
    [
      'cron(0 2 * * FRI-MON)',
      'cron-value',
      "invalid day of week 'FRI-MON', expected 0 to 6 or SUN to SAT, * or a range; only * , and - are supported\n" +
        '  cron(0 2 * * FRI-MON)\n               ^',
    ],
    ['cron(0 2 30 2 *)', 'never-starts', 'there is no day 30 in FEB\n  cron(0 2 30 2 *)\n           ^'],
    [
      'at(2026-02-30T00:00)',
      'time-invalid',
      "invalid time '2026-02-30T00:00', expected yyyy-MM-ddThh:mm\n  at(2026-02-30T00:00)\n     ^",
    ],
  ])('%s', (expression, code, message) => {
    expect(refusal(() => mute(expression))).toEqual({ code, message });
  });

  test('a local time that does not exist', () => {
    expect(refusal(() => mute('at(2026-03-08T02:30)', 'America/New_York'))).toEqual({
      code: 'time-skipped',
      message: 'at(2026-03-08T02:30) does not exist in America/New_York: the clock is set forward past it',
    });
  });

  test.each(['Mars/Olympus', '+09:00', ''])('time zone "%s"', (timezone) => {
    expect(refusal(() => mute('cron(0 2 * * *)', timezone))).toEqual({
      code: 'time-zone',
      message: `unknown time zone '${timezone}', expected a name such as Australia/Sydney or UTC`,
    });
  });

  test.each([59, 15 * 86_400 + 1, Number.NaN])('a duration of %d seconds', (seconds) => {
    expect(refusal(() => mute('cron(0 2 * * *)', 'UTC', seconds))).toEqual({
      code: 'duration',
      message: `mute rule 'night' lasts ${seconds} seconds, expected 60 seconds (PT1M) to 1296000 seconds (P15D)`,
    });
  });

  test('more than 100 alarms', () => {
    const alarmNames = Array.from({ length: MUTE_LIMITS.alarms + 1 }, (_, index) => `a${index}`);
    expect(refusal(() => mute('cron(0 2 * * *)', 'UTC', 60, { alarmNames }))).toEqual({
      code: 'too-many-alarms',
      message: "mute rule 'night' names 101 alarms, at most 100 are allowed",
    });
  });

  test('a start date that is none', () => {
    expect(refusal(() => mute('cron(0 2 * * *)', 'UTC', 60, { startDate: 'tomorrow' }))).toEqual({
      code: 'time-invalid',
      message: "invalid start date 'tomorrow', expected yyyy-MM-ddThh:mm, with or without a zone",
    });
  });
});

test.each([
  ['cron(0 2 1 * MON)', 'a cron expression with both a day of month and a day of week'],
  ['cron(0 2 * * 1)', 'a number as day of week'],
])('%s is not modelled', (expression, feature) => {
  expect(() => mute(expression)).toThrow(NotModelledError);
  expect(() => mute(expression)).toThrow(`${feature} is not modelled; AWS does not say`);
});

describe('for any schedule', () => {
  const schedules = fc.record({
    minute: fc.integer({ min: 0, max: 59 }),
    hour: fc.oneof(fc.constant('*'), fc.integer({ min: 0, max: 23 }).map(String)),
    day: fc.constantFrom('* * *', '1-7 * *', '* * MON,THU', '* 3,11 *'),
    timezone: fc.constantFrom('UTC', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'),
    duration: fc.integer({ min: 1, max: 30 * 60 }),
    at: fc.integer({ min: 0, max: 366 * 24 * 60 }),
  });
  const base = Date.parse('2026-01-01T00:00:00Z');

  test('a minute is muted exactly when a start lies within the duration before it', () => {
    fc.assert(
      fc.property(schedules, ({ minute, hour, day, timezone, duration, at }) => {
        const instant = base + at * MINUTE;
        const expression = `cron(${minute} ${hour} ${day})`;
        const single = mute(expression, timezone, 60);
        let started = false;
        for (let back = 0; back < duration && !started; back++)
          started = single.isMuted(instant - back * MINUTE);
        expect(mute(expression, timezone, duration * 60).isMuted(instant)).toBe(started);
      }),
      { numRuns: 25 },
    );
  });

  test('nothing changes before nextChange, and something does at it, asked in any order', () => {
    fc.assert(
      fc.property(
        schedules,
        fc.array(fc.nat(400 * 24 * 60)),
        ({ minute, hour, day, timezone, duration, at }, probes) => {
          const rule = mute(`cron(${minute} ${hour} ${day})`, timezone, duration * 60);
          for (const probe of probes) rule.isMuted(base + probe * MINUTE);
          const instant = base + at * MINUTE;
          const muted = rule.isMuted(instant);
          const change = rule.nextChange(instant);
          if (change === undefined) return;
          expect(rule.isMuted(change - 1)).toBe(muted);
          expect(rule.isMuted(change)).toBe(!muted);
          const between = instant + Math.floor((change - instant) / 2);
          expect(rule.isMuted(between)).toBe(muted);
        },
      ),
      { numRuns: 200 },
    );
  });
});

function refusal(run: () => unknown): { code: string; message: string } | undefined {
  try {
    run();
  } catch (error) {
    if (!(error instanceof MuteRuleError)) throw error;
    return { code: error.code, message: error.message };
  }
  return undefined;
}
