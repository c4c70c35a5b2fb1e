import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { App, Aws, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { readConfig } from '../../../lambda/alert-dispatcher/config';
import { AlertDispatcher, type AlertDispatcherProps, AlertTopic } from '../../../lib';
import type { DispatchedChannel } from '../../../lib/contract';
import { iamStatements } from '../../iam-statements';

const env = { account: '123456789012', region: 'eu-west-1' };

function synthesise(channels: readonly DispatchedChannel[]): Template {
  const stack = new Stack(new App(), 'Realm', { env });
  const topic = new AlertTopic(stack, 'Page', { realm: 'dev', severity: 'page' });
  new AlertDispatcher(stack, 'Dispatcher', { realm: 'dev', routes: [{ topic, channels }] });
  return Template.fromStack(stack);
}

const CHANNELS: readonly DispatchedChannel[] = [
  { kind: 'amazonq', target: 'sns:oncall-chat' },
  { kind: 'slack', target: 'ssm:/lava/dev/slack' },
];

/** An ARN in a template, with the references in it by name. */
const textOf = (value: { 'Fn::Join': [string, (string | { Ref: string })[]] } | string): string =>
  typeof value === 'string'
    ? value
    : value['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : part.Ref)).join('');

test("Amazon Q's topic is named by the channel, and known to the function by its ARN", () => {
  const [{ Properties }] = Object.values(synthesise(CHANNELS).findResources('AWS::Lambda::Function')) as [
    { Properties: { Environment: { Variables: { ALERT_CHANNELS: Parameters<typeof textOf>[0] } } } },
  ];
  const ALERT_CHANNELS = textOf(Properties.Environment.Variables.ALERT_CHANNELS);
  expect(readConfig({ ALERT_CHANNELS, TILTMETER_REALM: 'dev' }).channels).toEqual({
    'lava-dev-alerts-page': [
      { kind: 'amazonq', target: 'sns:arn:AWS::Partition:sns:eu-west-1:123456789012:oncall-chat' },
      { kind: 'slack', target: 'ssm:/lava/dev/slack' },
    ],
  });
});

test('the function may publish to that topic, and to none when no channel has one', () => {
  const publishes = (channels: readonly DispatchedChannel[]) =>
    iamStatements(synthesise(channels))
      .filter(({ Action, logicalId }) => Action === 'sns:Publish' && logicalId.startsWith('Dispatcher'))
      .map(({ Resource }) => textOf(Resource as Parameters<typeof textOf>[0]));
  expect(publishes(CHANNELS)).toEqual(['arn:AWS::Partition:sns:eu-west-1:123456789012:oncall-chat']);
  expect(publishes(CHANNELS.slice(1))).toEqual([]);
});

const NO_SECRET =
  'not a reference to a secret, got a value that is not shown here, allowed: ssm:/parameter/name or secretsmanager:name';

test.each<[string, readonly DispatchedChannel[], string]>([
  ['a route without a channel', [], "routes: no channel of 'page', allowed: at least one"],
  [
    'a secret in the place of its name',
    [{ kind: 'slack', target: 'https://hooks.slack.com/services/T0/B0/hush' }],
    `routes: a channel of 'page': slack: ${NO_SECRET}`,
  ],
  [
    'a parameter without its slash',
    [{ kind: 'webhook', target: 'ssm:lava/dev/webhook' }],
    `routes: a channel of 'page': webhook: ${NO_SECRET}`,
  ],
  [
    'a chat without its topic',
    [{ kind: 'amazonq', target: 'ssm:/lava/dev/chat' }],
    "routes: a channel of 'page': amazonq: not a topic, got a value that is not shown here, " +
      'allowed: sns:topic-name, the topic that Amazon Q listens to',
  ],
  [
    'a channel of no known kind',
    [{ kind: 'slak' as 'slack', target: 'ssm:/lava/dev/slack' }],
    "routes: a channel of 'page': unknown kind, got 'slak', allowed: slack, teams, pagerduty, opsgenie, amazonq, webhook",
  ],
])('%s is refused', (_, channels, problem) => {
  expect(() => synthesise(channels)).toThrow(new Error(`Realm: Dispatcher: ${problem}`));
});

test('a dispatcher without a route, with two of one topic, or with the URL of its dead man is refused', () => {
  const stack = new Stack(new App(), 'Realm', { env });
  const topic = new AlertTopic(stack, 'Page', { realm: 'dev', severity: 'page' });
  const route = { topic, channels: CHANNELS };
  const refusal = (props: Partial<AlertDispatcherProps>) => () =>
    new AlertDispatcher(stack, 'Dispatcher', { realm: 'dev', routes: [route], ...props });
  expect(refusal({ routes: [] })).toThrow('Realm: Dispatcher: routes: none, allowed: at least one');
  expect(refusal({ routes: [route, route] })).toThrow(
    "Realm: Dispatcher: routes: the same topic twice, got 'page', allowed: one route with all its channels",
  );
  expect(refusal({ deadMan: 'https://dead.example.com/hush' })).toThrow(
    `Realm: Dispatcher: deadMan: ${NO_SECRET}`,
  );
});

test('more channels than fit into the environment of a function are refused', () => {
  const channels = Array.from({ length: 100 }, (_, n) => ({
    kind: 'webhook' as const,
    target: `ssm:/lava/dev/webhook-${n}`,
  }));
  expect(() => synthesise(channels)).toThrow(
    /^Realm: Dispatcher: routes: more channels than a function's environment holds, got about \d+ bytes, allowed: 4096; use a second dispatcher$/,
  );
});

test('a target that is known at deployment only is taken', () => {
  const stack = new Stack(new App(), 'Realm', { env });
  const topic = new AlertTopic(stack, 'Page', { realm: 'dev', severity: 'page' });
  const channels = [{ kind: 'slack', target: `ssm:/${Aws.STACK_NAME}/slack` }] as const;
  expect(
    () => new AlertDispatcher(stack, 'Dispatcher', { realm: 'dev', routes: [{ topic, channels }] }),
  ).not.toThrow();
});
