import type { QueueTraffic } from '../aws/published-metrics';

/** Counts what goes in and out of queues, by what SQS answers to its clients. */
export interface TrafficCounter {
  /** `action` as in `X-Amz-Target`: `AmazonSQS.ReceiveMessage`. */
  readonly count: (queueName: string, action: string, answer: string) => void;
  /** The counts of a queue since the last call. */
  readonly take: (queueName: string) => QueueTraffic;
}

export function createTrafficCounter(): TrafficCounter {
  const counts = new Map<string, QueueTraffic>();
  return {
    count(queueName, action, answer) {
      const read = ACTIONS.get(action);
      if (!read) return;
      const more = read(answer === '' ? {} : JSON.parse(answer));
      const { sent, received, deleted, emptyReceives } = counts.get(queueName) ?? NONE;
      counts.set(queueName, {
        sent: sent + (more.sent ?? 0),
        received: received + (more.received ?? 0),
        deleted: deleted + (more.deleted ?? 0),
        emptyReceives: emptyReceives + (more.emptyReceives ?? 0),
      });
    },
    take(queueName) {
      const taken = counts.get(queueName) ?? NONE;
      counts.delete(queueName);
      return taken;
    },
  };
}

// --- internal ---

interface Answer {
  readonly Messages?: readonly unknown[];
  readonly Successful?: readonly unknown[];
}

const NONE: QueueTraffic = { sent: 0, received: 0, deleted: 0, emptyReceives: 0 };

const ACTIONS = new Map<string, (answer: Answer) => Partial<QueueTraffic>>([
  ['AmazonSQS.SendMessage', () => ({ sent: 1 })],
  ['AmazonSQS.SendMessageBatch', ({ Successful = [] }) => ({ sent: Successful.length })],
  ['AmazonSQS.DeleteMessage', () => ({ deleted: 1 })],
  ['AmazonSQS.DeleteMessageBatch', ({ Successful = [] }) => ({ deleted: Successful.length })],
  [
    'AmazonSQS.ReceiveMessage',
    ({ Messages = [] }) => (Messages.length > 0 ? { received: Messages.length } : { emptyReceives: 1 }),
  ],
]);
