import { withinTime } from '../../time-limit/time-limit';
import type { EventSender } from '../producer/send-queue';
import { describeKafkaError } from './kafka-error';
import { clientOptions, KAFKA_LIMIT_MS, type KafkaOptions } from './kafka-options';

/**
 * Appends to a topic, each value stored by all replicas in sync before it counts as sent.
 * @throws UserEventsError at once for options that cannot work.
 */
export function kafkaSender(topic: string, clientId: string, options: KafkaOptions): EventSender {
  const client = clientOptions(clientId, options);
  const where = `topic ${topic} at ${options.brokers.join(', ')}`;
  let producer: ReturnType<typeof openProducer> | undefined;
  return {
    name: where,
    async send(values) {
      producer ??= openProducer(client);
      try {
        const open = await producer;
        const messages = values.map((value) => ({ topic, value }));
        await withinTime(KAFKA_LIMIT_MS, () => open.send({ messages }));
      } catch (error) {
        throw describeKafkaError(error, where);
      }
    },
    async close() {
      await (await producer)?.close();
    },
  };
}

// --- internal ---

const ALL_IN_SYNC = -1;

async function openProducer(client: ReturnType<typeof clientOptions>) {
  // Loaded on the first event: a worker that sends none does not pay for it.
  const { Producer, stringSerializers } = await import('@platformatic/kafka');
  return new Producer({ ...client, serializers: stringSerializers, acks: ALL_IN_SYNC });
}
