import { evaluationRange, silenceTimes } from '../../lib/engine';
import { alarmOf, METRIC } from './support/models';

const SECOND = 1_000;

/** Below 1 heartbeat in each of N periods, missing data breaching. */
const heartbeat = (period: number, evaluationPeriods: number) =>
  alarmOf('heartbeat', {
    metric: { ...METRIC, period, stat: 'Sum' },
    comparisonOperator: 'LessThanThreshold',
    threshold: 1,
    evaluationPeriods,
    datapointsToAlarm: evaluationPeriods,
    treatMissingData: 'breaching',
  });

/** The number of periods that keeps `alarmAfter`: the range is two slots wider than N. */
const periods = (alarmAfter: number, period: number): number => Math.floor((alarmAfter - 60) / period) - 2;

describe.each([
  [60, 300],
  [60, 600],
  [120, 900],
  [300, 3_600],
])('a heartbeat every %i s that must be missed after %i s', (every, alarmAfter) => {
  const alarm = heartbeat(every, periods(alarmAfter, every));

  test('is in ALARM in time whenever it stops and whenever it is evaluated', () => {
    const { longest, isFalse } = silenceTimes(alarm, { every: every * SECOND, step: 5_000 });
    // The minute of the last heartbeat, the evaluation interval and the lag of ten seconds.
    expect(longest).toBeLessThanOrEqual((alarmAfter + 70) * SECOND);
    expect(isFalse).toBe(false);
  });
});

test('a gap of one late heartbeat is never an alarm', () => {
  const { shortest } = silenceTimes(heartbeat(60, 2), { every: 60_000, step: 5_000 });
  expect(shortest).toBeGreaterThan(2 * 60_000);
});

test('an alarm of five minutes breaks a promise of five minutes', () => {
  expect(evaluationRange(5, 60)).toBe(7);
  const { longest } = silenceTimes(heartbeat(60, 5), { every: 60_000, step: 5_000 });
  expect(longest).toBeGreaterThan((300 + 70) * SECOND);
});

test('silence that an alarm never notices takes forever', () => {
  const deaf = { ...heartbeat(60, 2), treatMissingData: 'notBreaching' } as const;
  expect(silenceTimes(deaf, { every: 60_000, step: 20_000 }).longest).toBe(Number.POSITIVE_INFINITY);
});

test('silence is of one metric', () => {
  expect(() => silenceTimes(alarmOf('a', { metrics: [] }), { every: 60_000 })).toThrow(
    new RangeError("alarm 'a' is on metric math; silence is of one metric"),
  );
});
