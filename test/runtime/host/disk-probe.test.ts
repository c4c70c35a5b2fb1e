import { diskProbe, statfsOfParent } from '../../../lib/runtime/host/disk-probe';

const FREE = { blocks: 100, bfree: 40, bavail: 20 };

test('counts as df does: what is reserved for root is neither used nor free', async () => {
  expect(await diskProbe('/', 1000, async () => FREE)()).toBe(75);
});

test('an empty file system is not in use', async () => {
  expect(await diskProbe('/', 1000, async () => ({ blocks: 0, bfree: 0, bavail: 0 }))()).toBe(0);
});

test('a path that is not there has no answer', async () => {
  expect(await diskProbe('/no/such/path')()).toBeUndefined();
});

test('a folder that is not there yet is on the file system of its parent', async () => {
  // /proc has no blocks at all
  expect(await diskProbe('/proc/no/such/path', 1000, statfsOfParent)()).toBe(0);
});

test('a hung disk is given up, and asked again only after it has answered', async () => {
  let answer: (value: typeof FREE) => void = () => {};
  let asked = 0;
  const probe = diskProbe('/', 10, () => {
    asked += 1;
    return new Promise((resolve) => {
      answer = resolve;
    });
  });
  expect(await probe()).toBeUndefined();
  expect(await probe()).toBeUndefined();
  expect(asked).toBe(1);
  answer(FREE);
  await new Promise((resolve) => setImmediate(resolve));
  const second = probe();
  answer(FREE);
  expect(await second).toBe(75);
  expect(asked).toBe(2);
});
