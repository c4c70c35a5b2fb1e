import { readConfig } from '../../../lambda/job-dispatcher/config';

test('the environment names the realm and the queue of each worker', () => {
  const env = { TILTMETER_REALM: 'dev', WORKER_QUEUES: '{"core":"https://sqs/core"}' };
  expect(readConfig(env)).toEqual({
    realm: 'dev',
    queues: { core: 'https://sqs/core' },
    triggers: [],
    jobs: {},
    dialect: 'tiltmeter',
  });
});

test('triggers are optional', () => {
  const trigger = { bucket: 'in', prefix: 'csv/', jobs: ['cmd/load'], request: { worker: 'core' } };
  const env = { TILTMETER_REALM: 'dev', WORKER_QUEUES: '{}', JOB_TRIGGERS: JSON.stringify([trigger]) };
  expect(readConfig(env).triggers).toEqual([trigger]);
});

test('a job may have a worker, and requests may be as Lava takes them', () => {
  const env = {
    TILTMETER_REALM: 'dev',
    WORKER_QUEUES: '{"core":"q"}',
    JOB_WORKERS: '{"cmd/a":"core"}',
    DISPATCH_DIALECT: 'lava',
  };
  expect(readConfig(env)).toMatchObject({ jobs: { 'cmd/a': 'core' }, dialect: 'lava' });
});

test.each<[object, string]>([
  [
    { TILTMETER_REALM: 'dev', WORKER_QUEUES: '{"core":"q"}', JOB_WORKERS: '{"a":"gpu"}' },
    'JOB_WORKERS is not usable; it must be a JSON object, job to a worker that has a queue',
  ],
  [
    { TILTMETER_REALM: 'dev', WORKER_QUEUES: '{}', DISPATCH_DIALECT: 'Lava' },
    'DISPATCH_DIALECT is not usable; it must be one of tiltmeter, lava',
  ],
  [{ WORKER_QUEUES: '{}' }, 'TILTMETER_REALM is not set; it must name the realm'],
  [{ TILTMETER_REALM: 'dev' }, 'WORKER_QUEUES is not usable; it must be a JSON object, worker to queue URL'],
  [
    { TILTMETER_REALM: 'dev', WORKER_QUEUES: '{"core":1}' },
    'WORKER_QUEUES is not usable; it must be a JSON object, worker to queue URL',
  ],
  [
    { TILTMETER_REALM: 'dev', WORKER_QUEUES: '["core"]' },
    'WORKER_QUEUES is not usable; it must be a JSON object, worker to queue URL',
  ],
  ...[
    '{}',
    '[',
    '[{"bucket":"in"}]',
    '[{"bucket":"in","request":{}}]',
    '[{"bucket":"in","jobs":[],"request":{},"suffix":1}]',
  ].map((JOB_TRIGGERS): [object, string] => [
    { TILTMETER_REALM: 'dev', WORKER_QUEUES: '{}', JOB_TRIGGERS },
    'JOB_TRIGGERS is not usable; it must be a JSON list of { bucket, prefix, suffix, jobs, request }',
  ]),
])('%j is refused', (env, problem) => {
  expect(() => readConfig(env as Record<string, string>)).toThrow(new Error(problem));
});
