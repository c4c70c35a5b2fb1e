import { deliveriesOf, type Notification, type Subscription } from '../../../lib/engine';
import { NINE, TOPIC } from '../support/models';

const notification: Notification = {
  at: NINE,
  alarmName: 'a',
  state: 'ALARM',
  action: TOPIC,
  subject: 'ALARM: "a" in Asia Pacific (Sydney)',
  body: '{"AlarmName":"a"}',
};
const to = (protocol: string, change: Partial<Subscription> = {}): Subscription => ({
  topicArn: TOPIC,
  protocol,
  endpoint: `${protocol}-end`,
  ...change,
});
const deliver = (...subscriptions: Subscription[]) => deliveriesOf(notification, subscriptions);

test('everybody who subscribes to the topic is told, in order, and nobody else', () => {
  const told = deliver(to('email'), to('sms', { topicArn: 'arn:other' }), to('lambda'));
  expect(told.map(({ protocol, endpoint }) => [protocol, endpoint])).toEqual([
    ['email', 'email-end'],
    ['lambda', 'lambda-end'],
  ]);
});

test('a filter policy on the body leaves a subscription out, one that is not modelled does not', () => {
  const told = deliver(
    to('email', { filterPolicy: { AlarmName: ['b'] } }),
    to('sms', { filterPolicy: { AlarmName: [{ prefix: 'b' }] } }),
  );
  expect(told.map(({ protocol }) => protocol)).toEqual(['sms']);
});

test('a person gets the message, a function an event, a queue and a web hook an envelope or the raw message', () => {
  const [person, fn, queue, hook, raw] = deliver(
    to('email'),
    to('lambda'),
    to('sqs'),
    to('https'),
    to('sqs', { rawMessageDelivery: true }),
  );
  expect([person!.body, raw!.body]).toEqual([notification.body, notification.body]);
  expect(JSON.parse(fn!.body).Records[0]).toMatchObject({
    EventSource: 'aws:sns',
    Sns: { TopicArn: TOPIC, Subject: notification.subject, Message: notification.body },
  });
  expect(JSON.parse(queue!.body)).toMatchObject({
    Type: 'Notification',
    TopicArn: TOPIC,
    Message: notification.body,
    Timestamp: '2026-01-05T09:00:00.000Z',
  });
  expect(hook!.body).toBe(queue!.body);
});

test('the same notification has the same message id every time', () => {
  const idOf = () => JSON.parse(deliver(to('sqs'))[0]!.body).MessageId;
  expect(idOf()).toMatch(/^[0-9a-f-]{36}$/);
  expect(idOf()).toBe(idOf());
});
