// Asks a broker that is silent on a clock a hundred times as fast, and prints how it ends: silent-kafka.mjs DIST PORT
// The client's own limit of a request, 30 s, never comes: it is another's.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [dist, port] = process.argv.slice(2);
const real = globalThis.setTimeout;
globalThis.setTimeout = (call, ms, ...rest) => real(ms === 30_000 ? () => {} : call, ms / 100, ...rest);

const require = createRequire(import.meta.url);
const { kafkaReader } = require(join(dist, 'lib/user-events/index.js'));
const { kafkaSender } = require(join(dist, 'lib/user-events/kafka/kafka-sender.js'));
const brokers = [`127.0.0.1:${port}`];
const none = () => {};
const events = { onJoined: none, onRecord: none, onRebalanced: none, onExpired: none };
const ends = await Promise.allSettled([
  kafkaReader({ topic: 't', groupId: 'g', clientId: 'c', brokers })(events),
  kafkaSender('t', 'c', { brokers }).send(['value']),
]);
process.stdout.write(JSON.stringify(ends.map(({ reason }) => reason?.message)), () => process.exit());
