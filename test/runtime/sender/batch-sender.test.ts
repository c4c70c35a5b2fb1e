import { type Answer, type BatchSenderProps, batchSender } from '../../../lib/runtime/sender/batch-sender';
import { batchOf, type Item, SendQueue } from '../../../lib/runtime/sender/send-queue';

const TAKEN: Answer = { kind: 'taken', rejected: 0, message: '' };
const LATER: Answer = { kind: 'later', message: 'busy' };

const item = (n: number, count = 1): Item => ({ text: String(n), count, bytes: 100 });
const numbers = (items: readonly Item[]): number[] => items.map(({ text }) => Number(text));
const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

interface Request {
  readonly numbers: readonly number[];
  readonly answer: Answer;
}

/** A destination that answers as it is told; requests count from 1. */
function open(
  behave: (request: number, batch: readonly Item[]) => Answer | Promise<Answer> = () => TAKEN,
  props: Partial<BatchSenderProps<Item>> = {},
) {
  const requests: Request[] = [];
  const spilled: number[] = [];
  const inFlight = { now: 0, most: 0 };
  const sender = batchSender<Item>({
    async request(batch) {
      inFlight.now += 1;
      inFlight.most = Math.max(inFlight.most, inFlight.now);
      const place = requests.length;
      requests.push({ numbers: numbers(batch), answer: LATER });
      await new Promise(setImmediate);
      const answer = await behave(place + 1, batch);
      requests[place] = { numbers: numbers(batch), answer };
      inFlight.now -= 1;
      return answer;
    },
    batchSize: batchOf(1000, 1000),
    spill: ({ text }) => spilled.push(Number(text)),
    what: 'records',
    name: `destination ${Math.random()}`,
    delay: 5,
    pause: [1, 4],
    ...props,
  });
  return {
    ...sender,
    requests,
    spilled,
    inFlight,
    write: (count: number) => {
      for (const n of upTo(count)) sender.push(item(n));
    },
    taken: () => requests.flatMap((one) => (one.answer.kind === 'taken' ? one.numbers : [])),
  };
}

test('who is barred for good is asked once for each batch, and let in again later', async () => {
  const sender = open((request) => (request <= 3 ? { kind: 'barred', message: 'no right' } : TAKEN), {
    patience: 0,
  });
  sender.write(40);
  await sender.close();
  expect(sender.requests.map(({ numbers }) => numbers.length)).toEqual([10, 10, 10, 10]);
  expect([sender.taken(), sender.dropped()]).toEqual([upTo(40).slice(30), 30]);
});

test('sends in order, one request at a time, each of at most a batch', async () => {
  const sender = open();
  sender.write(95);
  await sender.close();
  expect(sender.taken()).toEqual(upTo(95));
  expect(sender.requests.map((one) => one.numbers.length)).toEqual([...Array(9).fill(10), 5]);
  expect([sender.inFlight.most, sender.dropped(), sender.spilled]).toEqual([1, 0, []]);
});

test('what waits is sent after the delay, and at once when it fills a request', async () => {
  const waiting = open(undefined, { delay: 1 });
  waiting.push(item(7));
  while (waiting.taken().length === 0) await new Promise((done) => setTimeout(done, 1));
  await waiting.close();
  const full = open(undefined, { delay: 1e6 });
  full.push({ text: '8', count: 1, bytes: 256 * 1024 });
  while (full.taken().length === 0) await new Promise(setImmediate);
  await full.close();
  expect([waiting.taken(), full.taken()]).toEqual([[7], [8]]);
});

test('nothing is sent when there is nothing to send', async () => {
  const sender = open();
  sender.flush();
  await sender.drain(1000);
  await sender.close();
  expect(sender.requests).toEqual([]);
});

test('a request that may be taken later is made again until it is', async () => {
  const sender = open((request) => (request % 3 === 0 ? TAKEN : LATER));
  sender.write(30);
  await sender.close();
  expect([sender.taken(), sender.dropped()]).toEqual([upTo(30), 0]);
  expect(sender.requests).toHaveLength(9);
});

test('what is written in an outage waits for its end', async () => {
  let down = true;
  const sender = open(() => (down ? LATER : TAKEN));
  sender.write(20);
  await sender.drain(20);
  expect(sender.taken()).toEqual([]);
  down = false;
  await sender.drain(5000);
  await sender.close();
  expect([sender.taken(), sender.dropped()]).toEqual([upTo(20), 0]);
});

test('close waits for what is in flight', async () => {
  const sender = open();
  sender.push(item(0));
  sender.flush();
  sender.push(item(1));
  await sender.close();
  expect(sender.taken()).toEqual([0, 1]);
});

test('a batch that is not taken as a whole is halved; what is refused alone is lost and counted', async () => {
  const sender = open((_, batch) =>
    batch.some(({ text }) => text === '5') ? { kind: 'divide', message: 'bad' } : TAKEN,
  );
  sender.write(10);
  await sender.close();
  expect(sender.taken()).toEqual(upTo(10).filter((n) => n !== 5));
  expect(sender.dropped()).toBe(1);
});

test('a batch that is refused is lost as a whole, in what its items hold, and the next one is sent', async () => {
  const sender = open((request) => (request === 1 ? { kind: 'refused', message: 'no' } : TAKEN));
  for (const n of upTo(12)) sender.push(item(n, 3));
  await sender.close();
  expect([sender.taken(), sender.dropped()]).toEqual([[10, 11], 30]);
});

test('what is taken and thrown away is counted, and not sent again', async () => {
  const sender = open(() => ({ kind: 'taken', rejected: 2, message: 'too old' }));
  sender.write(5);
  await sender.close();
  expect([sender.requests.length, sender.dropped()]).toEqual([1, 2]);
});

test('when too many wait the oldest make room, and are counted', async () => {
  let down = true;
  const sender = open(() => (down ? LATER : TAKEN), { maxBytes: 2000 });
  sender.write(100);
  down = false;
  await sender.close();
  expect(sender.taken()).toEqual(upTo(100).slice(-20));
  expect(sender.dropped()).toBe(80);
});

test('a pause that the destination asks for is kept, also by who waits; one of our own is ended', async () => {
  const asked = open((request) => (request === 1 ? { ...LATER, after: 300 } : TAKEN));
  asked.write(1);
  const before = performance.now();
  await asked.drain(5000);
  expect(performance.now() - before).toBeGreaterThanOrEqual(290);
  const own = open((request) => (request === 1 ? LATER : TAKEN), { pause: [1e6, 1e6] });
  own.write(1);
  own.flush();
  while (own.requests[0]?.answer.message !== 'busy') await new Promise(setImmediate);
  await new Promise(setImmediate);
  await own.drain(5000);
  expect([asked.taken(), own.taken()]).toEqual([[0], [0]]);
  await Promise.all([asked.close(), own.close()]);
});

test('a drain ends at its deadline; nobody waits for a destination that answers only after it', async () => {
  const sender = open(() => ({ ...LATER, after: 3_600_000 }));
  sender.write(1);
  await sender.drain(50);
  await sender.drain(1e6);
  await sender.close();
  expect([sender.requests.length, sender.spilled, sender.dropped()]).toEqual([1, [0], 0]);
});

test('what cannot be sent before the deadline of close is spilled, not lost', async () => {
  jest.spyOn(performance, 'now').mockReturnValueOnce(-1e9);
  const sender = open(() => LATER);
  sender.write(25);
  await sender.close();
  jest.restoreAllMocks();
  expect([sender.spilled, sender.dropped()]).toEqual([upTo(25), 0]);
});

test('what comes after close is counted', async () => {
  const sender = open();
  await sender.close();
  sender.push(item(0, 4));
  await sender.close();
  expect([sender.requests.length, sender.spilled, sender.dropped()]).toEqual([0, [], 4]);
});

test('at exit, what is in flight, what waits and what is still written is spilled', async () => {
  const listeners = process.listeners('exit');
  const sender = open(() => new Promise<Answer>(() => {}));
  const [atExit] = process.listeners('exit').filter((one) => !listeners.includes(one));
  sender.write(12);
  sender.flush();
  atExit!(0);
  sender.push(item(12));
  expect(sender.spilled).toEqual(upTo(13));
});

test('a batch is one item at least, and of no more bytes and records than it may have', () => {
  const queue = new SendQueue<Item>(1e9);
  for (const [n, bytes, count] of [
    [0, 5000, 1],
    [1, 400, 1],
    [2, 600, 1],
    [3, 1, 1],
    [4, 1, 1],
    [5, 1, 2],
  ] as const)
    queue.push({ text: String(n), bytes, count });
  const size = batchOf(1000, 3);
  expect([1, 2, 3, 4].map(() => numbers(queue.take(size)))).toEqual([[0], [1, 2], [3, 4], [5]]);
  expect([queue.take(size), queue.length, queue.bytes]).toEqual([[], 0, 0]);
});

test('a full queue takes the next item as fast as an empty one', () => {
  const start = performance.now();
  const queue = new SendQueue<Item>(50_000 * 100);
  let lost = 0;
  for (let n = 0; n < 150_000; n += 1) lost += queue.push(item(n));
  expect([lost, queue.length, queue.bytes]).toEqual([100_000, 50_000, 5_000_000]);
  expect(numbers(queue.take(() => 2))).toEqual([100_000, 100_001]);
  expect(queue.push(item(150_000))).toBe(0);
  const rest = numbers(queue.take());
  expect([rest.length, rest[0], rest.at(-1)]).toEqual([49_999, 100_002, 150_000]);
  expect([queue.length, queue.bytes]).toEqual([0, 0]);
  // half a second; moving 50,000 items up for each of 100,000 takes more than a minute
  expect(performance.now() - start).toBeLessThan(20_000);
});
