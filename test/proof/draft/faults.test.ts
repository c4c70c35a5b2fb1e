import { draftIncidents } from '../../../lib/proof/draft';
import { faultGroups } from '../../../lib/proof/draft/faults';
import { coverage, parseIncident, readTemplates, rehearse } from '../../../lib/rehearsal';
import { QUEUE_DEPTH } from '../../rehearsal/small-template';

const alarm = (AlarmName: string, MetricName: string, more: object = {}) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    ...QUEUE_DEPTH,
    AlarmName,
    MetricName,
    ...more,
  },
});
const [VISIBLE, AGE] = ['ApproximateNumberOfMessagesVisible', 'ApproximateAgeOfOldestMessage'];
const modelOf = (...alarms: ReturnType<typeof alarm>[]) =>
  readTemplates([
    {
      template: { Resources: Object.fromEntries(alarms.map((one, index) => [`A${index}`, one])) },
      stackName: 's',
    },
  ]);
const groupsOf = (...alarms: ReturnType<typeof alarm>[]) => {
  const model = modelOf(...alarms);
  return faultGroups(model.alarms, model, {}).map(({ fault, alarms: own }) => [
    fault,
    ...own.map(({ alarmName }) => alarmName),
  ]);
};
const host = (AlarmName: string, MetricName: string, ComparisonOperator: string, zone?: string) =>
  alarm(AlarmName, MetricName, {
    Namespace: 'AWS/ApplicationELB',
    ComparisonOperator,
    Threshold: 1,
    Dimensions: [
      { Name: 'TargetGroup', Value: 'targetgroup/web/0123456789abcdef' },
      ...(zone === undefined ? [] : [{ Name: 'AvailabilityZone', Value: zone }]),
    ],
  });

test.each([
  [
    'a queue that gets deeper and older',
    [alarm('depth', VISIBLE), alarm('age', AGE, { Period: 300 })],
    [['queue jobs backs up', 'depth', 'age']],
  ],
  [
    'an empty queue and an old one',
    [alarm('idle', VISIBLE, { ComparisonOperator: 'LessThanThreshold', Threshold: 1 }), alarm('age', AGE)],
    [],
  ],
  [
    'two queues',
    [alarm('depth', VISIBLE), alarm('age', AGE, { Dimensions: [{ Name: 'QueueName', Value: 'mails' }] })],
    [],
  ],
  [
    'a target that is unhealthy, and one less that is healthy',
    [
      host('bad', 'UnHealthyHostCount', 'GreaterThanThreshold'),
      host('good', 'HealthyHostCount', 'LessThanThreshold'),
      host('zone', 'HealthyHostCount', 'LessThanThreshold', 'eu-west-1a'),
    ],
    [['a target of targetgroup/web/0123456789abcdef breaks', 'bad', 'good']],
  ],
] as const)('%s', (_, alarms, groups) => {
  expect(groupsOf(...alarms)).toEqual(groups);
});

test('one incident takes all of them into ALARM, with the near misses of each, and stays true in every reading', () => {
  const model = modelOf(alarm('depth', VISIBLE), alarm('age', AGE, { Period: 300, EvaluationPeriods: 1 }));
  const { incidents, findings } = draftIncidents(model, [], {});
  expect(findings).toEqual([]);
  expect(incidents.map(({ name, alarms }) => [name, alarms])).toEqual([
    ['queue jobs backs up', ['depth', 'age']],
  ]);
  const incident = parseIncident('d.yaml', incidents[0]!.text);
  expect(incident.title).toBe('queue jobs backs up: depth, age');
  const rehearsal = rehearse(model, incident);
  expect(rehearsal.verdicts.every(({ outcome }) => outcome === 'holds')).toBe(true);
  expect(coverage(model, [rehearsal]).alarms.each).toMatchObject([
    { alarmName: 'depth', intoAlarm: 'yes', outAgain: 'yes', nearMiss: 'yes' },
    { alarmName: 'age', intoAlarm: 'yes', outAgain: 'yes', nearMiss: 'yes' },
  ]);
});

test('an alarm that nothing can move is left to itself', () => {
  const stuck = alarm('age', AGE, { Threshold: -1, ComparisonOperator: 'LessThanThreshold' });
  const { incidents, findings } = draftIncidents(modelOf(alarm('depth', VISIBLE), stuck), [], {});
  expect(incidents.map(({ name }) => name)).toEqual(['depth']);
  expect(findings.map(({ name }) => name)).toEqual(['age']);
});
