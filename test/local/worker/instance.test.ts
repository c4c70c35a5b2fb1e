import { createInstance, pathOnInstance } from '../../../lib/local/worker/instance';

test('an instance has a name for people, an id as EC2 gives it, and a root of its own', () => {
  const instance = createInstance('dev', 'core', 1, '/realm');
  expect(instance).toMatchObject({
    name: 'core-1',
    worker: 'core',
    index: 1,
    root: '/realm/instances/core-1',
  });
  expect(instance.instanceId).toMatch(/^i-[0-9a-f]{17}$/);
  expect(pathOnInstance(instance, '/var/log/lava')).toBe('/realm/instances/core-1/var/log/lava');
});

test('the id is the same in every run and another for every instance', () => {
  const id = (realm: string, worker: string, index: number) =>
    createInstance(realm, worker, index, '/realm').instanceId;
  expect(id('dev', 'core', 0)).toBe(id('dev', 'core', 0));
  expect(
    new Set([id('dev', 'core', 0), id('dev', 'core', 1), id('dev', 'gpu', 0), id('prod', 'core', 0)]).size,
  ).toBe(4);
});
