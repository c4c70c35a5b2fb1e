import { createTrafficCounter } from '../../../lib/local/queue/queue-traffic';

const NOTHING = { sent: 0, received: 0, deleted: 0, emptyReceives: 0 };

test('what goes in and out of a queue is counted until it is taken', () => {
  const { count, take } = createTrafficCounter();
  count('core', 'AmazonSQS.SendMessage', '{"MessageId":"1"}');
  count('core', 'AmazonSQS.SendMessageBatch', '{"Successful":[{},{}],"Failed":[{}]}');
  count('core', 'AmazonSQS.ReceiveMessage', '{"Messages":[{},{}]}');
  count('core', 'AmazonSQS.ReceiveMessage', '{}');
  count('core', 'AmazonSQS.DeleteMessage', '');
  count('core', 'AmazonSQS.DeleteMessageBatch', '{"Successful":[{}]}');
  count('core', 'AmazonSQS.GetQueueAttributes', '{}');
  expect(take('core')).toEqual({ sent: 3, received: 2, deleted: 2, emptyReceives: 1 });
  expect(take('core')).toEqual(NOTHING);
});

test('each queue has its own counts', () => {
  const { count, take } = createTrafficCounter();
  count('core', 'AmazonSQS.SendMessage', '{}');
  expect(take('gpu')).toEqual(NOTHING);
});
