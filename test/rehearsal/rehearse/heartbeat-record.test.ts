import { BOUND_FIELDS, heartbeatPattern, RECORD_FIELDS } from '../../../lib/contract';
import { compileFilterPattern } from '../../../lib/engine';
import { heartbeatRecord } from '../../../lib/rehearsal';

const writer = { system: 'lava', realm: 'dev', worker: 'core', instance: 2, payload: {} };
const record = heartbeatRecord(writer, Date.UTC(2026, 0, 5, 9, 0, 30, 250));

test('it has every field that the contract promises', () => {
  expect(record).toEqual({
    event_source: 'lava-worker',
    realm: 'dev',
    worker: 'core',
    host: 'lava-dev-core-2',
    tag: 'lava-dev-core',
    localtime: '2026-01-05 09:00:30',
    timestamp: '2026-01-05T09:00:30.250000Z',
    level: 'INFO',
    message: 'heartbeat realm=dev worker=core',
    thread: 'heartbeat',
    pid: 1002,
    event_type: 'heartbeat',
    sqs: { messages: 0, notvisible: 0 },
    internal: { qlen: 0 },
    threads: { 'worker-01': 'OK' },
    deferred_tasks: 0,
  });
  expect(Object.keys(record)).toEqual(expect.arrayContaining([...BOUND_FIELDS, ...RECORD_FIELDS]));
});

test("the worker's heartbeat filter matches it, and another worker's does not", () => {
  const line = JSON.stringify(record);
  expect(compileFilterPattern(heartbeatPattern({ realm: 'dev', worker: 'core' })).match(line)).toBeDefined();
  expect(compileFilterPattern(heartbeatPattern({ realm: 'dev', worker: 'gpu' })).match(line)).toBeUndefined();
});

test('a payload of an incident replaces members', () => {
  const threads = { 'worker-01': 'dead' };
  expect(heartbeatRecord({ ...writer, payload: { threads } }, 0)).toMatchObject({
    threads,
    internal: { qlen: 0 },
  });
});
