import fs from 'node:fs';
import { cloudWatchLogs, createLogger, type Logger } from '../../../lib/runtime';
import { cloudWatchSink } from '../../../lib/runtime/cloudwatch/cloudwatch-sink';
import {
  type LogEvent,
  logBatchSize,
  logEvent,
  MAX_EVENT_BYTES,
} from '../../../lib/runtime/cloudwatch/log-batch';
import { sdkLogClient } from '../../../lib/runtime/cloudwatch/log-client';
import { DENIED, DOWN, startLogServer, THROTTLED } from './log-server';

type Server = Awaited<ReturnType<typeof startLogServer>>;
let server: Server;
let spilled: string[];
let logger: Logger;

async function open(fail?: Parameters<typeof startLogServer>[0], props: object = {}): Promise<void> {
  server = await startLogServer(fail);
  spilled = [];
  const sink = cloudWatchSink({
    client: sdkLogClient({ group: '/var/log/lava/dev', stream: 's', client: server.client }),
    name: `group ${Math.random()}`,
    pause: [5, 50],
    delay: 20,
    spill: (line) => spilled.push(line),
    ...props,
  });
  logger = createLogger({ realm: 'dev', worker: 'core', host: 'h', destination: { sink } });
}
afterEach(() => server?.close());

const arrived = (): number[] => server.state.events.map(({ message }) => JSON.parse(message).n);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

test('makes group and stream once, then sends in order, one request at a time', async () => {
  await open();
  for (const n of upTo(12_000)) logger.info('x', { n });
  await logger.close();
  expect(arrived()).toEqual(upTo(12_000));
  expect(server.state.created).toEqual(['CreateLogStream', 'CreateLogGroup', 'CreateLogStream']);
  expect(server.state.maxInFlight).toBe(1);
  expect([logger.dropped(), spilled]).toEqual([0, []]);
});

test('a worker that may make streams but no groups sends to the group that is there', async () => {
  await open();
  server.state.group = true;
  logger.info('x', { n: 0 });
  await logger.close();
  expect(arrived()).toEqual([0]);
  expect(server.state.created).toEqual(['CreateLogStream']);
});

test("the stream is the process's own unless it is named", async () => {
  const streams: string[] = [];
  const client = {
    async send({ input }: { input: { logStreamName?: string } }) {
      streams.push(String(input.logStreamName));
      return {};
    },
  };
  for (const stream of [undefined, 'mine']) {
    const own = createLogger({
      realm: 'dev',
      worker: 'core',
      host: 'h1',
      destination: cloudWatchLogs({ group: 'g', stream, client: client as never }),
    });
    own.info('x');
    await own.close();
  }
  expect(streams[0]).toMatch(new RegExp(`^core/h1/${process.pid}/\\d{4}-\\d\\d-\\d\\dT[\\d-]+Z$`));
  expect(streams[1]).toBe('mine');
});

test('loses nothing when every third request is throttled', async () => {
  await open((put) => (put % 3 === 0 ? THROTTLED : undefined));
  for (const n of upTo(8000)) logger.info('x'.repeat(500), { n });
  await logger.close();
  expect(arrived()).toEqual(upTo(8000));
});

test('a refused event is found by bisection, dropped alone and counted', async () => {
  await open();
  for (const n of upTo(100)) logger.info(n === 37 ? 'poison' : 'fine', { n });
  await logger.close();
  expect(arrived()).toEqual(upTo(100).filter((n) => n !== 37));
  expect(logger.dropped()).toBe(1);
});

test('events that CloudWatch takes and throws away are counted', async () => {
  await open();
  const clock = jest.spyOn(Date, 'now').mockReturnValueOnce(Date.now() - 20 * 86_400_000);
  logger.info('old', { n: 0 });
  clock.mockRestore();
  await logger.drain();
  logger.info('new', { n: 1 });
  await logger.close();
  expect(arrived()[0]).toBe(1);
  expect(logger.dropped()).toBe(1);
});

test('a clock that runs back and forth is no reason to refuse a batch', async () => {
  await open();
  const clock = jest.spyOn(Date, 'now');
  const base = Date.now();
  for (const [n, minutes] of [5, -3, 2, -90, 0].entries()) {
    clock.mockReturnValueOnce(base + minutes * 60_000);
    logger.info('x', { n });
  }
  clock.mockRestore();
  await logger.close();
  expect(arrived()).toEqual([3, 1, 4, 2, 0]);
});

test('a record of 2 MB is cut, marked and sent', async () => {
  await open();
  logger.info('huge', { n: 0, data: '☃'.repeat(700_000) });
  logger.raw(`{"n":1,"data":"${'☃'.repeat(700_000)}`);
  await logger.close();
  const [first, second] = server.state.events;
  expect(JSON.parse(first!.message)).toMatchObject({ message: 'huge', truncated: true });
  expect(second!.message).toMatch(/☃…\[2100015 bytes\]$/);
  expect(logger.dropped()).toBe(0);
});

test('what cannot be sent before the deadline of close is spilled, not lost', async () => {
  jest.spyOn(performance, 'now').mockReturnValueOnce(-1e9);
  await open(() => DOWN);
  for (const n of upTo(10)) logger.info('x', { n });
  await logger.close();
  jest.restoreAllMocks();
  expect(spilled.map((line) => JSON.parse(line).n)).toEqual(upTo(10));
});

test('a permission that comes soon costs nothing', async () => {
  await open((put) => (put <= 4 ? DENIED : undefined));
  for (const n of upTo(10)) logger.info('x', { n });
  await logger.close();
  expect([arrived(), logger.dropped()]).toEqual([upTo(10), 0]);
});

test('one that does not come is told once, asked for less often, and what is lost is counted', async () => {
  const stderr = jest.spyOn(fs, 'writeSync').mockReturnValue(0);
  await open(() => DENIED, { patience: 60, name: 'group g' });
  logger.info('x', { n: 0 });
  while (logger.dropped() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  logger.info('x', { n: 1 });
  await logger.close();
  expect(stderr.mock.calls.map(([, text]) => text)).toEqual([
    'tiltmeter: cannot send records to group g, trying again: told to\n',
    'tiltmeter: records to group g are lost: told to; it has been so for a while, and is tried again from time to time\n',
  ]);
  stderr.mockRestore();
  expect([arrived(), spilled, logger.dropped() >= 2]).toEqual([[], [], true]);
});

describe('a batch', () => {
  const size = (...events: LogEvent[]) => logBatchSize(events);

  test('holds 10,000 events at most', () => {
    const events = upTo(10_001).map(() => logEvent('x', 0));
    expect([size(...events), size(...events.slice(0, 10_000)), size(events[0]!)]).toEqual([
      10_000, 10_000, 1,
    ]);
  });

  test('holds 1,048,576 bytes at most, in UTF-8 and with 26 for each event', () => {
    const half = '☃'.repeat((1_048_576 / 2 - 26) / 3);
    expect(size(logEvent(half, 0), logEvent(half, 0), logEvent('x', 0))).toBe(2);
  });

  test('spans 24 hours at most', () => {
    const day = 86_400_000;
    expect(size(logEvent('a', 0), logEvent('b', day), logEvent('c', day + 1))).toBe(2);
  });

  test.each([0, 1, 2, 3])('cuts an event on a character, %i bytes before it', (offset) => {
    const { text, bytes } = logEvent(`${'x'.repeat(offset)}${'💥'.repeat(300_000)}`, 0);
    expect(bytes).toBe(1_048_576);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_EVENT_BYTES);
    expect(text).not.toContain('\ufffd');
  });
});
