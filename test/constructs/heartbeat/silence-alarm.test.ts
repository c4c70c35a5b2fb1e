import { alarmAfterLimits, silenceAlarm } from '../../../lib/constructs/heartbeat/silence-alarm';

describe('silenceAlarm', () => {
  test.each([
    // every, alarmAfter -> period, N = M, warm-up
    [60, 300, 60, 2, 30],
    [60, 240, 60, 1, 30],
    [60, 299, 60, 1, 30],
    [30, 300, 60, 2, 30],
    [1, 900, 60, 12, 30],
    [61, 420, 120, 1, 30],
    [90, 600, 120, 2, 30],
    [300, 3_600, 300, 9, 60],
    [3_600, 10_860, 3_600, 1, 181],
    [86_400, 259_260, 86_400, 1, 2_880],
  ])(
    'every %i s, alarmAfter %i s: period %i s, N = %i, warm-up %i min',
    (every, alarmAfter, period, n, warmUp) => {
      expect(silenceAlarm(every, alarmAfter)).toEqual({
        periodSeconds: period,
        evaluationPeriods: n,
        datapointsToAlarm: n,
        warmUpMinutes: warmUp,
      });
    },
  );

  test('the evaluation periods never span more than a day, or CloudWatch would evaluate hourly', () => {
    for (let every = 1; every <= 86_400; every += 97) {
      const { periodSeconds, evaluationPeriods } = silenceAlarm(every, alarmAfterLimits(every).largest);
      expect(periodSeconds).toBeGreaterThanOrEqual(every);
      expect(periodSeconds % 60).toBe(0);
      expect(periodSeconds * evaluationPeriods).toBeLessThanOrEqual(86_400);
    }
  });

  test.each([
    [60, 239, 'no alarm keeps 239 s, allowed: 240 s to 86580 s'],
    [60, 86_581, 'no alarm keeps 86581 s, allowed: 240 s to 86580 s'],
    [0, 300, 'no alarm watches an interval of 0 s, allowed: 1 s to 86400 s'],
    [86_401, 300_000, 'no alarm watches an interval of 86401 s, allowed: 1 s to 86400 s'],
    [Number.NaN, 300, 'no alarm watches an interval of NaN s, allowed: 1 s to 86400 s'],
  ])('every %d s with alarmAfter %d s is refused', (every, alarmAfter, message) => {
    expect(() => silenceAlarm(every, alarmAfter)).toThrow(new RangeError(message));
  });
});
