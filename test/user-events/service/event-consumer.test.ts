import {
  type EventConsumer,
  type EventConsumerProps,
  startEventConsumer,
} from '../../../lib/user-events/service/event-consumer';
import { FakeTopic, until } from './fake-reader';

/** A consumer that a failed test has left running would keep the test run from ending. */
const consumers: EventConsumer[] = [];
afterEach(async () => {
  for (const consumer of consumers.splice(0)) await consumer.close().catch(() => {});
});

function start(topic: FakeTopic, props: Partial<EventConsumerProps> = {}) {
  const counted: string[] = [];
  const warnings: string[] = [];
  const consumer = startEventConsumer({
    open: topic.open,
    count: (value) => counted.push(value?.toString() ?? '(none)'),
    flush: async () => {},
    backOff: () => 5,
    commitEvery: 5,
    lagEvery: 5,
    warn: (text) => warnings.push(text),
    ...props,
  });
  consumers.push(consumer);
  return { consumer, counted, warnings };
}

test('what is counted is committed, and the lag is known', async () => {
  const topic = new FakeTopic();
  topic.add('a', 'b', undefined);
  const { consumer, counted } = start(topic);
  await until(() => topic.committed === 3n && consumer.lag() === 0);
  expect(counted).toEqual(['a', 'b', '(none)']);
  expect(consumer.isRunning()).toBe(true);
  await consumer.close();
  expect(consumer.isRunning()).toBe(false);
});

test('a Kafka that is down at the start is waited for', async () => {
  const topic = new FakeTopic();
  topic.failures = ['connection refused', 'connection refused', 'there is no such topic'];
  topic.add('a');
  const { consumer, counted, warnings } = start(topic, { backOff: (failures) => failures });
  expect(consumer.isRunning()).toBe(false);
  await until(() => counted.length === 1);
  expect(warnings).toEqual([
    'connection refused; trying again in 0 s',
    'connection refused; trying again in 0 s',
    'there is no such topic; trying again in 0 s',
  ]);
  expect(consumer.restarts()).toBe(3);
  await consumer.close();
});

test('no event is counted twice by a process that has to begin anew before it committed', async () => {
  const topic = new FakeTopic();
  topic.commitFailure = 'the coordinator is away';
  topic.add('a', 'b');
  const { consumer, counted, warnings } = start(topic);
  await until(() => topic.opened > 2);
  topic.commitFailure = undefined;
  topic.add('c');
  await until(() => topic.committed === 3n);
  expect(counted).toEqual(['a', 'b', 'c']);
  expect(consumer.repeated()).toBeGreaterThanOrEqual(2);
  expect(warnings[0]).toBe('the coordinator is away; trying again in 0 s');
  await consumer.close();
});

test('a broker that dies between two events costs none', async () => {
  const topic = new FakeTopic();
  topic.add('a');
  const { consumer, counted } = start(topic);
  await until(() => counted.length === 1);
  topic.fail('connection lost');
  await until(() => consumer.restarts() === 1);
  topic.add('b');
  await until(() => counted.length === 2);
  expect(counted).toEqual(['a', 'b']);
  await consumer.close();
});

test('nothing is committed before what was counted is flushed', async () => {
  const topic = new FakeTopic();
  topic.add('a');
  let flushed!: () => void;
  const flush = () =>
    new Promise<void>((resolve) => {
      flushed = resolve;
    });
  const { consumer } = start(topic, { flush });
  await until(() => flushed !== undefined);
  expect(topic.committed).toBe(0n);
  flushed();
  await until(() => topic.committed === 1n);
  const closing = consumer.close();
  const release = setInterval(() => flushed(), 1);
  await closing;
  clearInterval(release);
});

test('with commit when scraped, an event is committed only when a scrape that showed it was answered', async () => {
  const topic = new FakeTopic();
  topic.add('a', 'b');
  const { consumer, counted } = start(topic, { commitWhen: 'scraped' });
  await until(() => counted.length === 2);
  const shown = consumer.beginScrape();
  topic.add('c');
  await until(() => counted.length === 3);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(topic.committed).toBe(0n);
  shown();
  await until(() => topic.committed === 2n);
  await consumer.close();
  expect(topic.committed).toBe(2n);
});

test('closing commits what was counted', async () => {
  const topic = new FakeTopic();
  topic.add('a');
  const { consumer, counted } = start(topic, { commitEvery: 1_000_000 });
  await until(() => counted.length === 1);
  await consumer.close();
  expect(topic.committed).toBe(1n);
});

test('it gives up after as many failures in a row as it may have', async () => {
  const topic = new FakeTopic();
  topic.failures = Array(10).fill('connection refused');
  const { consumer } = start(topic, { maxRestarts: 2, backOff: () => 1 });
  await expect(consumer.done).rejects.toThrow('gave up after 2 restarts: connection refused');
  expect(topic.opened).toBe(3);
});

test('events that were deleted before they were read are counted and said', async () => {
  const topic = new FakeTopic();
  const { consumer, warnings } = start(topic, {
    open: (events) => {
      events.onExpired(42);
      return topic.open(events);
    },
  });
  await until(consumer.isRunning);
  expect(consumer.expired()).toBe(42);
  expect(warnings).toEqual(['42 events were deleted from Kafka before they were read']);
  await consumer.close();
});

test('closing does not wait for a back-off', async () => {
  const topic = new FakeTopic();
  topic.failures = ['connection refused'];
  const { consumer, warnings } = start(topic, { backOff: () => 1_000_000 });
  await until(() => warnings.length === 1);
  await consumer.close();
});

test('what goes on can be read', async () => {
  const topic = new FakeTopic();
  topic.add('a');
  const { consumer } = start(topic);
  await until(() => topic.committed === 1n);
  expect(consumer.state()).toMatchObject({
    running: true,
    restarts: 0,
    expired: 0,
    counted: { 0: 1 },
    committed: { 0: 1 },
    repeated: 0,
    topic: 'fake',
  });
  await consumer.close();
});
