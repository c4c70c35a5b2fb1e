import { ThreadRegistry } from '../../../lib/runtime';
import { memoryLogger } from '../memory-sink';

let now = 0;
let clock: jest.SpyInstance;
beforeEach(() => {
  now = 1_000_000;
  clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => clock.mockRestore());

function registry() {
  const [logger, sink] = memoryLogger();
  return { threads: new ThreadRegistry(logger), sink };
}

test('a thread is OK until it dies, and its death is logged once, as CRITICAL', () => {
  const { threads, sink } = registry();
  const thread = threads.thread('worker-00');
  expect(threads.states()).toEqual({ 'worker-00': 'OK' });
  thread.die(new Error('out of memory'));
  thread.die();
  expect(threads.states()).toEqual({ 'worker-00': 'dead' });
  expect(sink.records()).toHaveLength(1);
  expect(sink.records()[0]).toMatchObject({
    level: 'CRITICAL',
    event_type: 'worker',
    message: 'Thread worker-00 has died',
    reason: { message: 'out of memory' },
  });
});

test('a thread that misses its deadline counts as dead until it beats again', () => {
  const { threads, sink } = registry();
  const thread = threads.thread('poller', { deadline: 30 });
  now += 30_000;
  expect(threads.states()).toEqual({ poller: 'OK' });
  now += 500;
  expect(threads.states()).toEqual({ poller: 'dead' });
  thread.beat();
  expect(threads.states()).toEqual({ poller: 'OK' });
  expect(sink.records().map(({ level, message }) => [level, message])).toEqual([
    ['CRITICAL', 'Thread poller has died'],
    ['WARNING', 'Thread poller is alive again'],
  ]);
});

test('a wall clock that is set ahead kills no thread', () => {
  const { threads } = registry();
  threads.thread('poller', { deadline: 30 });
  const wall = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_600_000);
  expect(threads.states()).toEqual({ poller: 'OK' });
  wall.mockRestore();
});

test('a thread without a deadline may be silent for ever', () => {
  const { threads } = registry();
  threads.thread('event');
  now += 365 * 86_400_000;
  expect(threads.states()).toEqual({ event: 'OK' });
});

test('a thread that has ended leaves the heartbeat', () => {
  const { threads, sink } = registry();
  threads.thread('worker-00').end();
  expect(threads.states()).toEqual({});
  expect(sink.records()).toEqual([]);
});

test('its logger names it', () => {
  const { threads, sink } = registry();
  threads.thread('worker-07').logger.info('hello');
  expect(sink.records()[0]).toMatchObject({ thread: 'worker-07' });
});
