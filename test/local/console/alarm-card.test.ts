import { alarmFacts } from '../../../lib/local/console/alarm-card';
import type { RealmConfig } from '../../../lib/realm/realm-config';
import type { TemplateModel } from '../../../lib/rehearsal/template/template-model';

const config = {
  realm: 'dev',
  system: 'lava',
  workers: [{ name: 'core' }, { name: 'core-big' }],
} as unknown as RealmConfig;
const metric = { namespace: 'N', metricName: 'M', dimensions: {}, period: 60, stat: 'Sum' };
const base = {
  alarmActions: [],
  comparisonOperator: 'LessThanThreshold',
  threshold: 1,
  evaluationPeriods: 5,
} as const;

function factsOf(alarms: readonly object[], compositeAlarms: readonly object[] = []) {
  return alarmFacts(config, { alarms, compositeAlarms } as unknown as TemplateModel);
}

test.each([
  ['lava-dev-core-heartbeat', 'heartbeat', { kind: 'worker', worker: 'core' }],
  ['lava-dev-core-big-heartbeat', 'heartbeat', { kind: 'worker', worker: 'core-big' }],
  ['lava-dev-job-cmd/load-failed', 'cmd/load-failed', { kind: 'jobs' }],
  ['lava-dev-lost-messages', 'lost-messages', { kind: 'realm' }],
  ['somebody-elses', 'somebody-elses', { kind: 'realm' }],
])('%s is %s of %j', (alarmName, label, lane) => {
  expect(factsOf([{ ...base, alarmName, metric }]).get(alarmName)).toMatchObject({ label, lane });
});

test('an alarm says what it reads, when it fires and whom it tells', () => {
  const alarm = { ...base, alarmName: 'a', metric, alarmDescription: 'd\nFirst: look', datapointsToAlarm: 3 };
  const alarmActions = ['arn:aws:sns:r:1:page', 'arn:aws:lambda:r:1:function:f'];
  expect(factsOf([{ ...alarm, alarmActions }]).get('a')).toEqual({
    ...{
      alarmName: 'a',
      label: 'a',
      lane: { kind: 'realm' },
      description: 'd',
      first: 'look',
      reads: ['M'],
      topics: ['page'],
    },
    condition: { operator: '<', threshold: 1, datapointsToAlarm: 3, evaluationPeriods: 5, period: 60 },
  });
});

test('of metric math it names each metric once, and of a composite its alarms', () => {
  const metrics = [
    { id: 'e', expression: 'a + b' },
    { id: 'a', metricStat: metric },
    { id: 'b', metricStat: { ...metric, period: 300 } },
  ];
  const alarmRule = '(ALARM("arn:aws:cloudwatch:r:1:alarm:x") OR ALARM(y)) AND NOT OK(\'x\')';
  const facts = factsOf(
    [{ ...base, alarmName: 'm', metrics }],
    [{ alarmName: 'c', alarmRule, alarmActions: [] }],
  );
  expect(facts.get('m')).toMatchObject({ reads: ['M'], condition: { period: 300 } });
  expect(facts.get('c')!.reads).toEqual(['x', 'y']);
  expect(facts.get('c')!.condition).toBeUndefined();
});
