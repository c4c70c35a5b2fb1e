import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
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
    FilterName: 'lava-dev-core-heartbeat',
    FilterPattern:
      '{ ($.event_source = "lava-worker") && ($.event_type = "heartbeat") && ($.realm = "dev") && ($.worker = "core") }',
    LogGroupName: { Ref: expect.stringMatching(/^Logs/) },
    MetricTransformations: [
      { MetricName: 'lava-dev-core-heartbeat', MetricNamespace: 'LogMetrics', MetricValue: '1' },
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
      Namespace: 'LogMetrics',
      MetricName: 'lava-dev-core-heartbeat',
      Statistic: 'SampleCount',
      Period: 120,
      EvaluationPeriods: 2,
      DatapointsToAlarm: 2,
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
    MetricName: 'geyser-dev-core-heartbeat',
  });
});

test.each<[string, Partial<HeartbeatMonitorProps>, string]>([
  [
    'too small for the default interval',
    { alarmAfter: Duration.minutes(3) },
    'Test/Heartbeat: alarmAfter: too small for every 1m, got 3m, allowed: 4m to 1d3m',
  ],
  [
    'too small for a long interval',
    { every: Duration.minutes(5), alarmAfter: Duration.minutes(15) },
    'Test/Heartbeat: alarmAfter: too small for every 5m, got 15m, allowed: 16m to 1d11m',
  ],
  [
    'too large',
    { alarmAfter: Duration.days(2) },
    'Test/Heartbeat: alarmAfter: too large for every 1m, got 2d, allowed: 4m to 1d3m',
  ],
])('an alarmAfter %s is refused', (_, props, message) => {
  expect(() => monitored(props)).toThrow(message);
});

test('an interval of more than a day is refused', () => {
  expect(() => monitored({ every: Duration.days(2) })).toThrow(
    'Test/Heartbeat: every: out of range, got 2d, allowed: 1s to 1d',
  );
});

test('alarmAfter follows a long interval unless it is stated', () => {
  monitored({ every: Duration.minutes(10) }).hasResourceProperties('AWS::CloudWatch::Alarm', {
    Period: 600,
    EvaluationPeriods: 1,
  });
});
