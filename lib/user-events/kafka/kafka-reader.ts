import { withinTime } from '../../time-limit/time-limit';
import { UserEventsError } from '../user-events-error';
import type { EventReader, Offsets, OpenReader } from './event-reader';
import { describeKafkaError } from './kafka-error';
import { clientOptions, KAFKA_LIMIT_MS, type KafkaOptions } from './kafka-options';
import { assignPartitions } from './partition-assigner';

export interface KafkaReaderOptions extends KafkaOptions {
  readonly topic: string;
  readonly groupId: string;
  readonly clientId: string;
  /** ms after which the group gives up a member that died without a word. @default 10 s */
  readonly sessionTimeout?: number;
}

/**
 * Reads a topic as a member of a consumer group, from the committed offsets or the earliest.
 * @throws UserEventsError at once for options that cannot work.
 */
export function kafkaReader(options: KafkaReaderOptions): OpenReader {
  const { topic, groupId, clientId, sessionTimeout = 10_000 } = options;
  const client = clientOptions(clientId, options);
  const where = `topic ${topic} at ${options.brokers.join(', ')}`;

  return async (events) => {
    const consumer = await openConsumer(client, groupId, sessionTimeout);
    let fail!: (error: unknown) => void;
    const failed = new Promise<never>((_, reject) => {
      fail = (error) => reject(describeKafkaError(error, where));
    });
    failed.catch(() => {});
    consumer.on('error', fail);
    try {
      const topicId = await answered(findTopic(consumer, topic, where));
      consumer.topics.trackAll(topic);
      await answered(consumer.joinGroup());
      const ends = await answered(skipExpired(consumer, topic, events.onExpired));
      events.onJoined(topicId, ends);
      consumer.on('consumer:group:join', events.onRebalanced);
      const stream = await answered(
        consumer.consume({ topics: [topic], mode: 'committed', fallbackMode: 'earliest', autocommit: false }),
      );
      stream.on('error', fail);
      stream.on('data', ({ partition, offset, value }) => events.onRecord({ partition, offset, value }));
      return reader(consumer, stream, topic, failed);
    } catch (error) {
      // It may wait for the same answer.
      close(consumer).catch(() => {});
      throw describeKafkaError(error, where);
    }
  };
}

// --- internal ---

const FETCH_BYTES = 512 * 1024;

/** Kafka's names for the two ends of a partition, in place of a timestamp. */
const EARLIEST = -2n;
const LATEST = -1n;

/** Offset of a partition that nothing was committed for. */
const NONE = -1n;

type BufferConsumer = Awaited<ReturnType<typeof openConsumer>>;
type BufferStream = Awaited<ReturnType<BufferConsumer['consume']>>;

async function openConsumer(
  client: ReturnType<typeof clientOptions>,
  groupId: string,
  sessionTimeout: number,
) {
  // Loaded on use: only this service needs it, and it is an ES module.
  const { Consumer } = await import('@platformatic/kafka');
  return new Consumer({
    ...client,
    groupId,
    partitionAssigner: assignPartitions,
    autocommit: false,
    sessionTimeout,
    heartbeatInterval: sessionTimeout / 4,
    rebalanceTimeout: 2 * sessionTimeout,
    // A fetch is worked through in one go, and /metrics waits for that.
    maxBytes: FETCH_BYTES,
    maxBytesPerPartition: FETCH_BYTES,
    maxWaitTime: 1_000,
  });
}

const answered = <T>(work: Promise<T>): Promise<T> => withinTime(KAFKA_LIMIT_MS, () => work);

async function close(consumer: BufferConsumer): Promise<void> {
  await consumer.close(true);
}

async function findTopic(consumer: BufferConsumer, topic: string, where: string): Promise<string> {
  const { topics } = await consumer.metadata({ topics: [topic] });
  const found = topics.get(topic);
  if (!found) throw new UserEventsError(`${where}: there is no such topic`);
  return found.id;
}

const assignedTo = (consumer: BufferConsumer, topic: string): readonly number[] =>
  consumer.assignments?.find((assignment) => assignment.topic === topic)?.partitions ?? [];

async function offsetsOf(consumer: BufferConsumer, topic: string, timestamp: bigint): Promise<bigint[]> {
  const partitions = [...assignedTo(consumer, topic)];
  if (partitions.length === 0) return [];
  const offsets = await consumer.listOffsets({
    topics: [topic],
    partitions: { [topic]: partitions },
    timestamp,
  });
  return offsets.get(topic) ?? [];
}

/**
 * Moves committed offsets that the log no longer has, or not yet, to its beginning. Without this the client
 * would fail on them for ever: events are kept for a time, and a consumer may be away for longer.
 * @returns the partitions' ends
 */
async function skipExpired(
  consumer: BufferConsumer,
  topic: string,
  onExpired: (records: number) => void,
): Promise<Offsets> {
  const partitions = [...assignedTo(consumer, topic)];
  if (partitions.length === 0) return new Map();
  const commits = await consumer.listCommittedOffsets({ topics: [{ topic, partitions }] });
  const committed = commits.get(topic) ?? [];
  const earliest = await offsetsOf(consumer, topic, EARLIEST);
  const latest = await offsetsOf(consumer, topic, LATEST);
  const moves = new Map<number, bigint>();
  for (const partition of partitions) {
    const offset = committed[partition] ?? NONE;
    if (offset === NONE) continue;
    const first = earliest[partition]!;
    if (offset < first || offset > latest[partition]!) moves.set(partition, first);
    if (offset < first) onExpired(Number(first - offset));
  }
  await commit(consumer, topic, moves);
  return new Map(partitions.map((partition) => [partition, latest[partition]!]));
}

async function commit(consumer: BufferConsumer, topic: string, wanted: Offsets): Promise<void> {
  const assigned = assignedTo(consumer, topic);
  const offsets = [...wanted]
    .filter(([partition]) => assigned.includes(partition))
    .map(([partition, offset]) => ({ topic, partition, offset, leaderEpoch: 0 }));
  if (offsets.length > 0) await consumer.commit({ offsets });
}

function reader(
  consumer: BufferConsumer,
  stream: BufferStream,
  topic: string,
  failed: Promise<never>,
): EventReader {
  const closed = new Promise<void>((resolve) => stream.once('close', resolve));
  return {
    ended: Promise.race([failed, closed]),
    commit: (offsets) => answered(commit(consumer, topic, offsets)),
    async lag() {
      const ends = await answered(offsetsOf(consumer, topic, LATEST));
      const lags = assignedTo(consumer, topic).map((partition) => {
        const next = stream.offsetsToFetch.get(`${topic}:${partition}`);
        return next === undefined ? 0 : Number(ends[partition]! - next);
      });
      return Math.max(0, ...lags);
    },
    state: () => ({
      topic,
      group: consumer.groupId,
      member: consumer.memberId,
      generation: consumer.generationId,
      partitions: assignedTo(consumer, topic),
      connected: consumer.isConnected(),
      lastHeartbeat: consumer.lastHeartbeat?.toISOString(),
    }),
    async close() {
      stream.removeAllListeners('data');
      await stream.close();
      await close(consumer);
    },
  };
}
