import type { RunEvent } from '../../../lib/runtime';
import { createSendQueue, type EventSender } from '../../../lib/user-events/producer/send-queue';
import { userEventSink } from '../../../lib/user-events/producer/user-event-sink';
import { until } from '../service/fake-reader';

const run = (status: RunEvent['status'], run_id = 'r1') =>
  ({
    job_id: 'cmd/a',
    run_id,
    ts_dispatch: '2026-01-05T09:00:00+00:00',
    status,
    tu_event: '2026-01-05T09:00:01.000000',
  }) as RunEvent;

function memorySender(send: (values: readonly string[]) => Promise<void> = async () => {}) {
  const sent: string[] = [];
  const sender: EventSender & { closed: boolean } = {
    name: `memory ${Math.random()}`,
    closed: false,
    async send(values) {
      await send(values);
      sent.push(...values);
    },
    async close() {
      sender.closed = true;
    },
  };
  return { sender, sent, types: () => sent.map((text) => JSON.parse(text).eventType) };
}

test('nothing is sent unless it is switched on', async () => {
  const { sender, sent } = memorySender();
  for (const userEvents of [undefined, false]) {
    const sink = userEventSink({ userEvents, realm: 'dev', worker: 'core', sender });
    await sink.write(run('starting'));
    sink.limit('TimedRateLimit');
    await sink.close();
  }
  expect(sent).toEqual([]);
});

test('switched on without brokers is a mistake that is said at once', () => {
  expect(() => userEventSink({ userEvents: true, realm: 'dev', worker: 'core' })).toThrow(
    'brokers: got none',
  );
});

test('runs and limits arrive in order', async () => {
  const { sender, types } = memorySender();
  const sink = userEventSink({ userEvents: true, realm: 'dev', worker: 'core', sender });
  await sink.write(run('starting'));
  await sink.write(run('complete'));
  sink.limit('ConcurrentRateLimit');
  await sink.close();
  expect(types()).toEqual(['Metric', 'Activation', 'Metric']);
  expect(sender.closed).toBe(true);
});

test('a Kafka that never answers holds up no run', async () => {
  const { sender } = memorySender(() => new Promise(() => {}));
  const sink = userEventSink({ userEvents: true, realm: 'dev', worker: 'core', sender, maxWaiting: 100 });
  const began = performance.now();
  for (let index = 0; index < 1_000; index++) await sink.write(run('starting', `r${index}`));
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(sink.dropped()).toBe(900);
  await sink.close(10);
  // What waited and the thousand runs that never ended could not be told either.
  expect(sink.dropped()).toBe(2_000);
});

test('what could not be sent is sent again, in order, and none is lost or doubled', async () => {
  let failures = 2;
  const { sender, sent } = memorySender(async () => {
    if (failures-- > 0) throw new Error('connection refused');
  });
  const queue = createSendQueue({ sender, backOff: 2 });
  for (let index = 0; index < 1_200; index++) queue.put(String(index));
  await until(() => sent.length === 1_200);
  expect(sent).toEqual(Array.from({ length: 1_200 }, (_, index) => String(index)));
  expect(queue.dropped()).toBe(0);
  await queue.close(10);
});

test('with a full queue the oldest that is not on its way makes room', async () => {
  let release!: () => void;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { sender, sent } = memorySender(() => gate);
  const queue = createSendQueue({ sender, maxWaiting: 3 });
  for (const value of ['a', 'b', 'c', 'd']) queue.put(value);
  release();
  await queue.close(100);
  expect(sent).toEqual(['a', 'c', 'd']);
  expect(queue.dropped()).toBe(1);
});

test('what comes after the end is counted as dropped', async () => {
  const { sender, sent } = memorySender();
  const sink = userEventSink({ userEvents: true, realm: 'dev', worker: 'core', sender });
  await sink.close();
  sink.limit('TimedRateLimit');
  expect(sink.dropped()).toBe(1);
  expect(sent).toEqual([]);
});
