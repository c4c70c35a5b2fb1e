import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { JobFreshness, type JobFreshnessProps } from '../../../lib/constructs';
import { newStack } from '../rehearsed-stack';

function synth(props: Partial<JobFreshnessProps> & { readonly withTable?: boolean } = {}): Template {
  const { withTable, ...rest } = props;
  const stack = newStack();
  new JobFreshness(stack, 'Freshness', {
    realm: 'dev',
    jobs: { 'cmd/load': Duration.hours(26) },
    logGroup: LogGroup.fromLogGroupName(stack, 'Logs', '/var/log/lava/dev'),
    ...(withTable && { events: Table.fromTableName(stack, 'Events', 'lava.dev.events') }),
    ...rest,
  });
  return Template.fromStack(stack);
}

const actionsOf = (template: Template) =>
  Object.values(template.findResources('AWS::IAM::Policy')).flatMap(({ Properties }) =>
    Properties.PolicyDocument.Statement.map(({ Action }: { Action: string | string[] }) => Action),
  );

test('it is called each minute, once at a time, and not again when it fails', () => {
  const template = synth();
  template.hasResourceProperties('AWS::Lambda::Function', {
    FunctionName: 'lava-dev-freshness',
    ReservedConcurrentExecutions: 1,
    Timeout: 60,
    Environment: {
      Variables: {
        TILTMETER_REALM: 'dev',
        TILTMETER_NAMESPACE: 'Lava',
        TILTMETER_FRESH_JOBS: '{"cmd/load":93600}',
        TILTMETER_RECORDS: '/var/log/lava/dev',
        TILTMETER_MEMORY: '/aws/lambda/lava-dev-freshness',
        TILTMETER_EVENTS_TABLE: Match.absent(),
      },
    },
  });
  template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 0 });
  template.hasResourceProperties('AWS::Scheduler::Schedule', {
    ScheduleExpression: 'rate(1 minute)',
    Target: { RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 } },
  });
  template.hasResourceProperties('AWS::SQS::Queue', { QueueName: 'lava-dev-freshness-dlq' });
});

test('it may search its own log and the records, and publish nothing but log lines', () => {
  const template = synth();
  expect(actionsOf(template).flat().sort()).toEqual([
    'lambda:InvokeFunction',
    'logs:CreateLogStream',
    'logs:FilterLogEvents',
    'logs:PutLogEvents',
    'sqs:SendMessage',
  ]);
});

test('with a table it may query the index of that table, and search its own log alone', () => {
  const template = synth({ withTable: true });
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { TILTMETER_EVENTS_TABLE: 'lava.dev.events' } },
  });
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Action: 'logs:FilterLogEvents',
          Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^FreshnessLogs'), 'Arn'] },
        }),
        Match.objectLike({
          Action: 'dynamodb:Query',
          Resource: {
            'Fn::Join': [
              '',
              [
                'arn:',
                { Ref: 'AWS::Partition' },
                ':dynamodb:eu-west-1:123456789012:table/lava.dev.events/index/job_id-tu_event-index',
              ],
            ],
          },
        }),
      ]),
    },
  });
});

test.each([
  [{}, 'Freshness: jobs: none, allowed: at least one'],
  [
    Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`cmd/some-job-${index}`, Duration.hours(1)]),
    ),
    "Freshness: jobs: more than a function's environment holds, got 4691 bytes, allowed: 3496; watch fewer",
  ],
])('jobs are some, and not too many', (jobs, message) => {
  expect(() => synth({ jobs })).toThrow(message);
});
