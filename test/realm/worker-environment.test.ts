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
