import type { RunStatus } from '../../../lib/contract';
import { type RunEventLike, runActivations } from '../../../lib/user-events/producer/run-activations';
import { readEvent } from '../../../lib/user-events/read-event';

const DISPATCHED = '2026-01-05T09:00:00+00:00';
const RUN_ID = '6f9619ff-8b86-4011-b42d-00c04fc964ff';

function event(status: RunStatus, seconds: number, more: Partial<RunEventLike> = {}): RunEventLike {
  const at = new Date(Date.parse(DISPATCHED) + seconds * 1_000).toISOString();
  const tu_event = `${at.slice(0, -1)}000`;
  return { job_id: 'cmd/report', run_id: RUN_ID, ts_dispatch: DISPATCHED, status, tu_event, ...more };
}

const make = () => runActivations({ realm: 'dev', worker: 'core', initiator: 'scheduler' });

test('a run becomes one activation, in the exact envelope', () => {
  const { eventsOf } = make();
  eventsOf(event('starting', 7));
  expect(eventsOf(event('running', 10))).toEqual([]);
  const ended = eventsOf(event('complete', 190));
  expect(JSON.stringify(ended)).toBe(
    JSON.stringify([
      {
        source: 'core',
        body: {
          name: 'dev/cmd/report',
          activationId: '6f9619ff8b864011b42d00c04fc964ff',
          statusCode: 0,
          duration: 180_000,
          waitTime: 7_000,
          initTime: 3_000,
          kind: 'job',
          conductor: false,
          memory: 0,
        },
        subject: 'scheduler',
        namespace: 'scheduler',
        userId: '00000000-0000-0000-0000-000000000000',
        eventType: 'Activation',
        timestamp: Date.parse(DISPATCHED) + 190_000,
      },
    ]),
  );
});

test('a run that starts tells how many there are at the same time', () => {
  const { eventsOf } = make();
  const values = ['a', 'b', 'c'].flatMap((run_id) => eventsOf(event('starting', 1, { run_id })));
  expect(values.map(({ eventType, body }) => [eventType, body])).toEqual([
    ['Metric', { metricName: 'ConcurrentInvocations', metricValue: 1 }],
    ['Metric', { metricName: 'ConcurrentInvocations', metricValue: 2 }],
    ['Metric', { metricName: 'ConcurrentInvocations', metricValue: 3 }],
  ]);
});

test.each<[RunStatus, number]>([
  ['complete', 0],
  ['failed', 1],
  ['rejected', 2],
])('%s is status code %d', (status, statusCode) => {
  const { eventsOf } = make();
  eventsOf(event('starting', 1));
  expect(eventsOf(event(status, 2))).toMatchObject([{ body: { statusCode } }]);
});

test.each<RunStatus>(['retrying', 'skipped', 'logging', 'action_failed'])('%s ends no run', (status) => {
  const { eventsOf } = make();
  eventsOf(event('starting', 1));
  expect(eventsOf(event(status, 2))).toEqual([]);
  expect(eventsOf(event('complete', 3))).toHaveLength(1);
});

test('only the first run of a job on a worker is a cold start, however short its set-up', () => {
  const { eventsOf } = make();
  const initTimes = ['a', 'b'].flatMap((run_id) => {
    eventsOf(event('starting', 1, { run_id }));
    eventsOf(event('running', 1, { run_id }));
    return eventsOf(event('complete', 2, { run_id })).map(
      ({ body }) => (body as { initTime: number }).initTime,
    );
  });
  expect(initTimes).toEqual([1, 0]);
});

test('the exit status of a command is the status code of its action', () => {
  const { eventsOf } = make();
  eventsOf(event('starting', 1));
  const [ended] = eventsOf(event('failed', 2, { log: { info: { exit_status: 3 } } }));
  expect(ended!.body).toMatchObject({ statusCode: 1, userDefinedStatusCode: 3 });
});

test('kind and memory come from who knows the jobs', () => {
  const describe = (jobId: string) => ({ kind: `docker:${jobId}`, memory: 512 });
  const { eventsOf } = runActivations({ realm: 'dev', worker: 'core', describe });
  eventsOf(event('starting', 1));
  expect(eventsOf(event('complete', 2))[0]!.body).toMatchObject({ kind: 'docker:cmd/report', memory: 512 });
});

test('a run that does not end is the fault of its worker', () => {
  const { eventsOf, abandon } = make();
  eventsOf(event('starting', 1));
  expect(abandon(Date.parse(DISPATCHED) + 5_000)).toMatchObject([
    { body: { statusCode: 3, duration: 4_000 } },
  ]);
  expect(abandon(0)).toEqual([]);
});

test('clocks that disagree make no time negative', () => {
  const { eventsOf } = make();
  eventsOf(event('starting', -30));
  expect(eventsOf(event('complete', -60))).toMatchObject([{ body: { waitTime: 0, duration: 0 } }]);
});

test('what it makes, the consumer counts', () => {
  const { eventsOf, limit } = make();
  const all = [
    ...eventsOf(event('starting', 1)),
    ...eventsOf(event('failed', 2)),
    limit('TimedRateLimit', 1, 0),
  ];
  expect(all.map((one) => readEvent(JSON.stringify(one)).type)).toEqual(['limit', 'run', 'limit']);
});
