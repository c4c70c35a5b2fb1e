import { simulate } from '../../../lib/engine';
import type { MetricAlarm } from '../../../lib/engine/model';
import {
  type AlarmLevels,
  alarmLevels,
  compositeStates,
  faultsOf,
  phaseSignals,
} from '../../../lib/proof/stimulus';
import { smallModel } from '../../rehearsal/small-template';

const model = smallModel();
const [depth, errors] = model.alarms as [MetricAlarm, MetricAlarm];
const found = (alarm: MetricAlarm): AlarmLevels => {
  const levels = alarmLevels(alarm, model);
  if (levels.kind === 'unmovable') throw new Error(levels.reason);
  return levels;
};
const metric = { ...errors.metric!, namespace: 'Shop', metricName: 'Latency', stat: 'Average' };
const alarmOn = (more: Partial<MetricAlarm>): MetricAlarm => ({ ...errors, metric, ...more });

test('a threshold is left by one step, and nearly by none', () => {
  expect(found(depth)).toMatchObject({
    rests: [
      [{ value: 0, count: 1 }],
      expect.anything(),
      expect.anything(),
      expect.anything(),
      expect.anything(),
      expect.anything(),
    ],
    near: [{ value: 100, count: 1 }],
    breach: [{ value: 101, count: 1 }],
  });
});

test('records of failures are counted one by one, and there is none in good health', () => {
  const many = { ...errors, threshold: 7, comparisonOperator: 'GreaterThanOrEqualToThreshold' } as const;
  const levels = found(many);
  expect(levels.rests[0]).toEqual([null]);
  // 10 and 6 come at even distances of whole seconds.
  expect(levels.breach).toEqual([{ value: 1, count: 10 }]);
  expect(levels.near).toEqual([{ value: 1, count: 6 }]);
});

test('records that an alarm misses are there in good health', () => {
  const beats = {
    ...errors,
    comparisonOperator: 'LessThanThreshold',
    threshold: 1,
    treatMissingData: 'breaching',
  } as const;
  const levels = alarmLevels(beats, { ...model, alarms: [beats] });
  expect(levels).toMatchObject({ near: [{ value: 1, count: 1 }], breach: [null], silence: [null] });
});

test.each<[string, Partial<MetricAlarm>, object]>([
  [
    '>',
    { comparisonOperator: 'GreaterThanThreshold', threshold: 0.5 },
    { breach: [{ value: 0.6 }], near: [{ value: 0.5 }] },
  ],
  [
    '>=',
    { comparisonOperator: 'GreaterThanOrEqualToThreshold', threshold: 80 },
    { breach: [{ value: 80 }], near: [{ value: 79 }] },
  ],
  [
    '<',
    { comparisonOperator: 'LessThanThreshold', threshold: 2 },
    { breach: [{ value: 1 }], near: [{ value: 2 }] },
  ],
  [
    '<=',
    { comparisonOperator: 'LessThanOrEqualToThreshold', threshold: 2 },
    { breach: [{ value: 2 }], near: [{ value: 3 }] },
  ],
])('a step beyond the threshold under %s', (_, more, levels) => {
  expect(found(alarmOn(more))).toMatchObject(levels);
});

test('metric math is moved by one of its metrics', () => {
  const query = (id: string, metricName: string) => ({
    id,
    returnData: false,
    metricStat: { ...metric, metricName, stat: 'Sum' },
  });
  const { metric: _, ...rest } = alarmOn({ threshold: 5, comparisonOperator: 'GreaterThanThreshold' });
  const ratio = {
    ...rest,
    metrics: [
      query('bad', 'Bad'),
      query('all', 'All'),
      { id: 'e', returnData: true, expression: '100 * bad / all' },
    ],
  };
  const { breach, near, rests, reader } = found(ratio);
  const value = reader.valueAt(breach)!;
  expect(value).toBeGreaterThan(5);
  expect(reader.valueAt(near!)).toBeLessThanOrEqual(5);
  expect(breach.filter((dose, index) => dose?.value !== rests[0]![index]?.value)).toHaveLength(1);
});

test('a count of what is over a value is moved by values over it', () => {
  const slow = alarmOn({
    metric: { ...metric, stat: 'TC(300:)' },
    threshold: 6,
    comparisonOperator: 'GreaterThanOrEqualToThreshold',
  });
  expect(found(slow).breach).toEqual([{ value: 301, count: 6 }]);
});

test.each<[string, MetricAlarm, string]>([
  [
    'a constant',
    { ...errors, metric: { ...errors.metric!, stat: 'Average' }, threshold: 5 },
    'no data that were tried breach Average of LogMetrics errors > 5, 1 of 1 x 1m, missing: notBreaching: its filters publish 1 alone',
  ],
  [
    'a bound',
    { ...depth, threshold: 0, comparisonOperator: 'LessThanThreshold' },
    'no data that were tried breach Maximum of AWS/SQS ApproximateNumberOfMessagesVisible {QueueName=jobs} < 0, 3 of 3 x 1m, missing: ignore: ApproximateNumberOfMessagesVisible is never below 0',
  ],
])('what %s forbids is said', (_, alarm, reason) => {
  expect(alarmLevels(alarm, model)).toEqual({ kind: 'unmovable', reason });
});

test('a composite needs the fewest of its children', () => {
  const [both] = model.compositeAlarms as [(typeof model.compositeAlarms)[number]];
  const all = () => true;
  expect(compositeStates(both, all)).toEqual({
    kind: 'states',
    alarming: ['depth', 'errors'],
    nearly: ['depth'],
    elsewhere: {},
  });
  expect(compositeStates({ ...both, alarmRule: 'ALARM(depth) OR ALARM(errors)' }, all)).toEqual({
    kind: 'states',
    alarming: ['depth'],
    elsewhere: {},
  });
  expect(compositeStates(both, (name) => name === 'depth')).toEqual({
    kind: 'unmovable',
    reason: 'no ALARM of its children holds its rule; not moved: errors',
  });
  expect(compositeStates({ ...both, alarmRule: 'NOT ALARM(depth)' }, all)).toEqual({
    kind: 'unmovable',
    reason: 'its rule holds while every child is in OK',
  });
});

test('the faults that an alarm on a service metric can see', () => {
  const kinds = faultsOf(found(depth)).map(({ kind }) => kind);
  expect(kinds).toEqual(['step', 'growth', 'event']);
});

test('phases are signals that move the alarm in the engine', () => {
  const start = Date.UTC(2026, 0, 1);
  const minute = 60_000;
  const { feeds, rests, breach, near = rests[0] } = found(errors);
  const phases = [
    { level: rests[0]!, from: 0, until: 5 * minute },
    { level: near!, from: 5 * minute, until: 8 * minute },
    { level: breach, from: 8 * minute, until: 9 * minute },
  ];
  const signals = phaseSignals(feeds, phases, { periodSeconds: 60, start });
  const { transitions } = simulate(model, signals, { start, end: start + 20 * minute });
  expect(transitions.filter(({ to }) => to === 'ALARM').map(({ alarmName }) => alarmName)).toEqual([
    'errors',
  ]);
});
