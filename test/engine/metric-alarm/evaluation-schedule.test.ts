import {
  evaluationSchedule,
  NotModelledError,
  nextEvaluation,
  simulate,
  windowEnd,
} from '../../../lib/engine';
import { wallClockBoundaries } from '../../../lib/engine/metric-alarm/wall-clock';
import { alarmOf, datum, METRIC, modelOf } from '../support/models';

const at = (text: string): number => Date.parse(text);
const text = (epochMs: number): string => new Date(epochMs).toISOString().replace('.000Z', 'Z');

describe('the newest slot ends', () => {
  test.each([
    [60, '2026-01-05T08:14:49.300Z', '2026-01-05T08:14:00Z'],
    [60, '2026-01-05T15:58:01.200Z', '2026-01-05T15:58:00Z'],
    [60, '2026-01-05T15:58:00.000Z', '2026-01-05T15:58:00Z'],
    [10, '2026-01-05T05:44:28.774Z', '2026-01-05T05:44:10Z'],
    [10, '2026-01-05T05:43:00.813Z', '2026-01-05T05:42:50Z'],
  ])('with period %i s, evaluated at %s, at %s', (periodSeconds, evaluated, end) => {
    const schedule = evaluationSchedule({ evaluationPeriods: 3, periodSeconds });
    expect(text(windowEnd(schedule, at(evaluated)))).toBe(end);
  });
});

test.each([
  [{ evaluationPeriods: 3, periodSeconds: 10 }, 10_000],
  [{ evaluationPeriods: 3, periodSeconds: 60 }, 60_000],
  [{ evaluationPeriods: 1, periodSeconds: 86_400 }, 60_000],
  [{ evaluationPeriods: 2, periodSeconds: 86_400 }, 3_600_000],
])('%j is evaluated every %i ms', (alarm, interval) => {
  expect(evaluationSchedule(alarm).interval).toBe(interval);
});

test('an evaluation comes strictly after the instant that is asked for', () => {
  const minute = at('2026-01-05T09:00:49Z');
  expect(nextEvaluation(minute - 1, 229_000, 60_000)).toBe(minute);
  expect(nextEvaluation(minute, 229_000, 60_000)).toBe(minute + 60_000);
});

describe('a wall-clock window', () => {
  test.each([
    [3_600, 'UTC', '2026-01-05T09:30:00Z', ['2026-01-05T08:00:00Z', '2026-01-05T09:00:00Z']],
    [3_600, 'Asia/Kathmandu', '2026-01-05T09:30:00Z', ['2026-01-05T08:15:00Z', '2026-01-05T09:15:00Z']],
    [86_400, 'Australia/Sydney', '2026-01-05T09:30:00Z', ['2026-01-03T13:00:00Z', '2026-01-04T13:00:00Z']],
    [86_400, '+05:30', '2026-01-05T19:30:00Z', ['2026-01-04T18:30:00Z', '2026-01-05T18:30:00Z']],
    [86_400, 'UTC-03:00', '2026-01-05T02:00:00Z', ['2026-01-03T03:00:00Z', '2026-01-04T03:00:00Z']],
  ])('of %i s in %s at %s is %j', (period, zone, now, expected) => {
    expect(wallClockBoundaries(at(now), period, 1, zone).map(text)).toEqual(expected);
  });

  test('has a day of 25 hours when summer time ends', () => {
    const [from, to] = wallClockBoundaries(at('2026-10-26T06:00:00Z'), 86_400, 1, 'Europe/Berlin');
    expect(to! - from!).toBe(25 * 3_600_000);
  });

  test('is not modelled for weeks', () => {
    expect(() => wallClockBoundaries(0, 604_800, 1, 'UTC')).toThrow(NotModelledError);
  });

  test.each(['+05:32', '+5:30', 'UTC+24:00', '05:30'])(
    'is refused in %s, no step of five minutes from UTC',
    (zone) => {
      expect(() => wallClockBoundaries(0, 3_600, 1, zone)).toThrow(`unknown time zone '${zone}'`);
    },
  );

  test('is refused in an unknown zone and with another period', () => {
    expect(() => wallClockBoundaries(0, 3_600, 1, 'Mars/Olympus')).toThrow(
      "unknown time zone 'Mars/Olympus', expected a name such as Australia/Sydney or UTC, or +05:30",
    );
    expect(() => wallClockBoundaries(0, 120, 1, 'UTC')).toThrow(
      'a wall-clock window has period 120 s; allowed: 60, 300, 3600, 86400',
    );
  });

  test('makes an alarm look at whole hours only', () => {
    const alarm = alarmOf('hourly', {
      metric: { ...METRIC, period: 3_600, stat: 'Sum' },
      wallClockWindow: { timezone: 'UTC' },
    });
    const start = at('2026-01-05T09:00:00Z');
    const { transitions } = simulate(modelOf({ alarms: [alarm] }), [datum(start + 60_000, 5)], {
      start,
      end: start + 2 * 3_600_000,
    });
    expect(transitions.map(({ at: time, to }) => [text(time), to])).toEqual([
      ['2026-01-05T10:00:49Z', 'ALARM'],
    ]);
  });
});

describe('a failure at 10:02 is seen', () => {
  const seenAt = (evaluationPeriods: number): string[] => {
    const alarm = alarmOf('a', {
      metric: { ...METRIC, period: 3_600, stat: 'Maximum' },
      evaluationPeriods,
      datapointsToAlarm: 1,
      treatMissingData: 'notBreaching',
    });
    const failure = datum(at('2026-01-05T10:02:00Z'), 1);
    const { transitions } = simulate(modelOf({ alarms: [alarm] }), [failure], {
      start: at('2026-01-05T08:30:00Z'),
      end: at('2026-01-05T12:30:00Z'),
    });
    return transitions.map(({ at: time, to }) => `${text(time)} ${to}`);
  };

  test('at the next evaluation, while the periods span a day at most', () => {
    expect(seenAt(24)).toEqual(['2026-01-05T08:30:49Z OK', '2026-01-05T10:03:49Z ALARM']);
  });

  test('after the full hour, when they span more (AWS: 10:03 is still OK, 11:03 is ALARM)', () => {
    expect(seenAt(25)).toEqual(['2026-01-05T09:03:49Z OK', '2026-01-05T11:03:49Z ALARM']);
  });
});
