import { evaluationRange, readingOf, silenceTimes } from '../../lib/engine';
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

describe.each([
  [2, 60, 'two-periods'],
  [2, 60, 'five-minutes'],
  [2, 60, 'six-minutes'],
  [7, 60, 'five-minutes'],
  [5, 120, 'five-minutes'],
  [9, 300, 'five-minutes'],
] as const)('%i missing heartbeats, %i s apart, where CloudWatch looks at %s', (count, period, answer) => {
  test('are noticed when all that CloudWatch looks at is missing, whenever it begins', () => {
    const reading = readingOf({ 'range-minute': answer });
    const { longest, isFalse } = silenceTimes(heartbeat(period, count), {
      every: period * SECOND,
      step: 5_000,
      reading,
    });
    // The minute of the last heartbeat, the evaluation interval and the lag of ten seconds.
    const allMissing = evaluationRange(count, period, { reading }) * period + 130;
    expect(longest).toBeLessThanOrEqual(allMissing * SECOND);
    expect(longest).toBeGreaterThan((allMissing - 130) * SECOND);
    expect(isFalse).toBe(false);
  });
});

test('a gap of one late heartbeat is never an alarm', () => {
  const { shortest } = silenceTimes(heartbeat(60, 2), { every: 60_000, step: 5_000 });
  expect(shortest).toBeGreaterThan(2 * 60_000);
});

test('an alarm of five minutes breaks a promise of five minutes', () => {
  expect(evaluationRange(5, 60)).toBe(10);
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
