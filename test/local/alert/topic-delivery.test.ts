import type { SnsMessage } from '../../../lib/engine';
import { createTopicDelivery } from '../../../lib/local/alert/topic-delivery';

const topicArn = 'arn:aws:sns:us-east-1:123456789012:page';
const message: SnsMessage = {
  messageId: 'm1',
  topicArn,
  subject: 'ALARM: "a"',
  message: '{"AlarmName":"a"}',
  at: Date.UTC(2026, 0, 1),
};

function deliver(
  subscriptions: readonly { protocol: string; endpoint: string; rawMessageDelivery?: boolean }[],
) {
  const log: unknown[][] = [];
  createTopicDelivery(
    subscriptions.map((subscription) => ({ topicArn, ...subscription })),
    {
      invoke: (...call) => log.push(['invoke', ...call]),
      send: (...call) => log.push(['send', ...call]),
      putInInbox: (...call) => log.push(['inbox', ...call]),
    },
  )(message);
  return log;
}

test('a function gets the event that SNS sends', () => {
  expect(deliver([{ protocol: 'lambda', endpoint: 'arn:f' }])).toEqual([
    [
      'invoke',
      'arn:f',
      {
        Records: [
          {
            EventSource: 'aws:sns',
            EventVersion: '1.0',
            EventSubscriptionArn: `${topicArn}:unsigned`,
            Sns: {
              Type: 'Notification',
              MessageId: 'm1',
              TopicArn: topicArn,
              Subject: 'ALARM: "a"',
              Message: '{"AlarmName":"a"}',
              Timestamp: '2026-01-01T00:00:00.000Z',
              SignatureVersion: '1',
              Signature: 'unsigned',
              SigningCertUrl: '',
              UnsubscribeUrl: '',
              MessageAttributes: {},
            },
          },
        ],
      },
    ],
  ]);
});

test('a queue gets an envelope, or the bare message when it asks for it', () => {
  const [wrapped, raw] = deliver([
    { protocol: 'sqs', endpoint: 'arn:q' },
    { protocol: 'sqs', endpoint: 'arn:q', rawMessageDelivery: true },
  ]);
  expect(JSON.parse(wrapped![2] as string)).toMatchObject({
    Type: 'Notification',
    TopicArn: topicArn,
    Subject: 'ALARM: "a"',
    Message: '{"AlarmName":"a"}',
  });
  expect(raw).toEqual(['send', 'arn:q', '{"AlarmName":"a"}']);
});

test.each(['email', 'email-json', 'sms', 'http', 'https', 'application', 'firehose'])(
  'a message by %s ends in the inbox',
  (protocol) => {
    expect(deliver([{ protocol, endpoint: 'somebody' }])).toEqual([['inbox', protocol, 'somebody', message]]);
  },
);

test('a subscription of another topic gets nothing', () => {
  const log: unknown[] = [];
  const port = (...call: unknown[]) => log.push(call);
  const other = { topicArn: `${topicArn}-2`, protocol: 'lambda', endpoint: 'arn:f' };
  createTopicDelivery([other], { invoke: port, send: port, putInInbox: port })(message);
  expect(log).toEqual([]);
});

test('a subscription gets what its filter policy lets through', () => {
  const log: unknown[] = [];
  const filterPolicy = { TiltmeterCanary: [{ exists: false }] };
  const told = createTopicDelivery(
    [{ topicArn, protocol: 'email', endpoint: 'a@example.com', filterPolicy }],
    {
      invoke: () => {},
      send: () => {},
      putInInbox: (_, target, { message }) => log.push([target, message]),
    },
  );
  told({ ...message, message: '{"TiltmeterCanary":"now"}' });
  told(message);
  expect(log).toEqual([['a@example.com', '{"AlarmName":"a"}']]);
});
