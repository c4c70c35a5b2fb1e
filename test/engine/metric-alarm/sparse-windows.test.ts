import { createSimulation } from '../../../lib/engine';
import type { Model } from '../../../lib/engine/model';

const START = Date.parse('2026-01-05T00:00:00Z');
const MINUTE = 60_000;

/** Two or more within an hour, looked at every minute. */
const model = {
  alarms: [
    {
      alarmName: 'two',
      metric: { namespace: 'N', metricName: 'm', dimensions: {}, period: 3_600, stat: 'Sum' },
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      threshold: 2,
      evaluationPeriods: 1,
      treatMissingData: 'notBreaching',
      actionsEnabled: true,
      alarmActions: [],
      okActions: [],
      insufficientDataActions: [],
    },
  ],
  compositeAlarms: [],
  metricFilters: [],
  logGroups: [],
  topics: [],
  muteRules: [],
} as unknown as Model;

const changes = (...data: readonly (readonly [minute: number, value: number, visible?: number])[]) => {
  const simulation = createSimulation(model, { start: START, states: { two: 'OK' } });
  for (const [minute, value, visible = minute] of data) {
    simulation.ingest({
      ...{ type: 'metric', namespace: 'N', metricName: 'm', dimensions: {}, value },
      timestamp: START + minute * MINUTE,
      visibleAt: START + visible * MINUTE,
    });
  }
  const { transitions } = simulation.advance(START + 300 * MINUTE);
  // In a gap CloudWatch looks at the older windows of its range again; the first change is what is asked here.
  return transitions.slice(0, 2).map(({ at, to }) => `${to} ${Math.floor((at - START) / MINUTE)}`);
};

test('a long window that slides over empty minutes sees what enters and what leaves it', () => {
  expect(changes([70, 1], [100, 1])).toEqual(['ALARM 101', 'OK 131']);
  expect(changes([70, 1], [130, 1])).toEqual([]);
});

test('a datum that comes late, into minutes that were empty, is seen by the windows after it', () => {
  expect(changes([70, 1], [100, 1, 115])).toEqual(['ALARM 115', 'OK 131']);
  expect(changes([70, 2], [10, 1, 120])).toEqual(['ALARM 71', 'OK 251']);
});

test('data ahead of their time count when the window comes to them', () => {
  expect(changes([70, 1], [100, 1, 20])).toEqual(['ALARM 101', 'OK 131']);
});
