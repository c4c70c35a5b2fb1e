import { simulate } from '../../../lib/engine';
import { windowLag } from '../../../lib/engine/metric-alarm/window-lag';
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

test.each([
  ['Lava', 0],
  ['AWS/EC2', 0],
  ['AWS/RDS', 60_000],
  ['AWS/SQS', 60_000],
  ['AWS/ApplicationELB', 150_000],
])('a window of %s is %i ms late', (namespace, lag) => {
  expect(windowLag(namespace, Date.UTC(2026, 0, 1))).toBe(lag);
});
