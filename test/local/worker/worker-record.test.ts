import { seeRecord } from '../../../lib/local/worker/worker-record';

const record = (fields: object) => JSON.stringify({ event_source: 'lava-worker', ...fields });
const job = { event_type: 'job', job_id: 'sql/load', run_id: 'r1' };

test('a heartbeat is seen', () => {
  expect(seeRecord(record({ event_type: 'heartbeat' }), 'lava')).toEqual({ kind: 'heartbeat' });
});

test.each([
  ['Starting', 'starting'],
  ['Complete', 'complete'],
  ['Failed', 'failed'],
])('a job that says %s is %s', (message, status) => {
  expect(seeRecord(record({ ...job, message }), 'lava')).toEqual({
    kind: 'job',
    jobId: 'sql/load',
    runId: 'r1',
    status,
  });
});

test.each([
  record({ ...job, message: 'half way' }),
  record({ ...job, message: 'toString' }),
  record({ event_type: 'worker', message: 'Complete' }),
  JSON.stringify({ event_source: 'other', event_type: 'heartbeat' }),
  '{"event_source":"lava-worker"',
  'boot: mounting disks',
  '',
])('nothing is seen in %s', (line) => {
  expect(seeRecord(line, 'lava')).toBeUndefined();
});

test("a system's own records are seen, another's are not", () => {
  const beat = JSON.stringify({ event_source: 'acme-worker', event_type: 'heartbeat' });
  expect(seeRecord(beat, 'acme')).toEqual({ kind: 'heartbeat' });
  expect(seeRecord(beat, 'lava')).toBeUndefined();
});
