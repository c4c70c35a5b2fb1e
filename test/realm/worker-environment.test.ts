import { workerEnvironment } from '../../lib/realm/worker-environment';
import { workerOptions } from '../../lib/runtime/worker/worker-options';
import { config, file } from './realm-text';

test.each([[['cmd/a', 'cmd/b']], [['a,b']], [['[a]', 'b']], [['say "hi"', 'back\\slash', 'c,d']]])(
  'a worker measures the jobs that the realm file names, whatever their ids are: %j',
  (ids) => {
    const jobs = `jobs: ${JSON.stringify(Object.fromEntries(ids.map((id) => [id, {}])))}`;
    const environment = workerEnvironment(config(file({ top: [jobs] })));
    const { CW_METRICS_JOBS } = workerOptions(['--realm', 'dev', '--worker', 'core'], environment).config;
    expect(CW_METRICS_JOBS).toEqual(ids);
  },
);

test('a promise about the starts of a worker has the delay of every run measured, and no other realm has', () => {
  const soon = 'slos: { soon: { worker: core, startWithin: 5m, target: 95%, runs: 1/d } }';
  const configOf = (...top: string[]) =>
    workerOptions(['--realm', 'dev', '--worker', 'core'], workerEnvironment(config(file({ top })))).config;
  expect(configOf(soon)).toMatchObject({ CW_METRICS_DELAY: true, CW_METRICS_JOB: false });
  expect(configOf().CW_METRICS_DELAY).toBe(false);
});
