import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AlertRouting, heartbeatMetric, QueueMonitor, type QueueMonitorProps } from '../../../lib/constructs';
import { simulate } from '../../../lib/engine';
import { modelOf, newStack } from '../rehearsed-stack';

const MINUTE = 60_000;
const START = Date.parse('2026-01-01T00:00:00Z');
const MINUTES = Duration.minutes;

function monitored(props: Partial<QueueMonitorProps> = {}) {
  const stack = newStack();
  const alerts = AlertRouting.to({ page: new Topic(stack, 'Page'), ticket: new Topic(stack, 'Ticket') });
  const monitor = new QueueMonitor(stack, 'Queue', { realm: 'dev', worker: 'core', alerts, ...props });
  return { stack, monitor };
}

const alarmNames = (props: Partial<QueueMonitorProps>): string[] =>
  Object.values(Template.fromStack(monitored(props).stack).findResources('AWS::CloudWatch::Alarm'))
    .map(({ Properties }) => Properties.AlarmName)
    .sort();

/** What a queue publishes, minute by minute; the last value stays. */
type Series = Readonly<Record<string, readonly (number | null)[]>>;

/** Minutes after the start at which alarms change to ALARM or OK. */
function play(
  props: Partial<QueueMonitorProps>,
  minutes: number,
  queues: Readonly<Record<string, Series>>,
  everySeconds?: number,
  deadFrom = Number.POSITIVE_INFINITY,
): string[] {
  const signals = Object.entries(queues).flatMap(([queue, series]) =>
    Object.entries(series).map(([metricName, values]) => ({
      type: 'series' as const,
      namespace: 'AWS/SQS',
      metricName,
      dimensions: { QueueName: queue },
      start: START - 60 * MINUTE,
      every: MINUTE,
      length: minutes + 60,
      valueAt: (index: number) => values[Math.min(Math.max(0, index - 60), values.length - 1)]!,
    })),
  );
  const heartbeats = everySeconds
    ? [
        {
          type: 'series' as const,
          namespace: 'LogMetrics',
          metricName: 'lava-dev-core-heartbeats',
          dimensions: {},
          start: START - 60 * MINUTE,
          every: everySeconds * 1_000,
          length: ((60 + Math.min(minutes, deadFrom)) * 60) / everySeconds,
          valueAt: () => 1,
          delay: 120_000,
        },
      ]
    : [];
  const model = modelOf(monitored(props).stack);
  const states = Object.fromEntries(model.alarms.map(({ alarmName }) => [alarmName, 'OK' as const]));
  const { transitions } = simulate(model, [...signals, ...heartbeats], {
    start: START,
    end: START + minutes * MINUTE,
    states,
  });
  return transitions.map(
    ({ at, alarmName, to }) => `${Math.floor((at - START) / MINUTE)} ${alarmName} ${to}`,
  );
}

const VISIBLE = 'ApproximateNumberOfMessagesVisible';
const FLYING = 'ApproximateNumberOfMessagesNotVisible';
const RECEIVED = 'NumberOfMessagesReceived';
const AGE = 'ApproximateAgeOfOldestMessage';

const repeat = <T>(value: T, times: number): T[] => Array.from({ length: times }, () => value);

describe('which alarms there are', () => {
  test.each<[string, Partial<QueueMonitorProps>, string[]]>([
    ['by default', {}, ['dlq', 'queue-stuck']],
    [
      'with every threshold',
      { depth: 1, oldest: MINUTES(5) },
      ['dlq', 'queue-age', 'queue-depth', 'queue-stuck'],
    ],
    ['with every threshold 0', { depth: 0, oldest: MINUTES(0), stuckAfter: MINUTES(0) }, ['dlq']],
  ])('%s', (_, props, expected) => {
    expect(alarmNames(props)).toEqual(expected.map((signal) => `lava-dev-core-${signal}`));
  });

  test('on a queue that is given without its dead-letter queue', () => {
    const { stack, monitor } = monitored();
    const given = new Queue(stack, 'Given');
    const second = new QueueMonitor(stack, 'Second', {
      realm: 'dev',
      worker: 'gpu',
      alerts: AlertRouting.silent('a test'),
      queue: given,
    });
    expect(monitor.deadLetters).toBeDefined();
    expect([second.queue, second.deadLetterQueue, second.deadLetters]).toEqual([given, undefined, undefined]);
  });
});

describe('depth', () => {
  const props = { depth: 100, for: MINUTES(15), stuckAfter: MINUTES(0) };

  test('is in ALARM when it was exceeded for as long as stated, and OK when it has fallen', () => {
    const visible = [...repeat(0, 10), ...repeat(101, 30), 0];
    expect(play(props, 90, { 'lava-dev-core': { [VISIBLE]: visible } })).toEqual([
      '26 lava-dev-core-queue-depth ALARM',
      '45 lava-dev-core-queue-depth OK',
    ]);
  });

  test('may dip for three minutes without starting again', () => {
    const visible = [...repeat(0, 10), ...repeat(500, 8), ...repeat(90, 3), ...repeat(500, 30)];
    expect(play(props, 40, { 'lava-dev-core': { [VISIBLE]: visible } })).toEqual([
      '29 lava-dev-core-queue-depth ALARM',
    ]);
  });

  test('is not in ALARM at the threshold, in a burst, or while SQS says nothing', () => {
    const visible = [...repeat(100, 30), ...repeat(900, 14), ...repeat(0, 10), ...repeat(null, 30)];
    expect(play(props, 90, { 'lava-dev-core': { [VISIBLE]: visible } })).toEqual([]);
  });
});

test('age is in ALARM after three minutes beyond the limit, and OK when the queue is empty and says nothing', () => {
  const age = [...repeat(null, 10), 3_000, 3_700, 3_760, 3_820, 3_880, null];
  const props = { oldest: Duration.hours(1), stuckAfter: MINUTES(0) };
  expect(play(props, 60, { 'lava-dev-core': { [AGE]: age } })).toEqual([
    '15 lava-dev-core-queue-age ALARM',
    '24 lava-dev-core-queue-age OK',
  ]);
});

describe('stuck', () => {
  const props = { stuckAfter: MINUTES(10) };
  const queue = (visible: number, received: number, flying: number) => ({
    'lava-dev-core': { [VISIBLE]: [0, 0, visible], [RECEIVED]: [0, 0, received], [FLYING]: [0, 0, flying] },
  });

  test('is in ALARM when messages wait and nobody takes them', () => {
    expect(play(props, 30, queue(3, 0, 0))).toEqual(['10 lava-dev-core-queue-stuck ALARM']);
  });

  test.each([
    ['messages are received', 3, 1],
    ['nothing waits', 0, 0],
  ])('is not in ALARM while %s', (_, visible, received) => {
    expect(play(props, 60, queue(visible, received, 0))).toEqual([]);
  });

  test('is in ALARM while messages of a killed worker are in flight', () => {
    expect(play(props, 30, queue(3, 0, 1))).toEqual(['10 lava-dev-core-queue-stuck ALARM']);
  });

  test('is not in ALARM while messages are done', () => {
    const done = { ...queue(3, 0, 1)['lava-dev-core'], NumberOfMessagesDeleted: [1] };
    expect(play(props, 60, { 'lava-dev-core': done })).toEqual([]);
  });

  test('is in ALARM when a queue of which SQS told nothing is told of again, and nobody takes its messages', () => {
    const visible = { 'lava-dev-core': { [VISIBLE]: [...repeat(null, 20), 3], [RECEIVED]: [0] } };
    expect(play(props, 60, visible)).toEqual(['28 lava-dev-core-queue-stuck ALARM']);
  });

  describe('with the heartbeats of the worker', () => {
    const beating = (every: number) => ({
      ...props,
      heartbeats: heartbeatMetric({ realm: 'dev', worker: 'core', every: Duration.seconds(every) }),
    });
    const LONG_JOB = queue(3, 0, 1)['lava-dev-core'];

    test.each([30, 60, 90])(
      'is not in ALARM while a long job runs and a heartbeat comes every %i s',
      (every) => {
        expect(
          play({ ...beating(every), stuckAfter: MINUTES(15) }, 60, { 'lava-dev-core': LONG_JOB }, every),
        ).toEqual([]);
      },
    );

    test('is in ALARM when the worker is killed with a message in flight', () => {
      expect(play(beating(60), 60, { 'lava-dev-core': LONG_JOB }, 60, 20)).toEqual([
        '28 lava-dev-core-queue-stuck ALARM',
      ]);
    });

    test('is in ALARM when the worker beats and takes nothing', () => {
      expect(play(beating(60), 30, queue(3, 0, 0), 60)).toEqual(['10 lava-dev-core-queue-stuck ALARM']);
    });

    test('heartbeats that come too seldom say nothing', () => {
      const [alarm] = modelOf(monitored(beating(600)).stack).alarms;
      expect(alarm!.metrics!.map(({ id }) => id)).toEqual(['expr_1', 'visible', 'received', 'deleted']);
    });
  });

  test('is not in ALARM for a queue that SQS no longer reports', () => {
    expect(play(props, 60, {})).toEqual([]);
  });
});

test('dead letters are in ALARM from the second minute on, and a message on its way is not', () => {
  const visible = [...repeat(0, 10), 1, ...repeat(0, 9), ...repeat(1, 10), 0];
  expect(play({}, 60, { 'lava-dev-core-dlq': { [VISIBLE]: visible } })).toEqual([
    '23 lava-dev-core-dlq ALARM',
    '32 lava-dev-core-dlq OK',
  ]);
});

test('a consumer that is stuck pages, the others are tickets, unless stated', () => {
  const { stack } = monitored({ depth: 1 });
  const actions = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')).map(
    ({ Properties }) => [Properties.AlarmName, Properties.AlarmActions[0].Ref.slice(0, 4)],
  );
  expect(Object.fromEntries(actions)).toEqual({
    'lava-dev-core-queue-depth': 'Tick',
    'lava-dev-core-queue-stuck': 'Page',
    'lava-dev-core-dlq': 'Tick',
  });
});

test.each<[string, Partial<QueueMonitorProps>, string]>([
  ['a fraction', { depth: 0.5 }, 'Test/Queue: depth: not a whole number, got 0.5, allowed: 0 (off) or more'],
  ['a negative depth', { depth: -1 }, 'Test/Queue: depth: too few, got -1, allowed: 0 (off) or more'],
  [
    'seconds',
    { depth: 1, for: Duration.seconds(90) },
    'Test/Queue: for: not usable, got 1m30s, allowed: whole minutes from 1m to 12h',
  ],
  [
    'no time at all',
    { depth: 1, for: MINUTES(0) },
    'Test/Queue: for: not usable, got 0s, allowed: whole minutes from 1m to 12h',
  ],
  [
    'more than half a day',
    { stuckAfter: Duration.hours(13) },
    'Test/Queue: stuckAfter: not usable, got 13h, allowed: whole minutes from 0 (off) or 1m to 12h',
  ],
  [
    'an age that no message reaches',
    { oldest: Duration.days(4) },
    "Test/Queue: oldest: beyond the queue's retention, got 4d, allowed: less than 4d",
  ],
  [
    'a dead-letter queue alone',
    { deadLetterQueue: Queue.fromQueueArn(newStack(), 'Dlq', 'arn:aws:sqs:eu-west-1:123456789012:dlq') },
    'Test/Queue: deadLetterQueue: given without a queue, allowed: both or neither',
  ],
])('%s is refused', (_, props, message) => {
  expect(() => monitored(props)).toThrow(message);
});
