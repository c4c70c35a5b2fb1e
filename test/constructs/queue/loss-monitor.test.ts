import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { AlertRouting, LossMonitor, RealmLogs } from '../../../lib';
import { alertRecords, lostMessagePattern } from '../../../lib/contract';
import { simulate } from '../../../lib/engine';
import { modelOf, newStack } from '../rehearsed-stack';

const START = Date.parse('2026-01-05T09:00:00Z');
const MINUTE = 60_000;
const OURS = { event_type: 'worker', thread: 'worker-01' };

const stack = newStack();
const { logGroup } = new RealmLogs(stack, 'Logs', { realm: 'dev' });
new LossMonitor(stack, 'Losses', { realm: 'dev', logGroup, alerts: AlertRouting.silent('a test') });
const model = modelOf(stack);

/** Minutes after the start in which the alarm changes, when a worker writes a record in the first. */
function play(record: object): string[] {
  const message = JSON.stringify({ event_source: 'lava-worker', realm: 'dev', worker: 'core', ...record });
  const { transitions } = simulate(
    model,
    [{ type: 'log', timestamp: START, logGroupName: '/var/log/lava/dev', message }],
    { start: START, end: START + 30 * MINUTE, states: { 'lava-dev-lost-messages': 'OK' } },
  );
  return transitions.map(({ at, to }) => `${Math.floor((at - START) / MINUTE)} ${to}`);
}

const JOB = 'Job cmd/load (5c415cd0-8e54-44c1-a8ac-84a8544bee56)';

/** As lava-worker 8.2 writes them; the last is what DynamoDB says of a table that is asked too often. */
const OF_A_THREAD = [
  `${JOB}: max_tries exceeded`,
  "'NoneType' object has no attribute 'body'",
  'Malformed dispatch message: Missing keys: job_id, run_id',
  'Bad timestamp in dispatch message: Unknown string format: noonish',
  'Bad dispatch for job cmd/load (5c415cd0-8e54-44c1-a8ac-84a8544bee56): Realm mismatch: Expected dev but got prod',
  'Bad dispatch for job cmd/load (5c415cd0-8e54-44c1-a8ac-84a8544bee56): Worker mismatch: Expected core but got gpu',
  `${JOB}: No such job`,
  `${JOB}: Bad job record: Missing keys: type`,
  `${JOB}: Worker mismatch: Expected core but got gpu`,
  'Reserved global "lava" cannot be dispatched',
  `${JOB}: An error occurred (ProvisionedThroughputExceededException) when calling the GetItem operation`,
];

const OF_A_JOB = [
  `${JOB}: dispatch is more than 1m old`,
  `${JOB}: Bad max_run_delay: soonish`,
  `${JOB}: Job temp dir already exists - possible dispatch overlap`,
  `${JOB}: iteration_limit must be <= 10`,
  `${JOB}: iteration_delay must be <= 5m`,
];

test.each([
  ...OF_A_THREAD.map((message) => ({
    level: 'ERROR',
    event_type: 'worker',
    thread: 'worker-01',
    message,
  })),
  ...OF_A_JOB.map((message) => ({ level: 'ERROR', event_type: 'job', thread: 'worker-01', message })),
  {
    level: 'WARNING',
    event_type: 'worker',
    thread: 'MainThread',
    message:
      'Job dispatch message ee772ba3-dcc7-4e33-9ae6-c8e3b51c57c3: Retry limit exceeded - deleted on cycle 4',
  },
  // This package's runtime.
  { ...OURS, level: 'WARNING', message: 'Retry limit exceeded - deleted on cycle 4' },
  { ...OURS, level: 'ERROR', message: 'Malformed dispatch message' },
])('$message is in ALARM for five minutes, and not again', (record) => {
  expect(play(record)).toEqual(['1 ALARM', '6 OK']);
});

test.each(OF_A_THREAD.slice(0, -1))('%s is a loss whichever thread tells', (message) => {
  expect(play({ level: 'ERROR', event_type: 'worker', message })).toEqual(['1 ALARM', '6 OK']);
});

test.each([
  { message: 'Complete', level: 'INFO', event_type: 'job', thread: 'worker-01' },
  { message: `${JOB}: Failed with exit status 1`, level: 'ERROR', event_type: 'job', thread: 'worker-01' },
  { message: 'Retry limit is 2', level: 'WARNING', event_type: 'worker' },
  { message: 'found: No such job', level: 'INFO', event_type: 'job', thread: 'worker-01' },
  { message: 'cannot reach the queue', level: 'ERROR', event_type: 'worker', thread: 'MainThread' },
  { ...OURS, level: 'ERROR', message: 'Malformed dispatch message', realm: 'prod' },
  { ...OURS, level: 'ERROR', message: 'Malformed dispatch message', event_source: 'a boot script' },
])('$level "$message" is no loss', (record) => {
  expect(play(record)).toEqual([]);
});

test('the pattern keeps within the 1024 characters of a filter for the longest realm', () => {
  expect(lostMessagePattern({ realm: 'a_realm_abc' }).length).toBeLessThanOrEqual(1_024);
});

test('the alert carries the records that tell', () => {
  const rule = alertRecords('dev').find(({ alarms }) => alarms.includes('lava-dev-lost-messages'));
  expect(rule?.pattern).toBe(model.metricFilters[0]!.filterPattern);
});
