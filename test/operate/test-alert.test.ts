import { type AlertDispatcherPorts, createAlertDispatcher } from '../../lambda/alert-dispatcher/dispatcher';
import type { DeliveryLogLine, DispatchedChannel } from '../../lib/contract';
import { compileFilterPattern } from '../../lib/engine';
import {
  OperateError,
  sendTestAlert,
  type TestAlertRequest,
  type TopicSubscription,
} from '../../lib/operate';

const NOW = Date.parse('2026-01-05T09:00:00Z');
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:lava-dev-alerts-page';

/**
 * A topic with the real alert dispatcher behind it, whose lines are found by the patterns that are asked.
 * @param refuses kinds of channels that refuse what is posted
 */
function deployed({
  channels = [] as readonly DispatchedChannel[],
  refuses = [] as readonly string[],
  subscriptions = [] as readonly TopicSubscription[],
  isAway = false,
}) {
  const lines: DeliveryLogLine[] = [];
  const posted: { url: string; body: Record<string, unknown> }[] = [];
  const post: AlertDispatcherPorts['post'] = async ({ url, body }) => {
    posted.push({ url, body: JSON.parse(body) });
    return refuses.some((kind) => url.endsWith(kind))
      ? { status: 403, body: 'no' }
      : { status: 200, body: 'ok' };
  };
  const dispatch = createAlertDispatcher(
    { channels: { 'lava-dev-alerts-page': channels }, records: [], topicPrefix: 'lava-dev-alerts-' },
    {
      post,
      ssm: async (name: string) => `https://hooks.example.com${name}`,
      secretsManager: async () => '',
      searchLogs: async () => [],
      now: () => NOW + 2_000,
      sleep: async () => {},
      random: () => 0.5,
      log: (line: DeliveryLogLine) => void (line.type === 'alert' && lines.push(line)),
    } as unknown as AlertDispatcherPorts,
  );
  const published: { subject: string; message: Record<string, string> }[] = [];
  const ports = {
    topicArn: async (name: string) => `arn:aws:sns:eu-west-1:123456789012:${name}`,
    subscriptions: async () => subscriptions,
    publish: async (topicArn: string, subject: string, message: string) => {
      published.push({ subject, message: JSON.parse(message) });
      if (isAway || channels.length === 0) return;
      const record = { TopicArn: topicArn, Message: message, MessageId: String(published.length) };
      await dispatch(
        { Records: [{ Sns: record }] },
        { awsRequestId: 'r', getRemainingTimeInMillis: () => 30_000 },
      ).catch(() => undefined); // Lambda's own: it tries again
    },
    async *findRecords({ logGroup, pattern }: { logGroup: string; pattern: string }) {
      expect(logGroup).toBe('/aws/lambda/lava-dev-alert-dispatcher');
      const { match } = compileFilterPattern(pattern);
      const texts = lines.map((line) => JSON.stringify(line));
      yield texts
        .filter((text) => match(text) !== undefined)
        .map((message, at) => ({ id: String(at), timestamp: NOW, stream: 's', message }));
    },
  };
  return { ports, posted, published, lines };
}

const request = (channels: TestAlertRequest['channels']): TestAlertRequest => ({
  realm: 'dev',
  system: 'lava',
  severity: 'page',
  channels,
  now: NOW,
});
const dispatched = (kind: DispatchedChannel['kind'], name: string = kind): DispatchedChannel => ({
  kind,
  target: `ssm:/${name}`,
});
/** Asks twice and gives up. */
const pauses = () => {
  let left = 2;
  return { pause: async () => left-- > 0 };
};

test('every channel is told of an alarm that never was, and then that it is over', async () => {
  const channels = [dispatched('slack'), dispatched('webhook', 'a'), dispatched('webhook', 'b')];
  const { ports, posted, published } = deployed({ channels });
  await expect(sendTestAlert(ports, request(channels), pauses())).resolves.toEqual([
    { channel: 'slack', outcome: 'told' },
    { channel: 'webhook', outcome: 'told', detail: '2 of 2' },
  ]);
  expect(published.map(({ subject }) => subject)).toEqual([
    'ALARM: "lava-dev-test-alert"',
    'OK: "lava-dev-test-alert"',
  ]);
  const [alarm, ok] = posted.filter(({ url }) => url.endsWith('/a')).map(({ body }) => body);
  expect(alarm).toMatchObject({
    state: 'ALARM',
    title: 'Test alert: this is how a page of realm dev arrives',
    details: 'Nothing is wrong, and nothing is to be done.',
    reason: 'Somebody ran tiltmeter test-alert.',
    severity: 'page',
  });
  expect(ok).toMatchObject({ state: 'OK', key: alarm!.key });
});

test('a channel that refuses is named with the reason, and the others are told', async () => {
  const channels = [dispatched('slack'), dispatched('webhook')];
  const { ports } = deployed({ channels, refuses: ['slack'] });
  await expect(sendTestAlert(ports, request(channels), pauses())).resolves.toEqual([
    { channel: 'slack', outcome: 'failed', detail: expect.stringContaining('403') },
    { channel: 'webhook', outcome: 'told' },
  ]);
});

test('a dispatcher that says nothing is said to', async () => {
  const channels = [dispatched('slack')];
  const { ports } = deployed({ channels, isAway: true });
  await expect(sendTestAlert(ports, request(channels), pauses())).resolves.toEqual([
    { channel: 'slack', outcome: 'silent' },
  ]);
});

test('what SNS tells itself is sent, not confirmed, or not subscribed', async () => {
  const subscriptions = [
    { protocol: 'email', endpoint: 'oncall@example.com', confirmed: true },
    { protocol: 'email', endpoint: 'boss@example.com', confirmed: false },
    { protocol: 'sqs', endpoint: 'arn:aws:sqs:eu-west-1:123456789012:other', confirmed: true },
  ];
  const channels = ['OnCall@example.com', 'boss@example.com', 'new@example.com'].map((target) => ({
    kind: 'email',
    target,
  }));
  const { ports } = deployed({ subscriptions });
  await expect(sendTestAlert(ports, request(channels), pauses())).resolves.toEqual([
    {
      channel: 'email',
      target: 'oncall@example.com',
      outcome: 'sent',
      detail: 'SNS does not say whether it arrived; look there',
    },
    {
      channel: 'email',
      target: 'boss@example.com',
      outcome: 'failed',
      detail: 'has not confirmed the subscription',
    },
    {
      channel: 'email',
      target: 'new@example.com',
      outcome: 'failed',
      detail: 'has no subscription; deploy the realm',
    },
  ]);
});

test("somebody else's topic tells everybody who subscribes to it", async () => {
  const { ports } = deployed({
    subscriptions: [{ protocol: 'https', endpoint: 'https://a', confirmed: true }],
  });
  const own = { ...request([]), topicArn: TOPIC };
  await expect(
    sendTestAlert({ ...ports, topicArn: () => Promise.reject(new OperateError('x')) }, own, pauses()),
  ).resolves.toMatchObject([{ channel: 'https', target: 'https://a', outcome: 'sent' }]);
});
