import { createCloudWatch } from '../../lib/local/cloud-watch';
import { createEventStream } from '../../lib/local/event/event-stream';
import { readTemplates } from '../../lib/rehearsal/template';

const START = Date.UTC(2026, 0, 5, 9);
const GROUP = '/var/log/lava/dev';
const TOPIC = 'arn:aws:sns:us-east-1:123456789012:page';

const template = {
  Resources: {
    Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: GROUP } },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'page' } },
    Filter: {
      Type: 'AWS::Logs::MetricFilter',
      Properties: {
        LogGroupName: GROUP,
        FilterPattern: '{ $.level = "ERROR" }',
        MetricTransformations: [{ MetricNamespace: 'LogMetrics', MetricName: 'errors', MetricValue: '1' }],
      },
    },
    Alarm: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        AlarmName: 'errors',
        Namespace: 'LogMetrics',
        MetricName: 'errors',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'notBreaching',
        AlarmActions: [{ Ref: 'Topic' }],
      },
    },
  },
};

function setUp() {
  const model = readTemplates([{ template }]);
  const events = createEventStream(() => START);
  return { events, cloud: createCloudWatch({ model, start: START, events }) };
}

const record = (timestamp: number, level: string, logGroupName = GROUP) => ({
  timestamp,
  logGroupName,
  logStreamName: 's',
  message: JSON.stringify({ level }),
});

test('a record goes through its filter to a metric, an alarm and a notification, each an event', () => {
  const { cloud, events } = setUp();
  cloud.advance(START + 4 * 60_000);
  cloud.putLog(record(START + 4 * 60_000, 'INFO'));
  cloud.putLog(record(START + 4 * 60_000, 'ERROR'));
  const [notification] = cloud.advance(START + 6 * 60_000);
  expect(notification).toMatchObject({ alarmName: 'errors', state: 'ALARM', action: TOPIC });
  expect(events.recent()).toMatchObject([
    { type: 'transition', alarm: 'errors', from: 'INSUFFICIENT_DATA', to: 'OK' },
    { type: 'metric', namespace: 'LogMetrics', metric: 'errors' },
    { type: 'transition', alarm: 'errors', from: 'OK', to: 'ALARM', at: '2026-01-05T09:05:49.000Z' },
    {
      type: 'notification',
      alarm: 'errors',
      state: 'ALARM',
      target: 'page',
      action: TOPIC,
      subject: 'ALARM: "errors" in US East (N. Virginia)',
    },
  ]);
  expect(cloud.alarms()).toMatchObject([{ alarmName: 'errors', state: 'ALARM' }]);
});

test('records for a group that the template does not have are dropped, and that is told once', () => {
  const { cloud, events } = setUp();
  cloud.putLog(record(START, 'ERROR', '/elsewhere'));
  cloud.putLog(record(START, 'ERROR', '/elsewhere'));
  expect(events.recent()).toMatchObject([
    {
      type: 'notice',
      code: 'no-log-group',
      message: 'records for /elsewhere are dropped: the template has no such log group',
    },
  ]);
});
