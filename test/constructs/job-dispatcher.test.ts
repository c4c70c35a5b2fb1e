import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { App, Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { checkRequest } from '../../lambda/job-dispatcher/check-request';
import { readRequests } from '../../lambda/job-dispatcher/read-requests';
import { JobDispatcher, type JobDispatcherProps, type JobSchedule } from '../../lib';
import { iamStatements } from '../iam-statements';

const env = { account: '123456789012', region: 'eu-west-1' };

function synthesise(props: Partial<JobDispatcherProps> = {}): Template {
  const stack = new Stack(new App(), 'Realm', { env });
  const queues = { core: new Queue(stack, 'Core'), gpu: new Queue(stack, 'Gpu') };
  new JobDispatcher(stack, 'Jobs', { realm: 'dev', queues, ...props });
  return Template.fromStack(stack);
}

const NIGHTLY: JobSchedule = {
  name: 'nightly',
  job: 'cmd/nightly',
  worker: 'core',
  schedule: ScheduleExpression.cron({ hour: '3', minute: '0', timeZone: TimeZone.EUROPE_BERLIN }),
};

describe('schedules', () => {
  const template = synthesise({
    schedules: [
      { ...NIGHTLY, parameters: { mode: 'full' }, delay: Duration.minutes(2) },
      { ...NIGHTLY, name: 'hourly', worker: 'gpu', schedule: ScheduleExpression.rate(Duration.hours(1)) },
    ],
  });
  const schedules = Object.values(template.findResources('AWS::Scheduler::Schedule')).map(
    ({ Properties }) => Properties,
  );

  test('run at their time, in their time zone, in a group of the realm', () => {
    template.hasResourceProperties('AWS::Scheduler::ScheduleGroup', { Name: 'lava-dev' });
    expect(
      schedules.map(({ Name, ScheduleExpression, ScheduleExpressionTimezone, FlexibleTimeWindow, State }) => [
        Name,
        ScheduleExpression,
        ScheduleExpressionTimezone,
        FlexibleTimeWindow.Mode,
        State,
      ]),
    ).toEqual([
      ['nightly', 'cron(0 3 * * ? *)', 'Europe/Berlin', 'OFF', 'ENABLED'],
      ['hourly', 'rate(1 hour)', 'Etc/UTC', 'OFF', 'ENABLED'],
    ]);
  });

  test('send what the function reads as the request of one run, however often it is delivered', () => {
    const deliver = (attempt: string) => {
      const input = schedules[0]!.Target.Input.replace('<aws.scheduler.schedule-arn>', 'arn').replace(
        '<aws.scheduler.scheduled-time>',
        '2026-01-05T03:00:00Z',
      );
      return readRequests(JSON.parse(input), attempt);
    };
    const value = { job_id: 'cmd/nightly', worker: 'core', parameters: { mode: 'full' }, delay: 120 };
    const request = { index: 0, origin: 'arn/2026-01-05T03:00:00Z/0', value };
    expect(deliver('first')).toEqual([request]);
    expect(deliver('second')).toEqual([request]);
    expect(checkRequest(value, { realm: 'dev', workers: ['core', 'gpu'] })).toHaveProperty('request');
  });

  test('are given up after an hour, to the dead-letter queue of the function', () => {
    for (const { Target } of schedules) {
      expect(Target).toMatchObject({
        Arn: { 'Fn::GetAtt': ['JobsFunction0F6DA2A5', 'Arn'] },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['JobsDeadLetters8D991969', 'Arn'] } },
        RetryPolicy: { MaximumEventAgeInSeconds: 3_600, MaximumRetryAttempts: 185 },
      });
    }
  });

  test('share one role, which only their group may use, for this function and its dead letters', () => {
    const [role] = Object.values(template.findResources('AWS::IAM::Role')).filter(({ Properties }) =>
      JSON.stringify(Properties).includes('scheduler.amazonaws.com'),
    );
    expect(role!.Properties.AssumeRolePolicyDocument.Statement).toEqual([
      {
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Principal: { Service: 'scheduler.amazonaws.com' },
        Condition: {
          StringEquals: {
            'aws:SourceAccount': '123456789012',
            'aws:SourceArn': { 'Fn::GetAtt': ['JobsSchedulesGroup8CAA2447', 'Arn'] },
          },
        },
      },
    ]);
    const rights = iamStatements(template)
      .filter(({ logicalId }) => logicalId.startsWith('JobsSchedules'))
      .map(({ Action, Resource }) => [Action, Resource]);
    expect(rights).toEqual([
      ['lambda:InvokeFunction', { 'Fn::GetAtt': ['JobsFunction0F6DA2A5', 'Arn'] }],
      ['sqs:SendMessage', { 'Fn::GetAtt': ['JobsDeadLetters8D991969', 'Arn'] }],
    ]);
  });

  test('are nothing at all when there are none', () => {
    const without = synthesise({ schedules: [] });
    without.resourceCountIs('AWS::Scheduler::ScheduleGroup', 0);
    without.resourceCountIs('AWS::IAM::Role', 1);
  });

  test.each<[string, Partial<JobSchedule>, string]>([
    [
      'an unknown worker',
      { worker: 'cores' },
      "schedule nightly: no queue of this worker, got 'cores', did you mean 'core', allowed: core, gpu",
    ],
    [
      'no job id',
      { job: 'cmd nightly' },
      "schedule nightly: not a job id, got 'cmd nightly', allowed: 1 to 128 characters: letters, digits, _ - . or /, the first a letter or a digit",
    ],
    [
      'a long delay',
      { delay: Duration.minutes(16) },
      'schedule nightly: delay too long, got 16m, allowed: up to 15 minutes',
    ],
    [
      'a name that EventBridge does not take',
      { name: 'every night' },
      "schedules: not a schedule name, got 'every night', allowed: 1 to 64 characters: letters, digits, _ - or ., the first a letter or a digit",
    ],
  ])('with %s are refused', (_, change, problem) => {
    expect(() => synthesise({ schedules: [{ ...NIGHTLY, ...change }] })).toThrow(
      `Realm/Jobs/Schedules: ${problem}`,
    );
  });

  test('of one name are refused', () => {
    expect(() => synthesise({ schedules: [NIGHTLY, NIGHTLY] })).toThrow(
      "Realm/Jobs/Schedules: schedules: two of one name, got 'nightly' twice, allowed: one; rename it",
    );
  });
});

test('a dispatcher without a queue is refused', () => {
  expect(() => synthesise({ queues: {} })).toThrow(
    'Realm: Jobs: no queue to dispatch to, got none, allowed: at least one worker',
  );
});

test('the dispatcher may send to its queues and to its dead letters alone', () => {
  const sends = iamStatements(synthesise()).filter(({ Action }) => Action === 'sqs:SendMessage');
  const arn = (id: RegExp) => ({ 'Fn::GetAtt': [expect.stringMatching(id), 'Arn'] });
  expect(sends.map(({ Resource }) => Resource)).toEqual([
    arn(/^JobsDeadLetters/),
    [arn(/^Core/), arn(/^Gpu/)],
  ]);
});
