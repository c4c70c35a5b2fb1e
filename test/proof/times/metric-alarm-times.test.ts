import { answersTo, type MetricAlarm, type Reading, simulate } from '../../../lib/engine';
import { metricAlarmTimes } from '../../../lib/proof/times/metric-alarm-times';
import { smallModel } from '../../rehearsal/small-template';

const START = Date.parse('2026-03-01T00:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const model = smallModel();
const [depth, errors] = model.alarms as [MetricAlarm, MetricAlarm];

/** A program's own metric, a datum a minute, each visible at once. */
function beats(settings: Partial<MetricAlarm>): MetricAlarm {
  return {
    ...depth,
    alarmName: 'beats',
    metric: { namespace: 'App', metricName: 'beats', dimensions: {}, stat: 'SampleCount', period: 60 },
    comparisonOperator: 'LessThanThreshold',
    threshold: 1,
    treatMissingData: 'breaching',
    ...settings,
  };
}

const each = <Code extends keyof Reading>(code: Code): Partial<Reading>[] =>
  answersTo(code).map((answer) => ({ [code]: answer }));

/** Seconds from the last datum to ALARM, over every whole second of a minute and every answer, one by one. */
function bruteForce(alarm: MetricAlarm): { earliest: number; latest: number } {
  const seconds: number[] = [];
  const readings = each('range-minute').flatMap((range) =>
    each('evaluation-second').map((second) => ({ ...range, ...second })),
  );
  for (const reading of readings) {
    for (let second = 0; second < 60; second++) {
      const at = START + 2 * HOUR + second * 1000;
      const { transitions } = simulate(
        { ...model, alarms: [alarm], compositeAlarms: [], metricFilters: [] },
        [
          {
            type: 'series',
            ...alarm.metric!,
            start: at - HOUR,
            every: MINUTE,
            length: 61,
            valueAt: () => 1,
          },
        ],
        { start: at - 2 * MINUTE, end: at + 30 * MINUTE, reading, states: { beats: 'OK' } },
      );
      seconds.push((transitions.find(({ to }) => to === 'ALARM')!.at - at) / 1000);
    }
  }
  return { earliest: Math.min(...seconds), latest: Math.max(...seconds) };
}

test.each([
  ['1 of 1', { evaluationPeriods: 1, datapointsToAlarm: 1 }],
  ['3 of 3', { evaluationPeriods: 3, datapointsToAlarm: 3 }],
  ['2 of 5', { evaluationPeriods: 5, datapointsToAlarm: 2 }],
])('a silence of %s minutes takes as long as when every second is tried', (_, settings) => {
  const alarm = beats(settings);
  const { faults } = metricAlarmTimes(alarm, { ...model, alarms: [alarm] });
  expect(faults.map(({ fault, alarm: span }) => [fault, span])).toEqual([['silence', bruteForce(alarm)]]);
});

test('a depth is over its threshold for three minutes and what AWS takes to publish it', () => {
  const { faults } = metricAlarmTimes(depth, model);
  expect(faults).toEqual([
    {
      fault: 'step',
      alarm: { earliest: 181, latest: 299 },
      told: { earliest: 181, latest: 299, topic: 'lava-dev-alerts-page' },
    },
    {
      fault: 'growth',
      alarm: { earliest: 181, latest: 299 },
      told: { earliest: 181, latest: 299, topic: 'lava-dev-alerts-page' },
    },
    { fault: 'event', note: '3 of 3 periods of 1m have to breach' },
  ]);
});

test('one record is enough for one of one period', () => {
  const { faults } = metricAlarmTimes(errors, model);
  const span = { earliest: 1, latest: 179 };
  expect(faults.map(({ fault, alarm, told }) => [fault, alarm, told])).toEqual([
    ['step', span, { ...span, topic: 'tickets' }],
    ['event', span, { ...span, topic: 'tickets' }],
  ]);
});

test('one minute of five does not breach their average', () => {
  const space: MetricAlarm = {
    ...depth,
    metric: {
      namespace: 'AWS/RDS',
      metricName: 'FreeStorageSpace',
      dimensions: { DBInstanceIdentifier: 'orders' },
      stat: 'Average',
      period: 300,
    },
    comparisonOperator: 'LessThanThreshold',
    threshold: 1e9,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
  };
  const { faults } = metricAlarmTimes(space, { ...model, alarms: [space], compositeAlarms: [] });
  expect(faults.at(-1)).toEqual({ fault: 'event', note: 'one datum among all of 5m does not breach' });
});

test('an alarm that looks back over more than a day is judged by the hour', () => {
  const hourly: MetricAlarm = {
    ...errors,
    metric: { ...errors.metric!, period: 3600 },
    evaluationPeriods: 25,
    datapointsToAlarm: 1,
  };
  const [step] = metricAlarmTimes(hourly, { ...model, alarms: [hourly], compositeAlarms: [] }).faults;
  const { earliest, latest } = step!.alarm!;
  expect(earliest).toBeGreaterThan(0);
  expect(latest).toBeGreaterThan(HOUR / 1000);
  expect(latest).toBeLessThan((2 * HOUR) / 1000 + 300);
});

test('nobody is told by an alarm without an action, or whose topic has no subscriber', () => {
  const silent = { ...depth, alarmActions: [] };
  expect(metricAlarmTimes(silent, { ...model, compositeAlarms: [] }).faults[0]).toEqual({
    fault: 'step',
    alarm: { earliest: 181, latest: 299 },
    note: 'no topic is told',
  });
  const { faults } = metricAlarmTimes(errors, { ...model, subscriptions: [], compositeAlarms: [] });
  expect(faults[0]!.note).toBe('tickets has no subscriber');
});

test('a topic of somebody else is told, and nobody knows who hears of it', () => {
  const foreign = { ...errors, alarmActions: ['arn:aws:sns:eu-west-1:123456789012:theirs'] };
  const { faults } = metricAlarmTimes(foreign, { ...model, compositeAlarms: [] });
  expect(faults[0]).toMatchObject({
    told: { topic: 'theirs' },
    note: 'who subscribes to theirs is not known',
  });
});

test('an alarm that nothing moves says why', () => {
  const never: MetricAlarm = {
    ...depth,
    metric: { ...depth.metric!, metricName: 'ApproximateAgeOfOldestMessage' },
    comparisonOperator: 'LessThanThreshold',
    threshold: 0,
  };
  expect(metricAlarmTimes(never, { ...model, alarms: [never] })).toEqual({
    alarm: 'depth',
    faults: [],
    reason: expect.stringMatching(/ApproximateAgeOfOldestMessage is never below 0/),
  });
});

/** Seconds from the first failure, or from its minute or bucket, to ALARM, as CloudWatch was seen to take. */
test.each([
  ['a Lambda function fails once', { period: 60, stat: 'Sum', namespace: 'AWS/Lambda' }, 1, 'event', 47],
  [
    'failures in three periods of 180 s',
    { period: 180, stat: 'Sum', namespace: 'AWS/Lambda' },
    3,
    'step',
    400,
  ],
  ['a hundred data in ten seconds', { period: 10, stat: 'p90', namespace: 'Own' }, 1, 'event', 23],
  [
    'one failure, judged by the hour',
    { period: 3600, stat: 'Sum', namespace: 'AWS/Lambda' },
    25,
    'event',
    3660,
  ],
])('%s: what was recorded lies within the span', (_, metric, evaluationPeriods, fault, recorded) => {
  const isOne = evaluationPeriods === 25 || evaluationPeriods === 1;
  const alarm: MetricAlarm = {
    ...errors,
    metric: { metricName: 'Errors', dimensions: {}, ...metric },
    evaluationPeriods,
    datapointsToAlarm: isOne ? 1 : evaluationPeriods,
    threshold: metric.stat === 'Sum' ? 0 : 5,
    ...(metric.stat === 'Sum' ? {} : { evaluateLowSampleCountPercentile: 'ignore' as const }),
  };
  const { faults } = metricAlarmTimes(alarm, { ...model, alarms: [alarm], compositeAlarms: [] });
  const span = faults.find((one) => one.fault === fault)!.alarm!;
  expect(span.earliest).toBeGreaterThan(0);
  expect(span.earliest).toBeLessThanOrEqual(recorded);
  expect(span.latest).toBeGreaterThanOrEqual(recorded);
});
