import { InternalQueue } from '../../../lib/runtime/worker/internal-queue';

test('hands out in order and ends when closed', async () => {
  const queue = new InternalQueue<number>(10);
  for (const n of [1, 2, 3]) await queue.put(n);
  queue.close();
  const taken: number[] = [];
  for await (const n of queue) taken.push(n);
  expect(taken).toEqual([1, 2, 3]);
});

test('a full queue makes the putter wait for a taker', async () => {
  const queue = new InternalQueue<number>(1);
  await queue.put(1);
  let put = false;
  const second = queue.put(2).then(() => {
    put = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect([put, queue.length]).toEqual([false, 1]);
  expect(await queue[Symbol.asyncIterator]().next()).toEqual({ value: 1, done: false });
  await second;
  expect([put, queue.length]).toEqual([true, 1]);
});

test('several takers share the items, each gets its own', async () => {
  const queue = new InternalQueue<number>(2);
  const seen: number[] = [];
  const takers = [0, 1, 2].map(async () => {
    for await (const n of queue) {
      seen.push(n);
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
  for (let n = 0; n < 50; n += 1) await queue.put(n);
  queue.close();
  await Promise.all(takers);
  expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, n) => n));
});
