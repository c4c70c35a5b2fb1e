import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createEventQueue,
  dynamoDbEvents,
  type EventQueueProps,
  type EventSink,
  jsonLinesEvents,
  memoryEvents,
  type RunEvent,
} from '../../../lib/runtime';
import { memoryLogger } from '../memory-sink';

const RUN = { job_id: 'cmd/x', run_id: 'r1', ts_dispatch: '2026-01-05T00:00:00Z' };
const ORIGIN = { worker: 'core', worker_id: 'i-1-42', hostname: 'h1', instance_id: 'i-1', ttl: 172_800 };

function open(sink: EventSink, props: Partial<EventQueueProps> = {}) {
  const [logger, log] = memoryLogger();
  return { queue: createEventQueue({ sink, origin: ORIGIN, logger, backoff: 1, ...props }), log };
}

test('an event has the shape of an item of the events table', async () => {
  jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-01-05T00:00:07.089Z'));
  const sink = memoryEvents();
  const { queue } = open(sink);
  queue.record(RUN, 'failed', { error: 'boom' });
  jest.restoreAllMocks();
  await queue.drain(1000);
  const [event] = sink.events;
  expect(event).toEqual({
    ...RUN,
    status: 'failed',
    ts_event: expect.stringMatching(/^2026-01-0[45]T\d\d:\d\d:07\.089000[+-]\d\d:\d\d$/),
    tu_event: '2026-01-05T00:00:07.089000',
    ttl: Date.parse('2026-01-07T00:00:07Z') / 1000,
    worker: 'core',
    worker_id: 'i-1-42',
    hostname: 'h1',
    instance_id: 'i-1',
    log: { ts_event: event!.ts_event, tu_event: event!.tu_event, status: 'failed', info: { error: 'boom' } },
  });
  expect(Date.parse(event!.ts_event)).toBe(Date.parse('2026-01-05T00:00:07.089Z'));
});

/** Fails as often as told, then keeps. */
function shaky(failures: number): EventSink & { events: RunEvent[] } {
  const sink = memoryEvents();
  let left = failures;
  return {
    ...sink,
    name: 'lava.dev.events',
    async write(event) {
      left -= 1;
      if (left >= 0) throw new Error('throttled');
      await sink.write(event);
    },
  };
}

test('a write that fails is tried again, and order survives', async () => {
  const sink = shaky(3);
  const { queue, log } = open(sink);
  for (const status of ['starting', 'running', 'complete'] as const) queue.record(RUN, status);
  await queue.drain(2000);
  expect(sink.events.map(({ status }) => status)).toEqual(['starting', 'running', 'complete']);
  expect(log.records()).toEqual([]);
});

test('an event that cannot be written is logged in the words of Lava, counted, and the next ones go on', async () => {
  const sink = shaky(2);
  const { queue, log } = open(sink, { attempts: 2 });
  queue.record(RUN, 'starting');
  queue.record(RUN, 'complete');
  await queue.drain(2000);
  expect(sink.events.map(({ status }) => status)).toEqual(['complete']);
  expect(queue.dropped()).toBe(1);
  expect(log.records()).toMatchObject([
    {
      level: 'ERROR',
      message: 'Could not log to lava.dev.events',
      status: 'starting',
      reason: { message: 'throttled' },
    },
  ]);
});

test('what waits is bounded, the oldest makes room', async () => {
  const { queue } = open({ name: 'stuck', write: () => new Promise(() => {}) }, { maxWaiting: 5 });
  for (let n = 0; n < 50; n += 1) queue.record({ ...RUN, run_id: String(n) }, 'running');
  expect(queue.waiting()).toBe(5);
  expect(queue.dropped()).toBe(45);
  await queue.drain(10);
});

test('JSON lines are appended to a file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tiltmeter-events-'));
  const file = join(folder, 'events.jsonl');
  const { queue } = open(jsonLinesEvents(file));
  queue.record(RUN, 'starting');
  queue.record(RUN, 'complete');
  await queue.drain(1000);
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  rmSync(folder, { recursive: true });
  expect(lines.map((line) => JSON.parse(line).status)).toEqual(['starting', 'complete']);
});

test('a file of events that cannot be opened fails at construction', () => {
  expect(() => jsonLinesEvents('/no/such/folder/events')).toThrow(
    "cannot open events file /no/such/folder/events: ENOENT: no such file or directory, open '/no/such/folder/events'",
  );
});

const cyclic: Record<string, unknown> = { n: 1 };
cyclic.self = cyclic;

test.each<[string, unknown, unknown]>([
  ['a BigInt', { n: 5n }, { n: '5' }],
  ['an error', { error: new Error('boom') }, { error: 'boom' }],
  ['an error alone', new Error('boom'), 'boom'],
  ['a cycle', cyclic, { n: 1, self: '[Circular]' }],
  ['a number that is none', { n: Number.NaN }, { n: null }],
  ['a function', () => {}, '[Function anonymous]'],
  [
    'a getter that throws',
    {
      get broken() {
        throw new Error('no');
      },
    },
    { broken: '[unreadable: no]' },
  ],
])('%s in what a job tells loses no event', async (_name, info, told) => {
  const sink = memoryEvents();
  const { queue } = open(sink);
  queue.record(RUN, 'retrying', info);
  await queue.drain(1000);
  expect(sink.events[0]!.log.info).toEqual(told);
});

test('what a job changes after it was told changes no event', async () => {
  const sink = memoryEvents();
  const { queue } = open(sink);
  const info = { step: 1 };
  queue.record(RUN, 'retrying', info);
  info.step = 2;
  await queue.drain(1000);
  expect(sink.events[0]!.log.info).toEqual({ step: 1 });
});

test('DynamoDB gets an update that keeps the log of the run', async () => {
  const inputs: Record<string, unknown>[] = [];
  const client = {
    send: async ({ input }: { input: Record<string, unknown> }) => {
      inputs.push(input);
    },
  };
  const { queue } = open(dynamoDbEvents({ table: 'lava.dev.events', client }));
  queue.record(RUN, 'failed', { code: 3, nested: [true, null], error: new Error('boom') });
  await queue.drain(5000);
  expect(inputs[0]).toMatchObject({
    TableName: 'lava.dev.events',
    Key: { job_id: { S: 'cmd/x' }, run_id: { S: 'r1' } },
    ExpressionAttributeValues: {
      ':status': { S: 'failed' },
      ':ttl': { N: expect.stringMatching(/^\d+$/) },
      ':none': { L: [] },
      ':log': {
        L: [
          {
            M: {
              status: { S: 'failed' },
              info: {
                M: {
                  code: { N: '3' },
                  nested: { L: [{ BOOL: true }, { NULL: true }] },
                  error: { S: 'boom' },
                },
              },
            },
          },
        ],
      },
    },
  });
  const { UpdateExpression, ExpressionAttributeNames } = inputs[0] as {
    UpdateExpression: string;
    ExpressionAttributeNames: object;
  };
  expect(UpdateExpression).toMatch(
    /^SET #ts_dispatch = :ts_dispatch, .*, #log = list_append\(if_not_exists\(#log, :none\), :log\)$/,
  );
  for (const name of UpdateExpression.match(/#\w+/g)!)
    expect(ExpressionAttributeNames).toHaveProperty([name]);
});

test('a write that never settles is given up, and those behind it are written', async () => {
  let hangs = true;
  const kept = memoryEvents();
  const sink: EventSink = {
    name: 'table',
    write: (event) => (hangs ? new Promise<never>(() => {}) : kept.write(event)),
  };
  const { queue, log } = open(sink, { writeTime: 20, attempts: 1 });
  queue.record(RUN, 'running');
  await queue.drain(2_000);
  expect([queue.waiting(), queue.dropped()]).toEqual([0, 1]);
  expect(JSON.stringify(log)).toContain('no answer within 0.02 s');
  hangs = false;
  queue.record(RUN, 'complete');
  await queue.drain(2_000);
  expect(kept.events.map(({ status }) => status)).toEqual(['complete']);
});
