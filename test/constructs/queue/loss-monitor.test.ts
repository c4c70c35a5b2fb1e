import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { AlertRouting, LossMonitor, RealmLogs } from '../../../lib';
import { alertRecords } from '../../../lib/contract';
import { simulate } from '../../../lib/engine';
import { modelOf, newStack } from '../rehearsed-stack';

const START = Date.parse('2026-01-05T09:00:00Z');
const MINUTE = 60_000;

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

test.each([
  'Retry limit exceeded - deleted on cycle 4',
  'Malformed dispatch message',
  'Job cmd/x: max_tries exceeded',
])('%s is in ALARM for five minutes, and not again', (message) => {
  expect(play({ message })).toEqual(['1 ALARM', '6 OK']);
});

test.each([
  { message: 'Complete' },
  { message: 'Retry limit is 2' },
  { message: 'Malformed dispatch message', realm: 'prod' },
  { message: 'Malformed dispatch message', event_source: 'a boot script' },
])('%j is no loss', (record) => {
  expect(play(record)).toEqual([]);
});

test('the alert carries the records that tell', () => {
  const rule = alertRecords('dev').find(({ alarms }) => alarms.includes('lava-dev-lost-messages'));
  expect(rule?.pattern).toBe(model.metricFilters[0]!.filterPattern);
});
