import type { MetricSignal } from '../../engine/signal';

/** What fauxqs shows of a queue's messages; times are wall times in epoch milliseconds. */
export interface QueueContents {
  readonly ready: readonly QueuedMessage[];
  readonly delayed: readonly QueuedMessage[];
  readonly inflight: readonly { readonly message: QueuedMessage }[];
}

interface QueuedMessage {
  readonly sentTimestamp: number;
  readonly approximateReceiveCount: number;
}

export interface QueueDepth {
  readonly visible: number;
  readonly notVisible: number;
  readonly delayed: number;
  /** Realm seconds; absent while no message counts for it. */
  readonly oldestSeconds?: number;
}

/** From the third receive on, SQS leaves a message out of the age of its standard queue. */
const RECEIVES_THAT_HIDE = 3;

export function measureQueue(contents: QueueContents, wallNow: number, speed: number): QueueDepth {
  const active = [...contents.ready, ...contents.inflight.map(({ message }) => message)];
  const sent = active
    .filter(({ approximateReceiveCount }) => approximateReceiveCount < RECEIVES_THAT_HIDE)
    .map(({ sentTimestamp }) => sentTimestamp);
  return {
    visible: contents.ready.length,
    notVisible: contents.inflight.length,
    delayed: contents.delayed.length,
    ...(sent.length > 0 && {
      oldestSeconds: Math.max(0, Math.round(((wallNow - Math.min(...sent)) * speed) / 1000)),
    }),
  };
}

/** The metrics that SQS publishes each minute for a queue. */
export function queueMetrics(queueName: string, depth: QueueDepth, timestamp: number): MetricSignal[] {
  return METRICS.flatMap(([metricName, unit, read]) => {
    const value = read(depth);
    if (value === undefined) return [];
    const dimensions = { QueueName: queueName };
    return [{ type: 'metric', namespace: QUEUE_NAMESPACE, metricName, dimensions, timestamp, value, unit }];
  });
}

export const QUEUE_NAMESPACE = 'AWS/SQS';

// --- internal ---

const METRICS: readonly [string, string, (depth: QueueDepth) => number | undefined][] = [
  ['ApproximateNumberOfMessagesVisible', 'Count', ({ visible }) => visible],
  ['ApproximateNumberOfMessagesNotVisible', 'Count', ({ notVisible }) => notVisible],
  ['ApproximateNumberOfMessagesDelayed', 'Count', ({ delayed }) => delayed],
  ['ApproximateAgeOfOldestMessage', 'Seconds', ({ oldestSeconds }) => oldestSeconds],
];
