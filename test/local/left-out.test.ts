import { leftOut } from '../../lib/local/left-out';
import { readTemplates } from '../../lib/rehearsal/template';

const alarm = (Namespace: string, MetricName: string) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmName: `${Namespace} ${MetricName}`,
    Namespace,
    MetricName,
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
  },
});

function messages(Resources: Record<string, unknown>): string[] {
  return leftOut(readTemplates([{ template: { Resources } }])).map(({ message }) => message);
}

const group = { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'g' } };

test('each resource type that nothing plays is named once, with its number', () => {
  expect(
    messages({
      group,
      table: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 't' } },
      one: { Type: 'AWS::StepFunctions::StateMachine', Properties: {} },
      two: { Type: 'AWS::StepFunctions::StateMachine', Properties: {} },
    }),
  ).toEqual([
    'the local realm does not model AWS::DynamoDB::Table (1 in the template)',
    'the local realm does not model AWS::StepFunctions::StateMachine (2 in the template)',
  ]);
});

test('what only says who may do what, or how something looks, is left out without a word', () => {
  expect(
    messages({
      group,
      role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [] } } },
      metadata: { Type: 'AWS::CDK::Metadata', Properties: {} },
      template: { Type: 'AWS::EC2::LaunchTemplate', Properties: {} },
      fleet: { Type: 'AWS::AutoScaling::AutoScalingGroup', Properties: {} },
    }),
  ).toEqual([]);
});

test('a metric that AWS publishes and the realm does not is named once', () => {
  expect(
    messages({
      group,
      a: alarm('AWS/DynamoDB', 'ThrottledRequests'),
      b: {
        ...alarm('AWS/DynamoDB', 'ThrottledRequests'),
        Properties: { ...alarm('AWS/DynamoDB', 'ThrottledRequests').Properties, AlarmName: 'b' },
      },
      c: alarm('AWS/SQS', 'ApproximateNumberOfMessagesVisible'),
      d: alarm('Lava', 'JobFailed'),
    }),
  ).toEqual(['the local realm does not publish AWS/DynamoDB ThrottledRequests; its alarms see no data']);
});

test('a template without a log group is told of', () => {
  expect(messages({ queue: { Type: 'AWS::SQS::Queue', Properties: {} } })).toEqual([
    'the template has no log group; records go nowhere',
  ]);
});
