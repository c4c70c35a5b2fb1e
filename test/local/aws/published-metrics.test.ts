import {
  fleetMetrics,
  functionMetrics,
  givenUpMetrics,
  isPublished,
  queueMetrics,
  trafficMetrics,
} from '../../../lib/local/aws/published-metrics';

const AT = Date.UTC(2026, 0, 1);

const values = (signals: readonly { metricName: string; value?: number }[]) =>
  Object.fromEntries(signals.map(({ metricName, value }) => [metricName, value]));

test('each depth of a queue is a metric, its age only where there is one', () => {
  const depth = { visible: 3, notVisible: 2, delayed: 0 };
  expect(values(queueMetrics('q', depth, AT))).toEqual({
    ApproximateNumberOfMessagesVisible: 3,
    ApproximateNumberOfMessagesNotVisible: 2,
    ApproximateNumberOfMessagesDelayed: 0,
  });
  expect(queueMetrics('q', { ...depth, oldestSeconds: 5 }, AT).at(-1)).toEqual({
    type: 'metric',
    namespace: 'AWS/SQS',
    metricName: 'ApproximateAgeOfOldestMessage',
    dimensions: { QueueName: 'q' },
    timestamp: AT,
    value: 5,
    unit: 'Seconds',
  });
});

test('the traffic of a queue is four counts', () => {
  expect(values(trafficMetrics('q', { sent: 1, received: 2, deleted: 3, emptyReceives: 4 }, AT))).toEqual({
    NumberOfMessagesSent: 1,
    NumberOfMessagesReceived: 2,
    NumberOfMessagesDeleted: 3,
    NumberOfEmptyReceives: 4,
  });
});

test('the machines of a fleet are in service and sound', () => {
  expect(values(fleetMetrics('fleet', { machines: 2 }, AT))).toEqual({
    GroupDesiredCapacity: 2,
    GroupInServiceInstances: 2,
    GroupTotalInstances: 2,
    StatusCheckFailed: 0,
  });
});

test('a fleet without machines has no status checks', () => {
  expect(values(fleetMetrics('fleet', { machines: 0 }, AT))).not.toHaveProperty('StatusCheckFailed');
});

test('an invocation is counted with its duration, a failed one as an error', () => {
  const published = (failed: boolean) => values(functionMetrics('f', { failed, durationMs: 12.5 }, AT));
  expect(published(true)).toEqual({ Invocations: 1, Errors: 1, Throttles: 0, Duration: 12.5 });
  expect(published(false)).toMatchObject({ Errors: 0 });
});

test('an event that was given up is counted, and apart when its dead-letter queue did not take it', () => {
  expect(values(givenUpMetrics('f', { deadLetterError: false }, AT))).toEqual({ AsyncEventsDropped: 1 });
  expect(values(givenUpMetrics('f', { deadLetterError: true }, AT))).toEqual({
    AsyncEventsDropped: 1,
    DeadLetterErrors: 1,
  });
});

test.each([
  ['AWS/SQS', 'ApproximateAgeOfOldestMessage', true],
  ['AWS/SQS', 'NumberOfMessagesSent', true],
  ['AWS/SQS', 'SentMessageSize', false],
  ['AWS/DynamoDB', 'ThrottledRequests', false],
  ['CWAgent', 'mem_used_percent', false],
  ['Lava', 'JobFailed', true],
  ['LogMetrics', 'lava-dev-core-heartbeats', true],
])('%s %s is published: %s', (namespace, name, expected) => {
  expect(isPublished(namespace, name)).toBe(expected);
});
