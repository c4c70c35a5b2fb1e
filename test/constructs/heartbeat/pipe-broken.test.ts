import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Duration } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AlertRouting, HeartbeatMonitor, RealmLogs } from '../../../lib/constructs';
import { createSimulation, type Signal } from '../../../lib/engine';
import { modelOf, newStack } from '../rehearsed-stack';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const START = Date.parse('2026-01-01T00:00:00Z');

const stack = newStack();
new HeartbeatMonitor(stack, 'Heartbeat', {
  realm: 'dev',
  worker: 'core',
  logGroup: new RealmLogs(stack, 'Logs', { realm: 'dev' }).logGroup,
  alerts: AlertRouting.silent('the engine is asked'),
  queue: Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:eu-west-1:123456789012:lava-dev-core'),
  // The shortest promise leaves the least time to see whether the queue is polled.
  alarmAfter: Duration.minutes(5),
});
const model = modelOf(stack);

/** Heartbeats until an instant, half a minute late. */
function beats(until: number): Signal[] {
  const signals: Signal[] = [];
  for (let timestamp = START + 17 * SECOND; timestamp < until; timestamp += MINUTE) {
    const visibleAt = timestamp + 30 * SECOND;
    signals.push({
      type: 'metric',
      namespace: 'LogMetrics',
      metricName: 'lava-dev-core-heartbeats',
      dimensions: {},
      value: 1,
      timestamp,
      visibleAt,
    });
  }
  return signals;
}

/** What SQS counts of a worker that polls every ten seconds until an instant; SQS tells a minute late. */
function polls(until: number, end: number, busy = false): Signal[] {
  const signals: Signal[] = [];
  for (let timestamp = START; timestamp < end; timestamp += MINUTE) {
    const seconds = Math.max(0, Math.min(MINUTE, until - timestamp)) / SECOND;
    const point = {
      type: 'metric',
      namespace: 'AWS/SQS',
      dimensions: { QueueName: 'lava-dev-core' },
      timestamp,
      visibleAt: timestamp + 2 * MINUTE,
    } as const;
    signals.push(
      { ...point, metricName: 'NumberOfEmptyReceives', value: busy ? 0 : Math.floor(seconds / 10) },
      { ...point, metricName: 'NumberOfMessagesReceived', value: 0 },
      { ...point, metricName: 'NumberOfMessagesDeleted', value: busy && seconds > 0 ? 1 : 0 },
      { ...point, metricName: 'ApproximateNumberOfMessagesNotVisible', value: 1 },
    );
  }
  return signals;
}

/** When the two alarms that tell go into ALARM, in seconds after the start. */
function alarmsOf(signals: Signal[], second = 49) {
  const simulation = createSimulation(model, { start: START, reading: { 'evaluation-second': second } });
  for (const signal of signals) simulation.ingest(signal);
  const changes = simulation.advance(START + 40 * MINUTE).transitions.filter(({ to }) => to === 'ALARM');
  const of = (signal: string) =>
    changes
      .filter(({ alarmName }) => alarmName === `lava-dev-core-${signal}`)
      .map(({ at }) => (at - START) / SECOND);
  return { silence: of('heartbeat'), pipe: of('pipe-broken') };
}

const END = START + 40 * MINUTE;

test('silence of a worker that polls is a broken pipe, told a minute later, when SQS has spoken', () => {
  const { silence, pipe } = alarmsOf([...beats(START + 15 * MINUTE), ...polls(END, END)]);
  expect(silence).toHaveLength(1);
  expect(pipe).toEqual([silence[0]! + 60]);
});

test('so it is of a worker that does not poll but gets jobs done', () => {
  const { silence, pipe } = alarmsOf([...beats(START + 15 * MINUTE), ...polls(END, END, true)]);
  expect(pipe).toEqual([silence[0]! + 60]);
});

test.each([0, 13, 26, 39, 49, 59])(
  'a worker that dies with messages in flight is no broken pipe, with an evaluation at second %d',
  (offset) => {
    for (let second = 0; second < 60; second += 7) {
      const death = START + 15 * MINUTE + second * SECOND;
      const { silence, pipe } = alarmsOf([...beats(death), ...polls(death, END)], offset);
      expect([second, silence.length, pipe]).toEqual([second, 1, []]);
    }
  },
);

test('where SQS says nothing, nothing is claimed', () => {
  const { silence, pipe } = alarmsOf(beats(START + 15 * MINUTE));
  expect([silence.length, pipe]).toEqual([1, []]);
});
