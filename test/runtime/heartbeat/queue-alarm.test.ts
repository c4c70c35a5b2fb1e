import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { AlertRouting, HeartbeatMonitor, RealmLogs } from '../../../lib/constructs';
import { createSimulation } from '../../../lib/engine';
import { type HeartbeatProps, startHeartbeat } from '../../../lib/runtime';
import { modelOf, newStack } from '../../constructs/rehearsed-stack';
import { memoryLogger, memorySink } from '../memory-sink';

const START = Date.parse('2026-01-05T00:00:00Z');
const HOUR = 3_600_000;
/** It hears of the time before the start, in which there were no heartbeats. */
const SILENCE = 'lava-dev-core-heartbeat';

/** The alarms that an hour of a worker's own heartbeats trips. */
async function alarmsFor(sqs: HeartbeatProps['sqs']): Promise<string[]> {
  jest.useFakeTimers({ now: START, doNotFake: ['performance', 'nextTick', 'queueMicrotask'] });
  const [logger, sink] = memoryLogger({}, memorySink());
  const heartbeat = startHeartbeat({ logger, every: 60, sqs });
  await jest.advanceTimersByTimeAsync(HOUR);
  heartbeat.stop();
  jest.useRealTimers();

  const stack = newStack();
  const { logGroup } = new RealmLogs(stack, 'Logs', { realm: 'dev' });
  new HeartbeatMonitor(stack, 'Heartbeat', {
    realm: 'dev',
    worker: 'core',
    logGroup,
    alerts: AlertRouting.silent('the engine is asked'),
  });
  const model = modelOf(stack);
  const states = Object.fromEntries(
    [...model.alarms, ...model.compositeAlarms].map(({ alarmName }) => [alarmName, 'OK'] as const),
  );
  const simulation = createSimulation(model, { start: START, states });
  const beats = sink.records().filter(({ event_type }) => event_type === 'heartbeat');
  expect(beats).toHaveLength(61);
  for (const beat of beats) {
    simulation.ingest({
      type: 'log',
      timestamp: Date.parse(String(beat.timestamp)),
      logGroupName: '/var/log/lava/dev',
      message: JSON.stringify(beat),
    });
  }
  return simulation
    .advance(START + HOUR)
    .transitions.filter(({ to }) => to === 'ALARM')
    .map(({ alarmName }) => alarmName)
    .filter((name) => name !== SILENCE);
}

test('a worker that reads no queue trips no alarm', async () => {
  expect(await alarmsFor(undefined)).toEqual([]);
});

test('a worker that reads its queue trips no alarm', async () => {
  expect(await alarmsFor(async () => ({ messages: 3, notvisible: 1 }))).toEqual([]);
});

test('a worker that cannot read its queue is told of', async () => {
  const alarms = await alarmsFor(() => Promise.reject(new Error('no route')));
  expect(alarms).toEqual(['lava-dev-core-sqs-unreadable', 'lava-dev-core-zombie']);
});
