import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Duration, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, type IAlarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Maintenance, type MaintenanceProps, type MaintenanceWindow } from '../../../lib/constructs';
import { modelOf, newStack } from '../rehearsed-stack';

const NIGHT: MaintenanceWindow = {
  begins: 'cron(0 2 * * SUN)',
  duration: Duration.hours(2),
  timeZone: 'Australia/Sydney',
};

function alarmsOf(stack: Stack, count: number): IAlarm[] {
  const metric = new Metric({ namespace: 'N', metricName: 'M' });
  return Array.from(
    { length: count },
    (_, n) =>
      new Alarm(stack, `Alarm${n}`, { alarmName: `a${n}`, metric, threshold: 1, evaluationPeriods: 1 }),
  );
}

function maintenance(count: number, props: Partial<MaintenanceProps> = {}): Stack {
  const stack = newStack();
  const alarms = alarmsOf(stack, count);
  new Maintenance(stack, 'Maintenance', { realm: 'dev', alarms, windows: [NIGHT], ...props });
  return stack;
}

test('a window is a mute rule of its alarms', () => {
  expect(modelOf(maintenance(2)).muteRules).toEqual([
    {
      name: 'lava-dev-maintenance-1',
      alarmNames: ['a0', 'a1'],
      expression: 'cron(0 2 * * SUN)',
      timezone: 'Australia/Sydney',
      durationSeconds: 7_200,
    },
  ]);
});

test('more alarms than a rule may have are shared among several', () => {
  const windows = [NIGHT, { begins: 'at(2027-01-31T22:00)', duration: Duration.days(1) }];
  const rules = modelOf(maintenance(201, { windows })).muteRules;
  expect(rules.map(({ name, alarmNames }) => [name, alarmNames.length])).toEqual([
    ['lava-dev-maintenance-1', 100],
    ['lava-dev-maintenance-1-2', 100],
    ['lava-dev-maintenance-1-3', 1],
    ['lava-dev-maintenance-2', 100],
    ['lava-dev-maintenance-2-2', 100],
    ['lava-dev-maintenance-2-3', 1],
  ]);
});

test('a rule names its alarms by reference, so that it is made after them', () => {
  Template.fromStack(maintenance(1)).hasResourceProperties('AWS::CloudWatch::AlarmMuteRule', {
    MuteTargets: { AlarmNames: [{ Ref: 'Alarm0597960BB' }] },
  });
});

test.each<[string, Partial<MaintenanceProps>, string]>([
  ['no window', { windows: [] }, 'windows: none, allowed: at least one'],
  ['no alarm', { alarms: [] }, 'alarms: none, allowed: at least one'],
  [
    'a window of seconds',
    { windows: [{ ...NIGHT, duration: Duration.seconds(90) }] },
    'duration: not usable, got 1m30s, allowed: whole minutes from 1m to 15d',
  ],
  [
    'a time in words',
    { windows: [{ ...NIGHT, begins: 'every night' }] },
    "begins: not a time, got 'every night', allowed: cron(minute hour day-of-month month day-of-week) or at(yyyy-MM-ddThh:mm)",
  ],
  [
    'a window of a month',
    { windows: [{ ...NIGHT, duration: Duration.days(30) }] },
    'duration: not usable, got 30d, allowed: whole minutes from 1m to 15d',
  ],
])('%s is refused', (_, props, message) => {
  expect(() => maintenance(1, props)).toThrow(`Test/Maintenance: ${message}`);
});
