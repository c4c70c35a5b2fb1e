import { readFunctionLine } from '../../../lib/local/function/function-line';

const dispatched = { type: 'dispatch', index: 0, dispatched: true, worker: 'core', job_id: 'a', run_id: 'r' };
const told = { type: 'alert', channel: 'slack', alarm: 'a', delivered: true, attempts: 1 };

test('a dispatched job is an event', () => {
  expect(readFunctionLine(JSON.stringify(dispatched))).toEqual({
    type: 'job',
    job_id: 'a',
    run_id: 'r',
    worker: 'core',
    status: 'dispatched',
  });
});

test('an alert that could not be delivered is an event', () => {
  const line = JSON.stringify({ ...told, delivered: false, problem: 'HTTP 500' });
  expect(readFunctionLine(line)).toEqual({
    type: 'alert',
    channel: 'slack',
    target: 'slack',
    delivered: false,
    summary: 'a: HTTP 500',
  });
});

test.each([
  JSON.stringify(told),
  JSON.stringify({ ...told, delivered: false, skipped: 'duplicate' }),
  JSON.stringify({ ...dispatched, dispatched: false, problem: 'no worker' }),
  '{"type":"toString"}',
  '{"level":"info"}',
  '{broken',
  'START RequestId',
])('%s is no event', (line) => {
  expect(readFunctionLine(line)).toBeUndefined();
});
