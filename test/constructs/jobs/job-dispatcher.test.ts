import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { App, Duration, Size, Stack, TimeZone } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { checkRequest } from '../../../lambda/job-dispatcher/check-request';
import { readConfig } from '../../../lambda/job-dispatcher/config';
import { readRequests } from '../../../lambda/job-dispatcher/read-requests';
import { JobDispatcher, type JobDispatcherProps, type JobSchedule, type JobTrigger } from '../../../lib';
import { iamStatements } from '../../iam-statements';

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
    const request = { index: 0, origin: 'arn/2026-01-05T03:00:00Z/0', own: true, value };
    expect(deliver('first')).toEqual([request]);
    expect(deliver('second')).toEqual([request]);
    expect(
      checkRequest(value, { realm: 'dev', workers: ['core', 'gpu'], jobs: {}, dialect: 'tiltmeter' }),
    ).toHaveProperty('request');
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
      { job: '' },
      "schedule nightly: not a job id, got '', allowed: any text of at least one character",
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

describe('triggers', () => {
  const bucket = (stack: Stack, name: string) => Bucket.fromBucketName(stack, name, name);
  const { template, variables } = triggered((stack) => [
    { bucket: bucket(stack, 'inbox'), prefix: 'csv/', job: 'cmd/load', worker: 'core' },
    { bucket: bucket(stack, 'all'), job: 'cmd/any', worker: 'gpu', suffix: '.csv' },
    {
      bucket: Bucket.fromBucketName(stack, 'again', 'inbox'),
      suffix: '.csv',
      job: 'cmd/count',
      worker: 'gpu',
    },
    {
      bucket: bucket(stack, 'both'),
      prefix: 'a*\\',
      suffix: '.gz',
      job: 'cmd/load',
      worker: 'core',
      parameters: { x: 1 },
    },
    { bucket: Bucket.fromBucketName(stack, 'rest', 'all'), job: 'cmd/any', worker: 'gpu' },
  ]);

  function triggered(triggers: (stack: Stack) => JobTrigger[]) {
    const stack = new Stack(new App(), 'Realm', { env });
    const queues = { core: new Queue(stack, 'Core'), gpu: new Queue(stack, 'Gpu') };
    new JobDispatcher(stack, 'Jobs', { realm: 'dev', queues, triggers: triggers(stack) });
    const template = Template.fromStack(stack);
    const [{ Properties }] = Object.values(template.findResources('AWS::Lambda::Function')) as [
      { Properties: { Environment: { Variables: Record<string, string> } } },
    ];
    return { template, variables: Properties.Environment.Variables };
  }

  test('listen to each bucket once, for the keys that they want', () => {
    const rules = Object.values(template.findResources('AWS::Events::Rule')).map(
      ({ Properties }) => Properties,
    );
    expect(rules.map(({ EventPattern }) => EventPattern)).toEqual(
      [
        { bucket: { name: ['inbox'] }, object: { key: [{ prefix: 'csv/' }, { suffix: '.csv' }] } },
        { bucket: { name: ['all'] } },
        { bucket: { name: ['both'] }, object: { key: [{ wildcard: 'a\\*\\\\*.gz' }] } },
      ].map((detail) => ({ source: ['aws.s3'], 'detail-type': ['Object Created'], detail })),
    );
    for (const { Targets } of rules) {
      expect(Targets).toMatchObject([
        {
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['JobsDeadLetters8D991969', 'Arn'] } },
          RetryPolicy: { MaximumEventAgeInSeconds: 3_600 },
        },
      ]);
    }
  });

  test('are read by the function', () => {
    const { triggers } = readConfig({ TILTMETER_REALM: 'dev', ...variables, WORKER_QUEUES: '{}' });
    expect(triggers).toEqual([
      { bucket: 'inbox', prefix: 'csv/', jobs: ['cmd/load'], request: { worker: 'core' } },
      { bucket: 'all', suffix: '.csv', jobs: ['cmd/any'], request: { worker: 'gpu' } },
      { bucket: 'inbox', suffix: '.csv', jobs: ['cmd/count'], request: { worker: 'gpu' } },
      {
        bucket: 'both',
        prefix: 'a*\\',
        suffix: '.gz',
        jobs: ['cmd/load'],
        request: { worker: 'core', parameters: { x: 1 } },
      },
      { bucket: 'all', jobs: ['cmd/any'], request: { worker: 'gpu' } },
    ]);
  });

  test('say all that the function has to know', () => {
    const { variables } = triggered((stack) => [
      {
        bucket: bucket(stack, 'inbox'),
        job: ['cmd/load', 'cmd/{{ bucket }}'],
        worker: 'core',
        enabled: false,
        if: { name: '*.csv', largerThan: Size.kibibytes(2) },
        ifNot: { event: ['*:Copy', '*:CopyObject'] },
        once: Duration.seconds(30),
        template: true,
        globals: { why: '{{ key | upcase }}' },
      },
    ]);
    expect(JSON.parse(variables.JOB_TRIGGERS!)).toEqual([
      {
        bucket: 'inbox',
        jobs: ['cmd/load', 'cmd/{{ bucket }}'],
        enabled: false,
        if: { name: ['*.csv'], largerThan: 2_048 },
        ifNot: { event: ['*:Copy', '*:CopyObject'] },
        once: 30,
        request: { worker: 'core', globals: { why: '{{ key | upcase }}' } },
      },
    ]);
  });

  test('that are not enabled listen to nothing, and others to the kinds of events that they want', () => {
    const { template } = triggered((stack) => {
      const common = { bucket: bucket(stack, 'inbox'), worker: 'core' };
      return [
        { ...common, job: 'off', enabled: false },
        { ...common, job: 'new', prefix: 'n/' },
        { ...common, job: 'any', prefix: 'a/', if: { event: ['ObjectCreated:*', 'ObjectDeleted:*'] } },
        { ...common, job: 'gone', prefix: 'g/', if: { event: 'ObjectDeleted:DeleteObject' } },
        { ...common, job: 'tags', if: { event: 'ObjectTags*' } },
      ];
    });
    const patterns = Object.values(template.findResources('AWS::Events::Rule')).map(
      ({ Properties }) => Properties.EventPattern,
    );
    expect(patterns.map((pattern) => [pattern['detail-type'], pattern.detail.object?.key])).toEqual([
      [['Object Created'], [{ prefix: 'n/' }, { prefix: 'a/' }]],
      [['Object Deleted'], [{ prefix: 'a/' }, { prefix: 'g/' }]],
      [['Object Tags Added', 'Object Tags Deleted'], undefined],
    ]);
  });

  test.each<[Partial<JobTrigger>, string]>([
    [{ job: [] }, 'trigger: no job, got an empty list, allowed: one or more'],
    [
      { if: { event: 'ObjectRemoved:*' } },
      "trigger of job cmd/load: if: event: nothing that S3 tells EventBridge, got 'ObjectRemoved:*', allowed: ObjectCreated, ObjectDeleted, ObjectRestoreInitiated, ObjectRestoreCompleted, ObjectRestoreExpired, ObjectStorageClassChanged, ObjectAccessTierChanged, ObjectACLUpdated, ObjectTagsAdded, ObjectTagsDeleted, each with : and a reason or *",
    ],
    [
      { parameters: { x: ['{{ key | nope }}'] } },
      'trigger of job cmd/load: template "{{ key | nope }}": undefined filter: nope, line:1, col:1; allowed: Liquid\'s templates, or template: false for texts that are none',
    ],
    [
      { parameters: { x: '{{ nope }}' } },
      'trigger of job cmd/load: template "{{ nope }}": no such variable: nope; there are bucket, key, event, info; allowed: Liquid\'s templates, or template: false for texts that are none',
    ],
    [
      { globals: { x: '{% if info.etag %}a{% endif %}' } },
      'trigger of job cmd/load: template "{% if info.etag %}a{% endif %}": no such variable: info.etag; info has bucket, key, size, source_ip, event_time, event_type, aws_region; allowed: Liquid\'s templates, or template: false for texts that are none',
    ],
    [
      { job: '{{ key.constructor }}' },
      'trigger of job {{ key.constructor }}: template "{{ key.constructor }}": no such variable: key.constructor; key has size, first, last; allowed: Liquid\'s templates, or template: false for texts that are none',
    ],
    ...["{% include 'x' %}", "{% render 'x' %}", "{% layout 'x' %}", '{% block x %}{% endblock %}'].map(
      (text): [Partial<JobTrigger>, string] => [
        { parameters: { x: text } },
        `trigger of job cmd/load: template ${JSON.stringify(text)}: tag "${text.split(' ')[1]}" not found, line:1, col:1; allowed: `,
      ],
    ),
  ])('%j is refused', (given, problem) => {
    expect(() =>
      triggered((stack) => [{ bucket: bucket(stack, 'inbox'), job: 'cmd/load', worker: 'core', ...given }]),
    ).toThrow(`Realm: ${problem}`);
  });

  test('may use names of their own, and whatever S3 sends', () => {
    const text =
      '{% assign year = info.event_time | date: "%Y" %}{% for part in event.any.list %}{{ part.x }}{{ forloop.index }}{% endfor %}{{ year }}{{ key.size }}';
    const { variables } = triggered((stack) => [
      { bucket: bucket(stack, 'inbox'), job: 'cmd/load', worker: 'core', globals: { text } },
    ]);
    expect(JSON.parse(variables.JOB_TRIGGERS!)[0].request.globals).toEqual({ text });
  });

  test('of an unknown worker are refused', () => {
    expect(() =>
      triggered((stack) => [{ bucket: bucket(stack, 'inbox'), job: 'cmd/load', worker: 'cpu' }]),
    ).toThrow(
      "Realm: trigger of job cmd/load: no queue of this worker, got 'cpu', did you mean 'gpu', allowed: core, gpu",
    );
  });

  test('that do not fit into the environment of a function are refused', () => {
    expect(() =>
      triggered((stack) =>
        Array.from({ length: 60 }, (_, i) => ({
          bucket: bucket(stack, `bucket-${i}`),
          job: 'cmd/load',
          worker: 'core',
        })),
      ),
    ).toThrow(
      "Realm: Jobs: more workers, jobs and triggers than a function's environment holds, got 2 workers, 0 jobs and 60 triggers of about 4660 bytes, allowed: 4096; use a second dispatcher",
    );
  });
});

test('the function is told who runs a job, and whose requests it takes', () => {
  const environment = (props: object) => {
    const [made] = Object.values(synthesise(props).findResources('AWS::Lambda::Function'));
    return made!.Properties.Environment.Variables;
  };
  const told = environment({ jobs: { 'cmd/a': 'gpu' }, dialect: 'lava' });
  expect(told).toMatchObject({ JOB_WORKERS: '{"cmd/a":"gpu"}', DISPATCH_DIALECT: 'lava' });
  const { JOB_WORKERS, DISPATCH_DIALECT } = environment({});
  expect([JOB_WORKERS, DISPATCH_DIALECT]).toEqual([undefined, undefined]);
  expect(() => synthesise({ jobs: { 'cmd/a': 'cpu' } })).toThrow(
    "Realm: Jobs: jobs: no queue of the worker of cmd/a, got 'cpu', allowed: core, gpu",
  );
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
