import type { Signal } from '../../../lib/engine/model/signal';
import { freshnessSignals } from '../../../lib/rehearsal/rehearse/freshness-signals';
import type { LambdaFunction } from '../../../lib/rehearsal/template/template-model';

const START = Date.UTC(2026, 0, 5);
const MINUTE = 60_000;
const environment = {
  TILTMETER_REALM: 'dev',
  TILTMETER_NAMESPACE: 'Lava',
  TILTMETER_FRESH_JOBS: '{"cmd/load":93600}',
  TILTMETER_RECORDS: '/var/log/lava/dev',
};
const played = { start: START, length: 10 * MINUTE };
const functions = (environment: object) => [
  { functionName: 'lava-dev-freshness', environment } as unknown as LambdaFunction,
];

const complete = (
  minute: number,
  { job = 'cmd/load', seenLater = 0, message = 'Complete' } = {},
): Signal => ({
  type: 'log',
  timestamp: START + minute * MINUTE,
  visibleAt: START + (minute + seenLater) * MINUTE,
  logGroupName: '/var/log/lava/dev',
  message: JSON.stringify({
    event_source: 'lava-worker',
    event_type: 'job',
    realm: 'dev',
    job_id: job,
    message: `Job ${job} (5ceb5a3a): ${message}`,
  }),
});

const values = (signals: Signal[], name: string) =>
  freshnessSignals({ functions: functions(environment) }, signals, played)
    .filter(({ metricName }) => metricName === name)
    .map((series) => Array.from({ length: series.length }, (_, minute) => series.valueAt(minute)));
const ages = (signals: Signal[]) => values(signals, 'SecondsSinceSuccess');

test("the template's function says each minute how old the last success among the records is", () => {
  expect(
    ages([complete(3), complete(4, { job: 'cmd/other' }), complete(5, { message: 'Starting' })]),
  ).toEqual([[0, 60, 120, 0, 60, 120, 180, 240, 300, 360]]);
});

test('a record counts from when it is seen, and one that is older than another changes nothing', () => {
  expect(ages([complete(2, { seenLater: 3 }), complete(4), complete(1, { seenLater: 7 })])).toEqual([
    [0, 60, 120, 180, 0, 60, 120, 180, 240, 300],
  ]);
});

test('what the signals themselves say of the metric is left to them', () => {
  const metric = { namespace: 'Lava', metricName: 'SecondsSinceSuccess' };
  const given: Signal = {
    type: 'metric',
    ...metric,
    dimensions: { Job: 'cmd/load', Realm: 'dev' },
    timestamp: START,
    values: [1],
  };
  expect(ages([given])).toEqual([]);
});

test('it is invoked each minute, unless the signals say otherwise', () => {
  const invoked = { namespace: 'AWS/Lambda', metricName: 'Invocations' };
  const dimensions = { FunctionName: 'lava-dev-freshness' };
  expect(values([], 'Invocations')).toEqual([Array(10).fill(1)]);
  const stopped: Signal = { type: 'metric', ...invoked, dimensions, timestamp: START, values: [1] };
  expect(values([stopped], 'Invocations')).toEqual([]);
});

test.each([
  ['another function', { OTHER: '1' }],
  ['one whose jobs are not known', { ...environment, TILTMETER_FRESH_JOBS: '<unknown>' }],
])('%s says nothing', (_, env) => {
  expect(freshnessSignals({ functions: functions(env) }, [], played)).toEqual([]);
});
