import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { readConfig } from '../../lambda/alert-dispatcher/config';
import { AlertDispatcher, AlertTopic } from '../../lib';
import type { DispatchedChannel } from '../../lib/contract';
import { iamStatements } from '../iam-statements';

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
