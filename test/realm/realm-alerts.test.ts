import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Match } from 'aws-cdk-lib/assertions';
import { simulate } from '../../lib/engine';
import { buildApp, type RealmConfig, type RealmStack } from '../../lib/realm';
import { readTemplates } from '../../lib/rehearsal';
import { iamStatements } from '../iam-statements';
import { dev, prod, small, templateOf } from './realm-template';

const arn = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:123456789012:${rest}`;

/** With every channel that SNS serves itself, a key of the secrets and a runbook. */
const SERVED = {
  ...dev,
  secretsKey: arn('kms', 'key/0a1b'),
  runbook: 'https://wiki.example.com/{alarm}',
  alerts: {
    page: [
      ...dev.alerts.page!,
      { kind: 'sms', target: '+61400000000' },
      { kind: 'push', target: arn('sns', 'endpoint/APNS/oncall/0a1b') },
      { kind: 'https', target: 'https://example.com/alerts' },
      { kind: 'sqs', target: arn('sqs', 'alerts') },
      { kind: 'lambda', target: arn('lambda', 'function:alerts') },
    ],
  },
};

describe('an alert dispatcher that fails', () => {
  const actionsIn = (realm: RealmConfig) =>
    Object.values(
      templateOf(realm).findResources('AWS::CloudWatch::Alarm', {
        Properties: { AlarmName: Match.stringLikeRegexp('^lava-dev-alert-dispatcher-') },
      }),
    ).map(({ Properties }) => Properties.AlarmActions[0].Ref);
  const [email, slack] = [
    { kind: 'email', target: 'oncall@example.com' },
    { kind: 'slack', target: 'ssm:/lava/dev/slack' },
  ];

  test('is told by a topic that also sends e-mail', () => {
    expect(new Set(actionsIn(dev))).toEqual(new Set(['Alertspage99882E67']));
    const mailed = actionsIn({ ...small, alerts: { page: [slack], ticket: [email] } });
    expect(new Set(mailed)).toEqual(new Set(['Alertsticket5CB8720C']));
  });

  test('is told by the topic of the watchdog when no severity sends e-mail', () => {
    const told = actionsIn({ ...small, alerts: { page: [slack] } });
    expect(new Set(told)).toEqual(new Set(['AlertsWatchdogTopic4B651B75']));
  });

  test('is warned of when there is no such topic', () => {
    const realm = { ...small, alerts: { page: [slack] }, watchdog: undefined };
    const stack = buildApp({ realms: [realm] }).node.findChild('lava-dev-monitoring') as RealmStack;
    const warnings = stack.node
      .findAll()
      .flatMap(({ node }) => node.metadata)
      .filter(({ type }) => type === 'aws:cdk:warning');
    expect(warnings.map(({ data }) => data)).toEqual([
      "every channel goes through the alert dispatcher, so nobody hears when it fails; add an e-mail channel to 'page' [ack: tiltmeter:alertsThroughDispatcherOnly]",
    ]);
  });
});

test('the alert dispatcher reads the secrets of its channels and no others', () => {
  const reads = (realm: RealmConfig) =>
    iamStatements(templateOf(realm))
      .filter(({ logicalId }) => logicalId.startsWith('AlertsDispatcher'))
      .filter(({ Action }) => String(Action).match(/^(ssm|secretsmanager):/))
      .map(({ Action, Resource }) => [Action, JSON.stringify(Resource).match(/[a-z]+[:/][\w/?-]+(?="\])/g)]);
  expect(reads(dev)).toEqual([
    ['ssm:GetParameter', ['parameter/lava/dev/slack', 'parameter/lava/dev/webhook']],
  ]);
  expect(reads(prod)).toEqual([
    ['ssm:GetParameter', ['parameter/lava/prod/slack', 'parameter/lava/prod/webhook']],
    ['secretsmanager:GetSecretValue', ['secret:lava/prod/pagerduty-??????']],
  ]);
});

test('SNS serves phones, devices, URLs, queues and functions itself, and keeps what it cannot deliver', () => {
  const served = templateOf(SERVED);
  const subscriptions = Object.values(served.findResources('AWS::SNS::Subscription'))
    .map(({ Properties }) => Properties)
    .filter(({ RedrivePolicy, Endpoint }) => RedrivePolicy && typeof Endpoint === 'string');
  const deadLetterTargetArn = { 'Fn::GetAtt': [expect.stringMatching(/^AlertspageUndelivered/), 'Arn'] };
  expect(subscriptions).toEqual(
    [
      ['sms', '+61400000000'],
      ['application', arn('sns', 'endpoint/APNS/oncall/0a1b')],
      ['https', 'https://example.com/alerts'],
      ['sqs', arn('sqs', 'alerts')],
      ['lambda', arn('lambda', 'function:alerts')],
    ].map(([Protocol, Endpoint]) => ({
      Protocol,
      Endpoint,
      TopicArn: { Ref: 'Alertspage99882E67' },
      FilterPolicy: { TiltmeterCanary: [{ exists: false }] },
      FilterPolicyScope: 'MessageBody',
      RedrivePolicy: { deadLetterTargetArn },
    })),
  );
  served.hasResourceProperties('AWS::Lambda::Permission', {
    FunctionName: arn('lambda', 'function:alerts'),
    Principal: 'sns.amazonaws.com',
    SourceArn: { Ref: 'Alertspage99882E67' },
  });
  served.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'lava-dev-alerts-page-undelivered',
    Dimensions: [
      {
        Name: 'QueueName',
        Value: { 'Fn::GetAtt': [Match.stringLikeRegexp('^AlertspageUndelivered'), 'QueueName'] },
      },
    ],
  });
});

test('an alert that a subscriber does not take is told after two minutes in the queue', () => {
  const text = templateOf(SERVED).toJSON();
  const model = readTemplates([
    { template: text, stackName: 'lava-dev-monitoring', region: 'eu-west-1', accountId: '123456789012' },
  ]);
  const start = Date.parse('2026-01-01T00:00:00Z');
  const minute = 60_000;
  const signals = [0, 0, 1, 0, 0, 1, 1, 1, 0, 0, 0].map((value, index) => ({
    type: 'metric' as const,
    namespace: 'AWS/SQS',
    metricName: 'ApproximateNumberOfMessagesVisible',
    dimensions: { QueueName: 'lava-dev-alerts-page-undelivered' },
    timestamp: start + index * minute,
    value,
  }));
  const { notifications } = simulate(model, signals, { start, end: start + 12 * minute });
  const told = notifications.filter(({ alarmName }) => alarmName === 'lava-dev-alerts-page-undelivered');
  expect(told.map(({ at, state }) => [Math.floor((at - start) / minute), state])).toEqual([
    [2, 'OK'],
    [8, 'ALARM'],
    [10, 'OK'],
  ]);
});

test('a realm with e-mail alone has no alert dispatcher', () => {
  const realm = { ...small, alerts: { page: [{ kind: 'email', target: 'oncall@example.com' }] } };
  const mailed = templateOf(realm);
  mailed.resourceCountIs('AWS::SNS::Topic', 1);
  mailed.resourceCountIs('AWS::Lambda::Function', 1);
});

test('the alert dispatcher alone may decrypt with the key of the secrets', () => {
  const { secretsKey } = SERVED;
  const policies = templateOf(SERVED).findResources('AWS::IAM::Policy');
  const allowed = Object.entries(policies).flatMap(([id, { Properties }]) =>
    (Properties.PolicyDocument.Statement as { Resource: unknown; Action: unknown }[])
      .filter(({ Resource }) => Resource === secretsKey)
      .map(({ Action }) => [id, Action]),
  );
  expect(allowed).toEqual([[expect.stringMatching(/^AlertsDispatcherRole/), 'kms:Decrypt']]);
});

test('every alarm that tells somebody links to its runbook where the file has one', () => {
  const text = templateOf(SERVED);
  const all = [
    ...Object.values(text.findResources('AWS::CloudWatch::Alarm')),
    ...Object.values(text.findResources('AWS::CloudWatch::CompositeAlarm')),
  ].map(({ Properties }) => Properties);
  const telling = all.filter(({ AlarmActions }) => AlarmActions?.length > 0);
  expect(telling.length).toBeGreaterThan(25);
  for (const { AlarmName, AlarmDescription } of telling) {
    expect(AlarmDescription).toContain(
      `\nRunbook: https://wiki.example.com/${encodeURIComponent(AlarmName)}`,
    );
    expect(AlarmDescription.length).toBeLessThan(1_024);
  }
});
