import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../lib/cli/main';
import type { LoopbackServer } from '../../lib/local/loopback-server';
import { type Json, startAccount } from '../operate/support/fake-account';
import { holdToSchema } from './json-shape';

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:lava-shop-alerts-page';
const before = { ...process.env };
let directory: string;
let service: LoopbackServer | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'test-alert-'));
  mkdirSync(join(directory, 'realms'));
  writeFileSync(
    join(directory, 'realms/shop.yaml'),
    `realm: shop
aws: { account: '123456789012', region: eu-west-1 }
alerts:
  page: [{ email: oncall@example.com }, { slack: 'ssm:/shop/slack' }]
workers: { core: {} }
`,
  );
});

afterEach(async () => {
  process.env = { ...before };
  rmSync(directory, { recursive: true });
  await service?.close();
  service = undefined;
});

/** An account whose dispatcher writes a line for each published ALARM. */
async function account(subscriptionArn: string, delivered: boolean) {
  const published: Json[] = [];
  const line = (message: Json) => ({
    type: 'alert',
    channel: 'slack',
    alarm: message.AlarmName,
    since: message.StateChangeTime,
    delivered,
    ...(delivered ? {} : { problem: 'HTTP 404' }),
  });
  service = await startAccount(
    {
      ListTopics: ({ NextToken }) =>
        NextToken === undefined
          ? { Topics: [{ TopicArn: `${TOPIC}-old` }], NextToken: 'more' }
          : { Topics: [{ TopicArn: TOPIC }] },
      ListSubscriptionsByTopic: () => ({
        Subscriptions: [
          { Protocol: 'email', Endpoint: 'oncall@example.com', SubscriptionArn: subscriptionArn },
        ],
      }),
      Publish: (input) => {
        published.push(input);
        return { MessageId: 'm' };
      },
      FilterLogEvents: () => ({
        events: published.map(({ Message }, at) => ({
          eventId: String(at),
          timestamp: Date.now(),
          logStreamName: 's',
          message: JSON.stringify(line(JSON.parse(String(Message)))),
        })),
      }),
    },
    () => {},
  );
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL: service.url,
  });
  return published;
}

async function tiltmeter(line: string) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await main(line.split(' '), {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    env: {},
    cwd: directory,
    isTty: false,
    signal: new AbortController().signal,
  });
  holdToSchema(line.split(' '), out);
  return { code, out, err };
}

test('the topic is found by its name, told twice, and every channel is said', async () => {
  const published = await account(`${TOPIC}:6f1c2f0e`, true);
  await expect(tiltmeter('test-alert --realm shop')).resolves.toEqual({
    code: 0,
    out: ['email oncall@example.com: sent: SNS does not say whether it arrived; look there', 'slack: told'],
    err: [],
  });
  expect(published.map(({ TopicArn, Subject }) => [TopicArn, Subject])).toEqual([
    [TOPIC, 'ALARM: "lava-shop-test-alert"'],
    [TOPIC, 'OK: "lava-shop-test-alert"'],
  ]);
});

test('who has not confirmed and what refuses is a finding', async () => {
  await account('PendingConfirmation', false);
  await expect(tiltmeter('test-alert page --realm shop')).resolves.toEqual({
    code: 1,
    out: [
      'email oncall@example.com: NOT told: has not confirmed the subscription',
      'slack: NOT told: HTTP 404',
    ],
    err: [],
  });
  const { out } = await tiltmeter('test-alert page --realm shop --json');
  expect(JSON.parse(out[0]!)).toMatchObject({
    realm: 'shop',
    severity: 'page',
    channels: [{ outcome: 'failed' }, { channel: 'slack', outcome: 'failed', detail: 'HTTP 404' }],
  });
});
