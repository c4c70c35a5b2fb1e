import { type UserMetricName, userEventsTopic } from '../../contract';
import type { EventSink } from '../../runtime/events/event-sink';
import type { KafkaOptions } from '../kafka/kafka-options';
import { kafkaSender } from '../kafka/kafka-sender';
import { type RunActivationsProps, runActivations } from './run-activations';
import { createSendQueue, type EventSender } from './send-queue';

export interface UserEventSinkProps extends RunActivationsProps {
  /** Whether anything is sent at all; OpenWhisk's `user_events`. @default false */
  readonly userEvents?: boolean;
  /** Where they are sent to. @default nowhere, which is an error if `userEvents` is true */
  readonly kafka?: KafkaOptions;
  /** In front of the topic's name, `events`. @default nothing */
  readonly topicPrefix?: string;
  /** Events that may wait for Kafka; the oldest make room. @default 10,000 */
  readonly maxWaiting?: number;
  /** Instead of Kafka. @default a producer on `kafka` */
  readonly sender?: EventSender;
}

/** A sink of the runtime's run events that also takes what no run tells. */
export interface UserEventSink extends EventSink {
  /** A limit that kept a job from being run now; or, with its number, how many run. */
  readonly limit: (metric: UserMetricName, value?: number) => void;
  /** Events that could not be kept. */
  readonly dropped: () => number;
  /** Tells of runs that have not ended as failures of the worker, and sends what waits within a deadline in ms. */
  readonly close: (deadline?: number) => Promise<void>;
}

/**
 * Tells OpenWhisk's consumers, and this package's own, about the runs of a worker. `write` resolves at once:
 * Kafka never holds up a run.
 * @throws UserEventsError when it is on and Kafka's options cannot work.
 */
export function userEventSink(props: UserEventSinkProps): UserEventSink {
  if (props.userEvents !== true) return OFF;
  const topic = userEventsTopic(props.topicPrefix);
  const sender = props.sender ?? kafkaSender(topic, props.worker, props.kafka ?? { brokers: [] });
  const queue = createSendQueue({ sender, maxWaiting: props.maxWaiting });
  const activations = runActivations(props);
  return {
    name: `user events on ${sender.name}`,
    async write(event) {
      for (const one of activations.eventsOf(event)) queue.put(JSON.stringify(one));
    },
    limit: (metric, value = 1) => queue.put(JSON.stringify(activations.limit(metric, value, Date.now()))),
    dropped: queue.dropped,
    async close(deadline = DEFAULT_DEADLINE_MS) {
      for (const one of activations.abandon(Date.now())) queue.put(JSON.stringify(one));
      await queue.close(deadline);
    },
  };
}

// --- internal ---

const DEFAULT_DEADLINE_MS = 5_000;

const OFF: UserEventSink = {
  name: 'user events, off',
  write: async () => {},
  limit: () => {},
  dropped: () => 0,
  close: async () => {},
};
