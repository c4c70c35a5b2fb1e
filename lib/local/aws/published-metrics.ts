import type { MetricSignal } from '../../engine/model/signal';

/** A metric that AWS publishes by itself; `T` is what its value is read from. */
interface PublishedMetric<T> {
  readonly namespace: string;
  readonly name: string;
  readonly unit: string;
  /** Undefined: no datum. */
  readonly read: (source: T) => number | undefined;
}

export interface QueueDepth {
  readonly visible: number;
  readonly notVisible: number;
  readonly delayed: number;
  /** Realm seconds; absent while no message counts for it. */
  readonly oldestSeconds?: number;
}

/** Messages in a stretch of time. */
export interface QueueTraffic {
  readonly sent: number;
  readonly received: number;
  readonly deleted: number;
  /** Receives that got no message. */
  readonly emptyReceives: number;
}

export interface FleetSize {
  readonly machines: number;
}

export interface InvocationOutcome {
  readonly failed: boolean;
  readonly durationMs: number;
}

/** What became of an event that a function gave up. */
export interface GivenUpEvent {
  /** Whether a dead-letter queue was to take it and did not. */
  readonly deadLetterError: boolean;
}

/** What SQS publishes each minute for a queue as it is then. */
export const queueMetrics = publisher<QueueDepth>('QueueName', [
  metric('AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'Count', ({ visible }) => visible),
  metric('AWS/SQS', 'ApproximateNumberOfMessagesNotVisible', 'Count', ({ notVisible }) => notVisible),
  metric('AWS/SQS', 'ApproximateNumberOfMessagesDelayed', 'Count', ({ delayed }) => delayed),
  metric('AWS/SQS', 'ApproximateAgeOfOldestMessage', 'Seconds', ({ oldestSeconds }) => oldestSeconds),
]);

/** What SQS publishes each minute about the minute that has just ended. */
export const trafficMetrics = publisher<QueueTraffic>('QueueName', [
  metric('AWS/SQS', 'NumberOfMessagesSent', 'Count', ({ sent }) => sent),
  metric('AWS/SQS', 'NumberOfMessagesReceived', 'Count', ({ received }) => received),
  metric('AWS/SQS', 'NumberOfMessagesDeleted', 'Count', ({ deleted }) => deleted),
  metric('AWS/SQS', 'NumberOfEmptyReceives', 'Count', ({ emptyReceives }) => emptyReceives),
]);

/**
 * What Auto Scaling and EC2 publish each minute for a fleet. The machines are sound and in service whatever
 * their workers do: a worker that was killed has not taken its machine with it.
 */
export const fleetMetrics = publisher<FleetSize>('AutoScalingGroupName', [
  metric('AWS/AutoScaling', 'GroupDesiredCapacity', 'None', ({ machines }) => machines),
  metric('AWS/AutoScaling', 'GroupInServiceInstances', 'None', ({ machines }) => machines),
  metric('AWS/AutoScaling', 'GroupTotalInstances', 'None', ({ machines }) => machines),
  metric('AWS/EC2', 'StatusCheckFailed', 'Count', ({ machines }) => (machines > 0 ? 0 : undefined)),
]);

/** What Lambda publishes for each invocation of a function. */
export const functionMetrics = publisher<InvocationOutcome>('FunctionName', [
  metric('AWS/Lambda', 'Invocations', 'Count', () => 1),
  metric('AWS/Lambda', 'Errors', 'Count', ({ failed }) => (failed ? 1 : 0)),
  metric('AWS/Lambda', 'Throttles', 'Count', () => 0),
  metric('AWS/Lambda', 'Duration', 'Milliseconds', ({ durationMs }) => durationMs),
]);

/** What Lambda publishes for each event that a function gave up, taken by a dead-letter queue or not. */
export const givenUpMetrics = publisher<GivenUpEvent>('FunctionName', [
  metric('AWS/Lambda', 'AsyncEventsDropped', 'Count', () => 1),
  metric('AWS/Lambda', 'DeadLetterErrors', 'Count', ({ deadLetterError }) =>
    deadLetterError ? 1 : undefined,
  ),
  // The functions of a realm have no destinations that could fail.
  metric('AWS/Lambda', 'DestinationDeliveryFailures', 'Count', () => undefined),
]);

/** Whether the local realm stands in for AWS here: false for a metric that AWS publishes and the realm does not. */
export function isPublished(namespace: string, name: string): boolean {
  if (!/^(AWS\/|CWAgent$)/.test(namespace)) return true;
  return [queueMetrics, trafficMetrics, fleetMetrics, functionMetrics, givenUpMetrics].some(({ metrics }) =>
    metrics.some((one) => one.namespace === namespace && one.name === name),
  );
}

// --- internal ---

interface Publisher<T> {
  (resource: string, source: T, timestamp: number): MetricSignal[];
  readonly metrics: readonly Pick<PublishedMetric<T>, 'namespace' | 'name'>[];
}

function metric<T>(
  namespace: string,
  name: string,
  unit: string,
  read: PublishedMetric<T>['read'],
): PublishedMetric<T> {
  return { namespace, name, unit, read };
}

function publisher<T>(dimension: string, metrics: readonly PublishedMetric<T>[]): Publisher<T> {
  const publish = (resource: string, source: T, timestamp: number): MetricSignal[] =>
    metrics.flatMap(({ namespace, name, unit, read }) => {
      const value = read(source);
      if (value === undefined) return [];
      const dimensions = { [dimension]: resource };
      return [{ type: 'metric', namespace, metricName: name, dimensions, timestamp, value, unit }];
    });
  return Object.assign(publish, { metrics });
}
