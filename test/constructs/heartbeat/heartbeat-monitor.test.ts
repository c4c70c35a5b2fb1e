import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  AlertRouting,
  HeartbeatMonitor,
  type HeartbeatMonitorProps,
  RealmLogs,
} from '../../../lib/constructs';
import { newStack } from '../rehearsed-stack';

function monitored(props: Partial<HeartbeatMonitorProps> = {}): Template {
  const stack = newStack();
  const { logGroup } = new RealmLogs(stack, 'Logs', { realm: 'dev' });
  const alerts = AlertRouting.to({ page: new Topic(stack, 'Page') });
  new HeartbeatMonitor(stack, 'Heartbeat', { realm: 'dev', worker: 'core', logGroup, alerts, ...props });
  return Template.fromStack(stack);
}

test('the filter counts the heartbeats of one worker, without dimensions and without a default value', () => {
  const [filter] = Object.values(monitored().findResources('AWS::Logs::MetricFilter'));
  expect(filter!.Properties).toEqual({
    FilterName: 'lava-dev-core-heartbeats',
    FilterPattern:
      '{ ($.event_source = "lava-worker") && ($.event_type = "heartbeat") && ($.realm = "dev") && ($.worker = "core") }',
    LogGroupName: { Ref: expect.stringMatching(/^Logs/) },
    MetricTransformations: [
      { MetricName: 'lava-dev-core-heartbeats', MetricNamespace: 'LogMetrics', MetricValue: '1' },
    ],
  });
});

test('the alarm is that of the promise', () => {
  monitored({ every: Duration.seconds(90), alarmAfter: Duration.minutes(10) }).hasResourceProperties(
    'AWS::CloudWatch::Alarm',
    {
      AlarmName: 'lava-dev-core-heartbeat',
      AlarmDescription:
        'No process of worker core in realm dev has sent a heartbeat for 10m; one is due every 1m30s.',
      Metrics: [
        { Expression: 'IF(FILL(counts, REPEAT), FILL(counts, 0))' },
        {
          Id: 'counts',
          MetricStat: {
            Metric: { Namespace: 'LogMetrics', MetricName: 'lava-dev-core-heartbeats' },
            Stat: 'SampleCount',
            Period: 540,
          },
        },
      ].map((query) => Match.objectLike(query)),
      EvaluationPeriods: 1,
      DatapointsToAlarm: 1,
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      TreatMissingData: 'breaching',
      WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 30 },
    },
  );
});

test('another system has its own names', () => {
  monitored({ system: 'geyser' }).hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'geyser-dev-core-heartbeat',
  });
  monitored({ system: 'geyser' }).hasResourceProperties('AWS::Logs::MetricFilter', {
    FilterName: 'geyser-dev-core-heartbeats',
  });
});

test.each<[string, Partial<HeartbeatMonitorProps>, string]>([
  [
    'too small for the default interval',
    { alarmAfter: Duration.minutes(3) },
    'Test/Heartbeat: alarmAfter: too small for every 1m, got 3m, allowed: 5m to 1d1m',
  ],
  [
    'too small for a long interval',
    { every: Duration.minutes(5), alarmAfter: Duration.minutes(12) },
    'Test/Heartbeat: alarmAfter: too small for every 5m, got 12m, allowed: 13m to 1d1m',
  ],
  [
    'too large',
    { alarmAfter: Duration.days(2) },
    'Test/Heartbeat: alarmAfter: too large for every 1m, got 2d, allowed: 5m to 1d1m',
  ],
  [
    'of seconds',
    { alarmAfter: Duration.seconds(330) },
    'Test/Heartbeat: alarmAfter: not whole minutes, got 5m30s, allowed: whole minutes',
  ],
  [
    "of Lava's own alarm",
    { lavaAlarm: true, alarmAfter: Duration.minutes(5) },
    'Test/Heartbeat: alarmAfter: not kept by lavaAlarm, allowed: one of the two',
  ],
])('an alarmAfter %s is refused', (_, props, message) => {
  expect(() => monitored(props)).toThrow(message);
});

test("an interval that Lava's own alarm cannot watch is refused", () => {
  expect(() => monitored({ lavaAlarm: true, every: Duration.seconds(90) })).toThrow(
    'Test/Heartbeat: every: too large for lavaAlarm, got 1m30s, allowed: 1s to 1m',
  );
});

test('an interval of more than a day is refused', () => {
  expect(() => monitored({ every: Duration.days(2) })).toThrow(
    'Test/Heartbeat: every: out of range, got 2d, allowed: 1s to 1d',
  );
});

test('alarmAfter follows a long interval unless it is stated', () => {
  monitored({ every: Duration.minutes(10) }).hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'lava-dev-core-heartbeat',
    AlarmDescription:
      'No process of worker core in realm dev has sent a heartbeat for 23m; one is due every 10m.',
  });
});
