import { createClosers } from '../../lib/local/closers';

test('what was started last is stopped first', async () => {
  const stopped: string[] = [];
  const closers = createClosers();
  for (const name of ['one', 'two', 'three']) closers.add(() => stopped.push(name));
  await closers.closeAll();
  await closers.closeAll();
  expect(stopped).toEqual(['three', 'two', 'one']);
});

test('a failure stops nothing of the rest from being stopped', async () => {
  const stopped: string[] = [];
  const closers = createClosers();
  closers.add(() => stopped.push('one'));
  closers.add(async () => {
    throw new Error('stuck');
  });
  closers.add(() => stopped.push('three'));
  await expect(closers.closeAll()).rejects.toThrow('stuck');
  expect(stopped).toEqual(['three', 'one']);
});
