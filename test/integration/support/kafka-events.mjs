// Makes topics and writes user events, as a process of its own: the Kafka client is an ES module.
// usage: node kafka-events.mjs BROKER create TOPIC PARTITIONS
//        node kafka-events.mjs BROKER produce TOPIC COUNT [DELAY_MS after each thousand] [COMPRESSIONS, COUNT by each]
//        node kafka-events.mjs BROKER send TOPIC FILE: a JSON list of texts, null for a record without a value
//        node kafka-events.mjs BROKER runs PREFIX COUNT: as a worker's sink does, from the built package
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Admin, Producer, stringSerializers } from '@platformatic/kafka';
import { userEventSink } from '../../../dist/lib/user-events/index.js';

const [broker, command, topic, count, delay = '0', compression = 'none'] = process.argv.slice(2);
const options = { clientId: 'test', bootstrapBrokers: [broker], retries: 120, retryDelay: 500 };

const COMMANDS = {
  async create() {
    const admin = new Admin(options);
    await admin.createTopics({ topics: [topic], partitions: Number(count), replicas: 1 });
    await admin.close();
  },
  async produce() {
    for (const one of compression.split(',')) {
      const producer = openProducer(one);
      for (let sent = 0; sent < Number(count); sent += BATCH) {
        const size = Math.min(BATCH, Number(count) - sent);
        const numbers = Array.from({ length: size }, (_, index) => sent + index);
        await producer.send({
          messages: numbers.map((number) => ({ topic, key: String(number), value: event(number) })),
        });
        await sleep(Number(delay));
      }
      await producer.close();
    }
  },
  async send() {
    const producer = openProducer();
    const values = JSON.parse(readFileSync(count, 'utf8'));
    await producer.send({ messages: values.map((value) => ({ topic, value: value ?? undefined })) });
    await producer.close();
  },
  async runs() {
    const kafka = { brokers: [broker] };
    const sink = userEventSink({ userEvents: true, realm: 'dev', worker: 'core', topicPrefix: topic, kafka });
    const at = () => new Date().toISOString().slice(0, -1);
    const ts_dispatch = new Date(Date.now() - 1_000).toISOString();
    for (let number = 0; number < Number(count); number++) {
      const run = { job_id: `cmd/job${number % 5}`, run_id: `run-${number}`, ts_dispatch };
      for (const status of ['starting', 'running', number % 4 === 3 ? 'failed' : 'complete']) {
        await sink.write({ ...run, status, tu_event: at() });
      }
    }
    await sink.close(30_000);
    process.stdout.write(`${sink.dropped()} dropped\n`);
  },
};

const BATCH = 1_000;

function openProducer(compression = 'none') {
  const exactly = { idempotent: true, acks: -1 };
  return new Producer({ ...options, ...exactly, serializers: stringSerializers, compression });
}

/** Forty actions of four namespaces; every tenth fails, every fifth is a cold start. */
function event(number) {
  const body = {
    name: `ns${number % 4}/pkg/action${number % 40}`,
    activationId: number.toString(16).padStart(32, '0'),
    statusCode: number % 10 === 9 ? 1 : 0,
    duration: number % 3_000,
    waitTime: number % 100,
    initTime: number % 5 === 0 ? 120 : 0,
    kind: 'nodejs:20',
    conductor: false,
    memory: 256,
    size: 512,
    ...(number % 10 === 9 && { userDefinedStatusCode: 500 }),
  };
  return JSON.stringify({
    source: 'invoker0',
    body,
    subject: 'guest',
    namespace: 'guest',
    userId: '23bc46b1-71f6-4ed5-8c54-816aa4f8c502',
    eventType: 'Activation',
    timestamp: Date.now(),
  });
}

await COMMANDS[command]();
