import { mkdtempSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HeartbeatProps, startHeartbeat, ThreadRegistry } from '../../../lib/runtime';
import { memoryLogger } from '../memory-sink';

const START = Date.parse('2026-01-05T00:00:00Z');

let stop: () => void;

beforeEach(() => {
  jest.useFakeTimers({ now: START, doNotFake: ['performance', 'nextTick', 'queueMicrotask'] });
});

afterEach(() => {
  stop?.();
  jest.useRealTimers();
});

function start(props: Partial<HeartbeatProps> = {}) {
  const [logger, sink] = memoryLogger();
  const heartbeat = startHeartbeat({ logger, every: 60, ...props });
  stop = heartbeat.stop;
  const beats = () => sink.records().filter(({ event_type }) => event_type === 'heartbeat');
  const times = () => beats().map(({ timestamp }) => (Date.parse(String(timestamp)) - START) / 1000);
  return { logger, sink, heartbeat, beats, times };
}

test('carries the payload that Lava writes', async () => {
  const [logger] = memoryLogger();
  const threads = new ThreadRegistry(logger);
  threads.thread('worker-00');
  threads.thread('worker-01').die();
  const { beats } = start({
    sqs: async () => ({ messages: 4, notvisible: 2 }),
    internal: () => 3,
    threads,
    deferredTasks: () => 1,
    version: '1.2.3',
  });
  await jest.advanceTimersByTimeAsync(0);
  expect(beats()[0]).toMatchObject({
    level: 'INFO',
    message: 'heartbeat realm=dev worker=core',
    event_source: 'lava-worker',
    event_type: 'heartbeat',
    sqs: { messages: 4, notvisible: 2 },
    internal: { qlen: 3 },
    threads: { 'worker-00': 'OK', 'worker-01': 'dead' },
    deferred_tasks: 1,
    status: 'running',
    version: '1.2.3',
    uptime_s: 0,
  });
  const { delay_max_ms, delay_mean_ms, utilisation } = beats()[0]!.loop as Record<string, number>;
  for (const value of [delay_max_ms, delay_mean_ms, utilisation]) expect(value).toBeGreaterThanOrEqual(0);
});

test('the first comes at once, the others on a grid', async () => {
  const { times } = start({ sqs: async () => ({ messages: 0, notvisible: 0 }) });
  await jest.advanceTimersByTimeAsync(185_000);
  expect(times()).toEqual([0, 60, 120, 180]);
});

test('a queue that cannot be read is -1 and changes nothing else', async () => {
  const { beats, times } = start({ sqs: () => Promise.reject(new Error('no route')) });
  await jest.advanceTimersByTimeAsync(121_000);
  expect(times()).toEqual([0, 60, 120]);
  expect(beats().map(({ sqs }) => sqs)).toEqual(Array(3).fill({ messages: -1, notvisible: -1 }));
});

test('a queue that never answers makes no heartbeat late by more than a second', async () => {
  const { beats, times } = start({ sqs: () => new Promise(() => {}) });
  await jest.advanceTimersByTimeAsync(125_000);
  expect(times()).toEqual([1, 61, 121]);
  expect(beats()[2]!.sqs).toEqual({ messages: -1, notvisible: -1 });
});

test('a queue function that throws at once is -1 too', async () => {
  const { beats } = start({
    sqs: () => {
      throw new Error('not async');
    },
  });
  await jest.advanceTimersByTimeAsync(0);
  expect(beats()[0]!.sqs).toEqual({ messages: -1, notvisible: -1 });
});

test('a queue function that answers nothing is -1 too', async () => {
  const { beats } = start({ sqs: async () => undefined as never });
  await jest.advanceTimersByTimeAsync(0);
  expect(beats()[0]!.sqs).toEqual({ messages: -1, notvisible: -1 });
});

test('without a queue function nothing is said of a queue', async () => {
  const { beats, times } = start();
  await jest.advanceTimersByTimeAsync(121_000);
  expect(times()).toEqual([0, 60, 120]);
  for (const beat of beats()) expect(beat).not.toHaveProperty('sqs');
});

test('a late answer to an old question is not taken for the new one', async () => {
  const answers: ((depth: { messages: number; notvisible: number }) => void)[] = [];
  const { beats } = start({ sqs: () => new Promise((resolve) => answers.push(resolve)) });
  await jest.advanceTimersByTimeAsync(57_000);
  answers[0]!({ messages: 99, notvisible: 99 });
  await jest.advanceTimersByTimeAsync(5000);
  expect(beats().at(-1)!.sqs).toEqual({ messages: -1, notvisible: -1 });
});

test.each([
  ['forward', 3_600_000],
  ['back', -3_600_000],
])('a clock that is set %s neither silences the worker nor makes it catch up', async (_name, jump) => {
  const { beats } = start({ sqs: async () => ({ messages: 0, notvisible: 0 }) });
  await jest.advanceTimersByTimeAsync(90_000);
  jest.setSystemTime(Date.now() + jump);
  await jest.advanceTimersByTimeAsync(150_000);
  expect(beats().length).toBeGreaterThanOrEqual(4);
  expect(beats().length).toBeLessThanOrEqual(5);
});

test('the heartbeat after a blocked loop says for how long it was blocked', async () => {
  jest.useRealTimers();
  const { beats } = start({ every: 0.4 });
  while (beats().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  for (const end = performance.now() + 1200; performance.now() < end; );
  const before = beats().length;
  while (beats().length === before) await new Promise((resolve) => setTimeout(resolve, 5));
  expect((beats()[before]!.loop as { delay_max_ms: number }).delay_max_ms).toBeGreaterThan(800);
}, 20_000);

test('is written whatever the level of the log: an alarm waits for it', async () => {
  const [logger, sink] = memoryLogger({ level: 'critical' });
  stop = startHeartbeat({ logger, every: 60 }).stop;
  await jest.advanceTimersByTimeAsync(0);
  expect(sink.records()).toMatchObject([{ level: 'INFO', event_type: 'heartbeat' }]);
});

test('stop stops it', async () => {
  const { beats, heartbeat } = start();
  await jest.advanceTimersByTimeAsync(1000);
  heartbeat.stop();
  await jest.advanceTimersByTimeAsync(300_000);
  expect(beats()).toHaveLength(1);
});

test.each<[string, Partial<HeartbeatProps>]>([
  ['without a queue', {}],
  ['before the queue answers', { sqs: async () => ({ messages: 1, notvisible: 0 }) }],
])('stop in the tick of the start stops it, %s: nothing keeps the process', async (_, props) => {
  const { heartbeat, beats } = start(props);
  heartbeat.stop();
  await jest.advanceTimersByTimeAsync(120_000);
  expect(beats()).toEqual([]);
  expect(jest.getTimerCount()).toBe(0);
});

test('stop from one of its own callbacks stops it', async () => {
  const { beats } = start({
    status: () => {
      stop();
      return 'stopping';
    },
  });
  await jest.advanceTimersByTimeAsync(120_000);
  expect(beats()).toHaveLength(1);
  expect(jest.getTimerCount()).toBe(0);
});

test('a callback that throws does not end it', async () => {
  const { beats } = start({
    internal: () => {
      throw new Error('broken gauge');
    },
  });
  await jest.advanceTimersByTimeAsync(61_000);
  expect(beats()).toHaveLength(2);
  expect(beats()[0]!.internal).toEqual({ qlen: -1 });
});

test.each([0, -1, Number.NaN, 86_401, Number.POSITIVE_INFINITY])(
  'a period of %d s fails at construction',
  (every) => {
    expect(() => start({ every })).toThrow(
      `a heartbeat every ${every} s is impossible: give a number above 0, at most 86400`,
    );
  },
);

describe('the liveness file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tiltmeter-live-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('is created, and its time follows the heartbeat', async () => {
    const file = join(folder, '.heartbeat');
    start({ file });
    await jest.advanceTimersByTimeAsync(1000);
    expect(statSync(file).mtimeMs).toBeGreaterThan(0);
    utimesSync(file, 1, 1);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(statSync(file).mtimeMs).toBe(START + 60_000);
  });

  test('is complained of when its directory has vanished, and the heartbeat goes on', async () => {
    const { beats, sink } = start({ file: join(folder, 'gone', '.heartbeat') });
    await jest.advanceTimersByTimeAsync(61_000);
    expect(beats()).toHaveLength(2);
    expect(sink.records()[1]).toMatchObject({ level: 'ERROR', event_type: 'worker' });
    expect(sink.records()[1]!.message).toMatch(/^Cannot touch heartbeat file .*: ENOENT/);
  });
});
