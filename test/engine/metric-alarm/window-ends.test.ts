import { DEFAULT_READING, type Reading, readingOf, simulate } from '../../../lib/engine';
import { mathWindowLag, windowLag } from '../../../lib/engine/metric-alarm/window-lag';
import type { ReasonData } from '../../../lib/engine/model/state-reason-data';
import vectors from '../../vectors/window-ends.json';
import { alarmOf, METRIC, modelOf } from '../support/models';

/** Start of the slot in which an alarm, evaluated once at an instant, finds a datum of another instant. */
function slotOf(namespace: string, period: number, evaluatedAt: number, datumAt: number): string | undefined {
  const metric = { ...METRIC, namespace };
  const alarm = alarmOf('a', { metric: { ...metric, period, stat: 'Sum' }, datapointsToAlarm: 1 });
  const datum = { type: 'metric', ...metric, timestamp: datumAt, visibleAt: datumAt, value: 1 } as const;
  const { transitions } = simulate(modelOf({ alarms: [alarm] }), [datum], {
    start: evaluatedAt - 1,
    end: evaluatedAt,
    reading: { 'evaluation-second': (evaluatedAt % 60_000) / 1000 },
  });
  return (transitions[0]?.reasonData as ReasonData | undefined)?.startDate;
}

describe('the newest slot ends where it was seen to end', () => {
  test.each(vectors.cases)('$id', ({ namespace, period, evaluatedAt, slotStart }) => {
    const start = Date.parse(slotStart);
    expect(slotOf(namespace, period, Date.parse(evaluatedAt), start)).toBe(
      new Date(start).toISOString().replace('Z', '+0000'),
    );
  });
});

const NOW = Date.UTC(2026, 0, 1);

test.each([
  ['Lava', 0],
  ['AWS/EC2', 0],
  ['AWS/RDS', 60_000],
  ['AWS/SQS', 60_000],
  ['AWS/ApplicationELB', 150_000],
  ['AWS/ECS', 0],
])('a window of %s is %i ms late', (namespace, lag) => {
  expect(windowLag(namespace, NOW, DEFAULT_READING)).toBe(lag);
});

test.each<[string, Partial<Reading>, number]>([
  ['AWS/ECS', { 'window-other': 120 }, 120_000],
  ['AWS/EC2', { 'window-other': 120 }, 0],
  ['Lava', { 'window-other': 120 }, 0],
  ['AWS/SQS', { 'window-rds-sqs': 0 }, 0],
  ['AWS/ApplicationELB', { 'window-alb': 180 }, 180_000],
])('a window of %s under %j is %i ms late', (namespace, answers, lag) => {
  expect(windowLag(namespace, NOW, readingOf(answers))).toBe(lag);
});

test('a window of metric math is not late, or as late as the latest of its metrics', () => {
  const namespaces = ['Lava', 'AWS/ApplicationELB', 'AWS/SQS'];
  expect(mathWindowLag(namespaces, NOW, DEFAULT_READING)).toBe(0);
  expect(mathWindowLag(namespaces, NOW, readingOf({ 'window-math': 'as-metrics' }))).toBe(150_000);
  expect(mathWindowLag([], NOW, readingOf({ 'window-math': 'as-metrics' }))).toBe(0);
});
