import { measureQueue, queueMetrics } from '../../../lib/local/queue/queue-metrics';

const WALL = Date.UTC(2026, 0, 1);
const sent = (secondsAgo: number, approximateReceiveCount = 0) => ({
  sentTimestamp: WALL - secondsAgo * 1000,
  approximateReceiveCount,
});

test('an empty queue has depths of 0 and no age', () => {
  expect(measureQueue({ ready: [], delayed: [], inflight: [] }, WALL, 10)).toEqual({
    visible: 0,
    notVisible: 0,
    delayed: 0,
  });
});

test('the age is that of the oldest message, in hand or not, in realm seconds', () => {
  const contents = {
    ready: [sent(2), sent(1)],
    delayed: [sent(60)],
    inflight: [{ message: sent(9, 1) }],
  };
  expect(measureQueue(contents, WALL, 10)).toEqual({
    visible: 2,
    notVisible: 1,
    delayed: 1,
    oldestSeconds: 90,
  });
});

test('a message that was received three times is hidden from the age', () => {
  const contents = { ready: [sent(99, 3), sent(1, 2)], delayed: [], inflight: [] };
  expect(measureQueue(contents, WALL, 1)).toMatchObject({ visible: 2, oldestSeconds: 1 });
});

test('each depth becomes a metric of the queue, the age only where there is one', () => {
  const depth = { visible: 3, notVisible: 2, delayed: 0 };
  expect(
    queueMetrics('lava-dev-core', depth, WALL).map(({ metricName, value }) => [metricName, value]),
  ).toEqual([
    ['ApproximateNumberOfMessagesVisible', 3],
    ['ApproximateNumberOfMessagesNotVisible', 2],
    ['ApproximateNumberOfMessagesDelayed', 0],
  ]);
  expect(queueMetrics('q', { ...depth, oldestSeconds: 5 }, WALL).at(-1)).toEqual({
    type: 'metric',
    namespace: 'AWS/SQS',
    metricName: 'ApproximateAgeOfOldestMessage',
    dimensions: { QueueName: 'q' },
    timestamp: WALL,
    value: 5,
    unit: 'Seconds',
  });
});
