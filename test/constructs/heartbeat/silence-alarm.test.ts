import { alarmAfterLimits, cutWindow, silenceAlarm } from '../../../lib/constructs/heartbeat/silence-alarm';

describe('silenceAlarm', () => {
  test.each([
    // every, alarmAfter -> period, N = M, warm-up
    [60, 300, 240, 1, 30],
    [30, 240, 180, 1, 30],
    [1, 900, 840, 1, 30],
    [90, 360, 300, 1, 30],
    [300, 780, 720, 1, 30],
    [300, 3_600, 3_540, 1, 60],
    [3_600, 7_380, 7_320, 1, 123],
    [43_140, 86_460, 86_400, 1, 1_441],
    [86_400, 183_600, 3_600, 49, 2_880],
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

  test('the periods span two intervals and two minutes, and more than a day only where they must', () => {
    for (let every = 1; every <= 86_400; every += 97) {
      const { smallest, largest } = alarmAfterLimits(every);
      for (const alarmAfter of [smallest, largest]) {
        const { periodSeconds, evaluationPeriods } = silenceAlarm(every, alarmAfter);
        const span = periodSeconds * evaluationPeriods;
        expect(periodSeconds % 60).toBe(0);
        expect(span).toBeGreaterThanOrEqual(2 * every + 120);
        expect(span > 86_400).toBe(2 * every + 120 > 86_400);
        expect(span).toBeLessThanOrEqual(7 * 86_400);
      }
    }
  });

  test.each([
    [60, 240, 'no alarm keeps 240 s, allowed: 300 s to 86460 s'],
    [60, 330, 'no alarm keeps 330 s, allowed: whole minutes'],
    [60, 86_520, 'no alarm keeps 86520 s, allowed: 300 s to 86460 s'],
    [0, 300, 'no alarm watches an interval of 0 s, allowed: 1 s to 86400 s'],
    [86_401, 300_000, 'no alarm watches an interval of 86401 s, allowed: 1 s to 86400 s'],
    [Number.NaN, 300, 'no alarm watches an interval of NaN s, allowed: 1 s to 86400 s'],
  ])('every %d s with alarmAfter %d s is refused', (every, alarmAfter, message) => {
    expect(() => silenceAlarm(every, alarmAfter)).toThrow(new RangeError(message));
  });
});

test.each([
  [60, 300, 60, 4],
  [60, 3_600, 60, 59],
  [60, 14_460, 240, 60],
  [3_600, 7_380, 3_660, 2],
  [86_400, 183_600, 3_600, 49],
])(
  'the window of every %i s, alarmAfter %i s is cut into periods of %i s: %i',
  (every, after, period, periods) => {
    expect(cutWindow(silenceAlarm(every, after))).toEqual({ periodSeconds: period, periods });
  },
);
