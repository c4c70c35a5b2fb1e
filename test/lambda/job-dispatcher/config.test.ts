import { readConfig } from '../../../lambda/job-dispatcher/config';

test('the environment names the realm and the queue of each worker', () => {
  const env = { TILTMETER_REALM: 'dev', WORKER_QUEUES: '{"core":"https://sqs/core"}' };
  expect(readConfig(env)).toEqual({ realm: 'dev', queues: { core: 'https://sqs/core' } });
});

test.each([
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
])('%j is refused', (env, problem) => {
  expect(() => readConfig(env)).toThrow(new Error(problem));
});
