import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { AlertRouting, LavaDispatcherMonitor, RealmLogs } from '../../lib';
import { simulate } from '../../lib/engine';
import { modelOf, newStack } from '../constructs/rehearsed-stack';

const START = Date.parse('2026-01-05T09:00:00Z');
const MINUTE = 60_000;

const stack = newStack();
const { logGroup } = new RealmLogs(stack, 'Logs', { realm: 'dev' });
new LavaDispatcherMonitor(stack, 'Dispatcher', {
  realm: 'dev',
  logGroup,
  alerts: AlertRouting.silent('a test'),
});
const model = modelOf(stack);

/** A record in the form of lava-dispatcher 8.2: no worker, a time without a zone. */
const record = (fields: object) =>
  JSON.stringify({
    event_source: 'lava-dispatcher',
    realm: 'dev',
    host: 'ip-10-0-0-7',
    tag: 'lava-dev-core',
    timestamp: '2026-01-05 09:00:00',
    level: 'ERROR',
    message:
      'cmd/load@dev dispatch failed - Cannot dispatch cmd/load@dev - The specified queue does not exist',
    pid: 4711,
    event_type: 'dispatch',
    job_id: 'cmd/load',
    ...fields,
  });

function play(message: string): string[] {
  const { transitions } = simulate(
    model,
    [{ type: 'log', timestamp: START, logGroupName: '/var/log/lava/dev', message }],
    { start: START, end: START + 30 * MINUTE, states: { 'lava-dev-failed-dispatches': 'OK' } },
  );
  return transitions.map(({ at, to }) => `${Math.floor((at - START) / MINUTE)} ${to}`);
}

test('a dispatch that fails is an alarm within minutes, and none when no other does', () => {
  expect(play(record({}))).toEqual([expect.stringMatching(/^[0-5] ALARM$/), expect.stringMatching(/ OK$/)]);
});

test.each([
  ['a job that is dispatched', record({ level: 'INFO', message: 'cmd/load@dev dispatched (5c415cd0)' })],
  [
    'a dispatcher that is told not to',
    record({ level: 'WARNING', message: 'Dispatch suppressed by presence of /tmp/lava/__nodispatch__' }),
  ],
  ['another realm', record({ realm: 'prod' })],
  ['a worker', record({ event_source: 'lava-worker', worker: 'core' })],
])('it is not about %s', (_, message) => expect(play(message)).toEqual([]));
