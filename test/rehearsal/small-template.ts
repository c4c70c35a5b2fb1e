import { type Incident, parseIncident, readTemplates, type TemplateModel } from '../../lib/rehearsal';

/** What an alarm on the depth of a queue must say; the rest has defaults. */
export const QUEUE_DEPTH = {
  Namespace: 'AWS/SQS',
  MetricName: 'ApproximateNumberOfMessagesVisible',
  Dimensions: [{ Name: 'QueueName', Value: 'jobs' }],
  Statistic: 'Maximum',
  Period: 60,
  EvaluationPeriods: 3,
  Threshold: 100,
  ComparisonOperator: 'GreaterThanThreshold',
};

/** Properties of the alarm of the small template. */
export const DEPTH = {
  AlarmName: 'depth',
  ...QUEUE_DEPTH,
  DatapointsToAlarm: 3,
  TreatMissingData: 'ignore',
  AlarmActions: [{ Ref: 'Page' }],
  OKActions: [{ Ref: 'Page' }],
};

/** A queue-depth alarm, an alarm on error lines, a topic each, a filter, and a composite of both alarms. */
export function smallTemplate(depth: object = {}, more: object = {}) {
  return {
    Resources: {
      Page: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'lava-dev-alerts-page' } },
      Ticket: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'tickets' } },
      PageMail: subscription('Page'),
      TicketMail: subscription('Ticket'),
      Depth: { Type: 'AWS::CloudWatch::Alarm', Properties: { ...DEPTH, ...depth } },
      Errors: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          AlarmName: 'errors',
          Namespace: 'LogMetrics',
          MetricName: 'errors',
          Statistic: 'Sum',
          Period: 60,
          EvaluationPeriods: 1,
          DatapointsToAlarm: 1,
          Threshold: 0,
          ComparisonOperator: 'GreaterThanThreshold',
          TreatMissingData: 'notBreaching',
          AlarmActions: [{ Ref: 'Ticket' }],
        },
      },
      ErrorLines: {
        Type: 'AWS::Logs::MetricFilter',
        Properties: {
          FilterName: 'error-lines',
          LogGroupName: '/var/log/lava/dev',
          FilterPattern: '{ $.level = "ERROR" }',
          MetricTransformations: [{ MetricNamespace: 'LogMetrics', MetricName: 'errors', MetricValue: '1' }],
        },
      },
      Both: {
        Type: 'AWS::CloudWatch::CompositeAlarm',
        Properties: {
          AlarmName: 'both',
          AlarmRule: 'ALARM(depth) AND ALARM(errors)',
          AlarmActions: [{ Ref: 'Page' }],
        },
      },
      ...more,
    },
  };
}

export function smallModel(depth: object = {}, more: object = {}): TemplateModel {
  return readTemplates([{ template: smallTemplate(depth, more), stackName: 's' }]);
}

/** An incident of half an hour whose queue is too deep from minute 10 to 20, with some expectations. */
export function backlog(expectations: readonly string[], signals: readonly string[] = []): Incident {
  return parseIncident(
    'backlog.yaml',
    [
      'title: a backlog',
      'realm: dev',
      'for: 30m',
      'signals:',
      '  - metric: { namespace: AWS/SQS, name: ApproximateNumberOfMessagesVisible, dimensions: { QueueName: jobs } }',
      "    series: '0x9 500x9 0x9'",
      ...signals.map((signal) => `  - ${signal}`),
      'expect:',
      ...expectations.map((expectation) => `  - ${expectation}`),
    ].join('\n'),
  );
}

function subscription(topic: string) {
  const Properties = { TopicArn: { Ref: topic }, Protocol: 'email', Endpoint: 'oncall@example.com' };
  return { Type: 'AWS::SNS::Subscription', Properties };
}
