import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTemplates, runChecks, templateSources } from '../../../lib/rehearsal';
import { QUEUE_DEPTH } from '../small-template';

const OPS = 'arn:aws:sns:us-east-1:123456789012:ops';
const DEEP = {
  AlarmName: 'deep',
  AlarmArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:deep',
  ...QUEUE_DEPTH,
  AlarmActions: [OPS],
};

const read = (...answers: unknown[]) => readTemplates(answers.map((template) => ({ template })));
const findings = (...answers: unknown[]) =>
  runChecks(read(...answers)).map(({ code, resource, message }) => `${code} ${resource}: ${message}`);

test('an alarm is called by its name, and what it is in is left out', () => {
  const model = read({ MetricAlarms: [{ ...DEEP, StateValue: 'ALARM', EvaluationState: 'PARTIAL_DATA' }] });
  expect(model.resources).toMatchObject([
    { id: 'deployed/deep', type: 'AWS::CloudWatch::Alarm', name: 'deep' },
  ]);
  expect(model.alarms).toMatchObject([{ alarmName: 'deep', alarmArn: DEEP.AlarmArn, alarmActions: [OPS] }]);
});

test('alarms of several Regions in one answer are each of the place that their own ARN names', () => {
  const charges = {
    ...DEEP,
    AlarmActions: ['arn:aws:sns:us-east-1:123456789012:ops'],
    AlarmName: 'charges',
    AlarmArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:charges',
    Namespace: 'AWS/Billing',
    MetricName: 'EstimatedCharges',
    Dimensions: [{ Name: 'Currency', Value: 'USD' }],
    Period: 21_600,
    EvaluationPeriods: 1,
  };
  const away = { ...DEEP, AlarmArn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:deep' };
  const model = read({ MetricAlarms: [{ ...away, AlarmName: 'far' }, charges] });
  expect(model.alarms.map(({ alarmArn }) => alarmArn)).toEqual([
    'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:far',
    charges.AlarmArn,
  ]);
  expect(runChecks(model)).toEqual([]);
});

test('an alarm of a log query is named as not modelled', () => {
  expect(findings({ LogAlarms: [{ AlarmName: 'slow' }] })).toEqual([
    'not-modelled deployed/slow: log alarms are not modelled',
  ]);
});

test('a threshold that AWS would not have is a finding on the alarm', () => {
  expect(findings({ MetricAlarms: [{ ...DEEP, Threshold: undefined }] })).toEqual([
    'property-invalid deployed/deep: Threshold: is required',
  ]);
});

describe('a topic', () => {
  const DEFAULT_POLICY = JSON.stringify({
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: ['SNS:GetTopicAttributes', 'SNS:Publish'],
        Resource: OPS,
        Condition: { StringEquals: { 'AWS:SourceOwner': '123456789012' } },
      },
    ],
  });
  const listed = (SubscriptionArn: string) => ({
    Subscriptions: [{ SubscriptionArn, Protocol: 'email', Endpoint: 'a@example.com', TopicArn: OPS }],
  });
  const alarms = { MetricAlarms: [DEEP] };

  test('with the policy that SNS gives it lets alarms publish', () => {
    const topic = { Attributes: { TopicArn: OPS, Policy: DEFAULT_POLICY } };
    expect(findings(alarms, topic, listed(`${OPS}:1`))).toEqual([]);
  });

  test('with a policy for others does not', () => {
    const Policy = DEFAULT_POLICY.replace('"*"', '"arn:aws:iam::123456789012:root"');
    expect(findings(alarms, { Attributes: { TopicArn: OPS, Policy } }, listed(`${OPS}:1`))).toEqual([
      `topic-policy-denies deployed/${OPS}: policy ${OPS}:policy replaces the default one and does not let cloudwatch.amazonaws.com publish`,
    ]);
  });

  test('of which no list of subscriptions was given is not said to have none', () => {
    const model = read(alarms, { Attributes: { TopicArn: OPS } });
    expect(findings(alarms, { Topics: [{ TopicArn: OPS }] })).toEqual([]);
    expect(model.unknowns.map(({ what, remedy }) => `${what}; ${remedy}`)).toContain(
      `not in what was given: the endpoint of a subscription of ${OPS}; give aws sns list-subscriptions too`,
    );
  });

  test('that only an unconfirmed subscription hears is heard by nobody', () => {
    expect(findings(alarms, { Attributes: { TopicArn: OPS } }, listed('PendingConfirmation'))).toEqual([
      `not-modelled ${OPS}:email:a@example.com: it was never confirmed, so nothing is delivered to it`,
      `topic-without-subscriber deployed/${OPS}: has no subscription, and is an action of deep`,
    ]);
  });

  test("a subscription's attributes add its filter", () => {
    const SubscriptionArn = `${OPS}:1`;
    const Attributes = {
      SubscriptionArn,
      TopicArn: OPS,
      Protocol: 'email',
      Endpoint: 'a@example.com',
      FilterPolicyScope: 'MessageBody',
      FilterPolicy: '{"AlarmName":["deep"]}',
      RawMessageDelivery: 'false',
      PendingConfirmation: 'false',
    };
    expect(read(listed(SubscriptionArn), { Attributes }).subscriptions).toEqual([
      { topicArn: OPS, protocol: 'email', endpoint: 'a@example.com', filterPolicy: { AlarmName: ['deep'] } },
    ]);
  });
});

test("a queue's attributes, which are texts, are numbers, flags and a policy", () => {
  const Attributes = {
    QueueArn: 'arn:aws:sqs:us-east-1:123456789012:jobs.fifo',
    VisibilityTimeout: '45',
    MessageRetentionPeriod: '1209600',
    FifoQueue: 'true',
    RedrivePolicy:
      '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dead.fifo","maxReceiveCount":5}',
  };
  expect(read({ Attributes }).queues).toEqual([
    {
      logicalId: Attributes.QueueArn,
      queueName: 'jobs.fifo',
      queueArn: Attributes.QueueArn,
      queueUrl: 'https://sqs.us-east-1.amazonaws.com/123456789012/jobs.fifo',
      fifo: true,
      visibilityTimeoutSeconds: 45,
      messageRetentionSeconds: 1_209_600,
      redrive: { deadLetterTargetArn: 'arn:aws:sqs:us-east-1:123456789012:dead.fifo', maxReceiveCount: 5 },
    },
  ]);
});

describe('a mute rule', () => {
  const summary = {
    AlarmMuteRuleArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm-mute-rule:night',
    Status: 'SCHEDULED',
  };
  const whole = {
    ...summary,
    Name: 'night',
    Rule: { Schedule: { Expression: 'cron(0 2 * * *)', Duration: 'PT4H', Timezone: 'UTC' } },
    MuteTargets: { AlarmNames: ['deep'] },
    StartDate: '2026-01-01T00:00:00+00:00',
  };

  test('of a list alone is left out, since the list does not say when it mutes', () => {
    expect(read({ AlarmMuteRuleSummaries: [summary] }).unsupported).toEqual([
      {
        logicalId: summary.AlarmMuteRuleArn,
        type: 'AWS::CloudWatch::AlarmMuteRule',
        reason:
          'a list of mute rules does not say when they mute; give aws cloudwatch get-alarm-mute-rule of it',
        cause: 'unknown',
      },
    ]);
  });

  test.each([
    ['beside the list', [{ AlarmMuteRuleSummaries: [summary] }, whole]],
    ['as a list of whole rules', [{ AlarmMuteRules: [whole] }]],
  ])('is read whole, %s', (_, answers) => {
    const { muteRules, unsupported } = read(...answers);
    expect(unsupported).toEqual([]);
    expect(muteRules).toMatchObject([
      { name: 'night', alarmNames: ['deep'], durationSeconds: 14_400, startDate: '2026-01-01T00:00:00.000Z' },
    ]);
  });
});

test("a metric filter's dimensions and default value are read", () => {
  const metricTransformations = [
    {
      metricName: 'm',
      metricNamespace: 'N',
      metricValue: '$.v',
      unit: 'Seconds',
      dimensions: { Host: '$.host' },
    },
  ];
  const filter = {
    filterName: 'f',
    filterPattern: '{ $.v = * }',
    logGroupName: '/app',
    metricTransformations,
  };
  expect(read({ metricFilters: [filter] })).toMatchObject({
    metricFilters: [{ filterName: 'f', unit: 'Seconds', dimensions: { Host: '$.host' } }],
    resources: [{ id: 'deployed//app:f' }],
  });
});

describe('several Regions', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tiltmeter-deployed-'));
  const filter = {
    filterName: 'f',
    filterPattern: '',
    logGroupName: '/app',
    metricTransformations: [{ metricName: 'm', metricNamespace: 'N', metricValue: '1' }],
  };
  const write = (path: string, content: unknown) =>
    writeFileSync(join(folder, path), JSON.stringify(content));

  beforeAll(() => {
    for (const region of ['us-east-1', 'eu-west-1']) {
      mkdirSync(join(folder, region));
      write(`${region}/describe-alarms.json`, {
        MetricAlarms: [{ ...DEEP, AlarmArn: DEEP.AlarmArn.replace('us-east-1', region) }],
      });
    }
    write('us-east-1/describe-metric-filters.json', { metricFilters: [filter] });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('are a stack each, and what has no ARN is of the Region of its folder', () => {
    const model = readTemplates(templateSources(folder));
    expect(model.resources.map(({ id }) => id).sort()).toEqual([
      'deployed-eu-west-1/deep',
      'deployed-us-east-1//app:f',
      'deployed-us-east-1/deep',
    ]);
    expect(model.alarms.map(({ alarmArn }) => alarmArn).sort()).toEqual([
      'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:deep',
      'arn:aws:cloudwatch:us-east-1:123456789012:alarm:deep',
    ]);
  });
});
