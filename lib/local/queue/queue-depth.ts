import type { QueueDepth } from '../aws/published-metrics';

/** What fauxqs shows of a queue's messages; times are wall times in epoch milliseconds. */
export interface QueueContents {
  readonly ready: readonly QueuedMessage[];
  readonly delayed: readonly QueuedMessage[];
  readonly inflight: readonly { readonly message: QueuedMessage }[];
}

/** Counts the messages; `speed` turns their age on the wall into realm time. */
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

// --- internal ---

interface QueuedMessage {
  readonly sentTimestamp: number;
  readonly approximateReceiveCount: number;
}

/** From the third receive on, SQS leaves a message out of the age of its standard queue. */
const RECEIVES_THAT_HIDE = 3;
