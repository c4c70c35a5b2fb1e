import { parseDispatchMessage } from '../../../lib/runtime';

const HERE = { realm: 'dev', worker: 'core' };
const GOOD = {
  realm: 'dev',
  worker: 'core',
  job_id: 'cmd/hello-world',
  run_id: '4f1c8f5e-0000-4000-8000-000000000000',
  ts_dispatch: '2026-01-05T15:04:36+11:00',
  parameters: { seconds: 1 },
};

test('a dispatch message is taken as it is', () => {
  expect(parseDispatchMessage(JSON.stringify(GOOD), HERE)).toEqual({ message: GOOD });
});

test.each([
  [undefined, 'not a JSON object'],
  ['nonsense', 'not a JSON object'],
  ['[]', 'not a JSON object'],
  ['null', 'not a JSON object'],
  ['{}', 'no string in realm, worker, job_id, run_id, ts_dispatch'],
  [JSON.stringify({ ...GOOD, job_id: 5, run_id: '' }), 'no string in job_id, run_id'],
  [JSON.stringify({ ...GOOD, realm: 'prod' }), 'for realm prod, but this is dev'],
  [JSON.stringify({ ...GOOD, worker: 'gpu' }), 'for worker gpu, but this is core'],
  [JSON.stringify({ ...GOOD, ts_dispatch: 'yesterday' }), 'ts_dispatch is no time'],
])('%s is refused: %s', (body, problem) => {
  expect(parseDispatchMessage(body, HERE)).toEqual({ problem });
});
