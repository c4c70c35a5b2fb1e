import { Duration } from 'aws-cdk-lib';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import {
  AlertDispatcher,
  AlertRouting,
  AlertTopic,
  HeartbeatMonitor,
  type HeartbeatMonitorProps,
  heartbeatMetric,
  JobMonitor,
  QueueMonitor,
  RealmLogs,
  RunDelayMonitor,
  Watchdog,
} from '../../../lib/constructs';
import type { Model, Reading, Signal } from '../../../lib/engine';
import { modelOf, newStack } from '../rehearsed-stack';
import { beats, MINUTE, only, SECOND } from './play';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A fault, and what is seen of it. */
export interface Fault {
  /** When it begins: the instant that the times are counted from. */
  readonly at: number;
  /** When it is over. */
  readonly back: number;
  readonly reading: Partial<Reading>;
}

/** What a construct says that its alarm does. */
export interface StatedPromise {
  readonly fault: string;
  readonly setting: string;
  /** What its times are counted from. */
  readonly from: string;
  readonly alarm: string;
  readonly model: () => Model;
  readonly signals: (fault: Fault) => Signal[];
  /** From the beginning of the fault to its end, milliseconds. */
  readonly lasts: number;
  /** How long what was before is seen, milliseconds. */
  readonly before: number;
  /** Seconds: ALARM not before and not after, OK again not after the end of the fault. */
  readonly alarmFrom: number;
  readonly alarmBy: number;
  readonly okBy: number;
}

const COMMON = { realm: 'dev', worker: 'core', alerts: AlertRouting.silent('the engine is asked') };

function heartbeatModel(alarm: string, props: Partial<HeartbeatMonitorProps>, scaled = false): () => Model {
  return () => {
    const stack = newStack();
    const { logGroup } = new RealmLogs(stack, 'Logs', { realm: 'dev' });
    const fleet = scaled && AutoScalingGroup.fromAutoScalingGroupName(stack, 'Fleet', 'lava-dev-core');
    const queue = Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:eu-west-1:123456789012:lava-dev-core');
    new HeartbeatMonitor(stack, 'Heartbeat', {
      ...COMMON,
      logGroup,
      queue,
      ...(fleet && { fleet }),
      ...props,
    });
    return only(modelOf(stack), alarm);
  };
}

/** A value each minute, by the start of the minute. */
function eachMinute(
  metric: { namespace: string; metricName: string; dimensions: Readonly<Record<string, string>> },
  { at, back }: Fault,
  valueAt: (minute: number) => number,
): Signal {
  const start = Math.floor((at - 3 * HOUR) / MINUTE) * MINUTE;
  const length = Math.ceil((back + 3 * HOUR - start) / MINUTE);
  return {
    type: 'series',
    ...metric,
    start,
    every: MINUTE,
    length,
    valueAt: (n) => valueAt(start + n * MINUTE),
  };
}

const sqs = (metricName: string) => ({
  namespace: 'AWS/SQS',
  metricName,
  dimensions: { QueueName: 'lava-dev-core' },
});

const machines = (fault: Fault, count: number): Signal =>
  eachMinute(
    {
      namespace: 'AWS/AutoScaling',
      metricName: 'GroupInServiceInstances',
      dimensions: { AutoScalingGroupName: 'lava-dev-core' },
    },
    fault,
    () => count,
  );

/** Data of a metric filter or of a worker, each `every`, while `valueAt` gives some. */
function dataOf(
  metric: { namespace: string; metricName: string; dimensions: Readonly<Record<string, string>> },
  { from, until, every, late }: { from: number; until: number; every: number; late: number },
  valueAt: (timestamp: number) => number | undefined,
): Signal[] {
  const signals: Signal[] = [];
  for (let timestamp = from; timestamp < until; timestamp += every) {
    const value = valueAt(timestamp);
    if (value === undefined) continue;
    signals.push({ type: 'metric', ...metric, timestamp, value, visibleAt: timestamp + late });
  }
  return signals;
}

const lateOf = (reading: Partial<Reading>) => (reading['record-delay'] ?? 30) * SECOND;

/** Heartbeats until the fault, and again from its end on. */
const interrupted =
  (every: number, before: number) =>
  ({ at, back, reading }: Fault): Signal[] => [
    ...beats(at - Math.ceil(before / every) * every, at + 1, every, reading),
    ...beats(back, back + before, every, reading),
  ];

/** What the payload of heartbeats tells; they come each minute, the first of the fault at its beginning. */
const told =
  (signal: string, well: number | undefined, ill: number) =>
  ({ at, back, reading }: Fault): Signal[] =>
    dataOf(
      { namespace: 'LogMetrics', metricName: `lava-dev-core-${signal}`, dimensions: {} },
      { from: at - 2 * HOUR, until: back + HOUR, every: MINUTE, late: lateOf(reading) },
      (timestamp) => (timestamp >= at && timestamp < back ? ill : well),
    );

function watchdogModel(): Model {
  const stack = newStack();
  const topic = new AlertTopic(stack, 'Page', { realm: 'dev', severity: 'page', watched: true });
  const routes = [{ topic, channels: [{ kind: 'slack' as const, target: 'ssm:/slack' }] }];
  const dispatcher = new AlertDispatcher(stack, 'Dispatcher', { realm: 'dev', routes });
  new Watchdog(stack, 'Watchdog', { realm: 'dev', topics: [topic], dispatcher, emails: ['a@example.com'] });
  return only(modelOf(stack), 'lava-dev-watchdog-page');
}

function jobModel(every: Duration): () => Model {
  return () => {
    const stack = newStack();
    new JobMonitor(stack, 'Job', { realm: 'dev', job: 'cmd/load', alerts: COMMON.alerts, every });
    return only(modelOf(stack), 'lava-dev-job-cmd/load-missing');
  };
}

const runs =
  (every: number, before: number) =>
  ({ at, back }: Fault): Signal[] =>
    dataOf(
      { namespace: 'Lava', metricName: 'JobFailed', dimensions: { Realm: 'dev', Job: 'cmd/load' } },
      { from: at - Math.ceil(before / every) * every, until: back + before, every, late: 0 },
      (timestamp) => (timestamp <= at || timestamp >= back ? 0 : undefined),
    );

const silence = (
  setting: string,
  every: number,
  alarmAfter: number,
  props: Partial<HeartbeatMonitorProps> = {},
): StatedPromise => ({
  fault: 'a worker is silent',
  setting,
  from: 'its last heartbeat',
  alarm: 'lava-dev-core-heartbeat',
  model: heartbeatModel('lava-dev-core-heartbeat', {
    every: Duration.millis(every),
    alarmAfter: Duration.seconds(alarmAfter),
    ...props,
  }),
  signals: interrupted(every, 2 * alarmAfter * SECOND),
  lasts: 2 * alarmAfter * SECOND + 9 * SECOND,
  before: 2 * alarmAfter * SECOND,
  alarmFrom: alarmAfter - 60,
  alarmBy: alarmAfter + 70,
  okBy: 180,
});

const zombie = (fault: string, signal: string, well: number | undefined, ill: number) => ({
  fault,
  setting: '`heartbeat: { every: 60s }`',
  from: 'the first heartbeat that tells',
  alarm: 'lava-dev-core-zombie',
  model: () => {
    const whole = heartbeatModel('lava-dev-core-zombie', {})();
    return {
      ...whole,
      alarms: whole.alarms.filter(({ alarmName }) => alarmName.endsWith(signal)),
      compositeAlarms: whole.compositeAlarms.map((one) => ({
        ...one,
        alarmRule: `ALARM("lava-dev-core-${signal}")`,
      })),
    };
  },
  signals: told(signal, well, ill),
  before: 2 * HOUR,
});

/** Every promise on what may be missing, with the times that the documentation states. */
export const PROMISES: readonly StatedPromise[] = [
  silence('`heartbeat: { every: 60s, alarmAfter: 5m }`', MINUTE, 300),
  silence('`heartbeat: { every: 60s, alarmAfter: 10m }`', MINUTE, 600),
  silence('`heartbeat: { every: 5m }`', 5 * MINUTE, 780),
  {
    ...silence('`fleet: { instances: { min: 0 } }`', MINUTE, 600, { scalesToZero: true }),
    fault: 'a worker of a fleet that scales to zero is silent, with a machine in service',
    model: heartbeatModel('lava-dev-core-heartbeat', { scalesToZero: true }, true),
    signals: (fault) => [...interrupted(MINUTE, 20 * MINUTE)(fault), machines(fault, 1)],
  },
  {
    ...silence("`heartbeat: { lavaAlarm: true }`, Lava's own 5 of 5", MINUTE, 300),
    model: heartbeatModel('lava-dev-core-heartbeat', { lavaAlarm: true }),
    lasts: 20 * MINUTE + 9 * SECOND,
    alarmFrom: 420,
    alarmBy: 720,
  },
  {
    fault: 'one process of three is silent',
    setting: '`heartbeat: { missingAfter: 15m }`',
    from: 'its last heartbeat',
    alarm: 'lava-dev-core-missing-instances',
    model: heartbeatModel('lava-dev-core-missing-instances', { minInstances: 1 }, true),
    signals: (fault) => [
      ...interrupted(MINUTE, HOUR)(fault),
      ...[20, 40].flatMap((second) =>
        beats(fault.at - HOUR + second * SECOND, fault.back + HOUR, MINUTE, fault.reading),
      ),
      machines(fault, 3),
    ],
    lasts: 30 * MINUTE + 9 * SECOND,
    before: HOUR,
    alarmFrom: 840,
    alarmBy: 970,
    okBy: 540,
  },
  {
    ...zombie('a thread of a worker is dead', 'dead-threads', undefined, 1),
    lasts: 15 * MINUTE,
    alarmFrom: 0,
    alarmBy: 250,
    okBy: 310,
  },
  {
    ...zombie('a worker cannot read its queue', 'sqs-unreadable', undefined, 1),
    lasts: 15 * MINUTE,
    alarmFrom: 120,
    alarmBy: 310,
    okBy: 310,
  },
  {
    ...zombie('a worker never empties its internal queue', 'internal-queue', 0, 4),
    lasts: 90 * MINUTE,
    alarmFrom: 3_540,
    alarmBy: 3_670,
    okBy: 180,
  },
  {
    fault: 'heartbeats are lost on their way, and the worker polls its queue',
    setting: '`heartbeat: { every: 60s, alarmAfter: 5m }`',
    from: 'the last heartbeat',
    alarm: 'lava-dev-core-pipe-broken',
    model: heartbeatModel('lava-dev-core-pipe-broken', {}),
    signals: (fault) => [
      ...interrupted(MINUTE, 20 * MINUTE)(fault),
      eachMinute(sqs('NumberOfEmptyReceives'), fault, () => 6),
      eachMinute(sqs('NumberOfMessagesReceived'), fault, () => 0),
      eachMinute(sqs('NumberOfMessagesDeleted'), fault, () => 0),
    ],
    lasts: 20 * MINUTE + 9 * SECOND,
    before: 20 * MINUTE,
    alarmFrom: 240,
    alarmBy: 430,
    okBy: 360,
  },
  {
    fault: 'messages wait, and the worker was killed with one in hand',
    setting: '`queue: { stuck: 15m }`',
    from: 'the last message that was received',
    alarm: 'lava-dev-core-queue-stuck',
    model: () => {
      const stack = newStack();
      const heartbeats = heartbeatMetric({ realm: 'dev', worker: 'core' });
      new QueueMonitor(stack, 'Queue', { ...COMMON, heartbeats });
      return only(modelOf(stack), 'lava-dev-core-queue-stuck');
    },
    signals: (fault) => [
      ...interrupted(MINUTE, HOUR)(fault),
      eachMinute(sqs('ApproximateNumberOfMessagesVisible'), fault, () => 5),
      eachMinute(sqs('NumberOfMessagesReceived'), fault, (minute) =>
        minute <= fault.at || minute + MINUTE > fault.back ? 2 : 0,
      ),
      eachMinute(sqs('ApproximateNumberOfMessagesNotVisible'), fault, () => 1),
    ],
    lasts: 40 * MINUTE + 9 * SECOND,
    before: HOUR,
    alarmFrom: 780,
    alarmBy: 970,
    okBy: 430,
  },
  {
    fault: 'the alerts of a severity reach nobody',
    setting: '`watchdog: { every: 15m }`',
    from: 'the last receipt of a canary',
    alarm: 'lava-dev-watchdog-page',
    model: watchdogModel,
    signals: ({ at, back, reading }) =>
      dataOf(
        { namespace: 'LogMetrics', metricName: 'lava-dev-watchdog-page-receipts', dimensions: {} },
        { from: at - 90 * MINUTE, until: back + HOUR, every: 15 * MINUTE, late: lateOf(reading) },
        (timestamp) => (timestamp <= at || timestamp >= back ? 1 : undefined),
      ),
    lasts: 75 * MINUTE,
    before: HOUR,
    alarmFrom: 34 * 60,
    alarmBy: 35 * 60 + 70,
    okBy: 180,
  },
  {
    fault: 'a job no longer runs',
    setting: '`jobs: { cmd/load: { every: 1h } }`',
    from: 'the end of its last run',
    alarm: 'lava-dev-job-cmd/load-missing',
    model: jobModel(Duration.hours(1)),
    signals: runs(HOUR, 4 * HOUR),
    lasts: 3 * HOUR,
    before: 4 * HOUR,
    alarmFrom: 4_140,
    alarmBy: 4_320,
    okBy: 180,
  },
  {
    fault: 'a job no longer runs',
    setting: '`jobs: { cmd/load: { every: 1d } }`',
    from: 'the end of its last run',
    alarm: 'lava-dev-job-cmd/load-missing',
    model: jobModel(Duration.days(1)),
    signals: runs(DAY, 3 * DAY),
    lasts: 2 * DAY,
    before: 3 * DAY,
    alarmFrom: 28 * 3_600,
    alarmBy: 30 * 3_600,
    okBy: 7_200,
  },
  {
    fault: 'all runs start late',
    setting: '`runDelay: { p95: 10m, for: 15m }`, two runs a minute',
    from: 'the first run that does',
    alarm: 'lava-dev-core-run-delay',
    model: () => {
      const stack = newStack();
      new RunDelayMonitor(stack, 'Delay', { ...COMMON, p95: Duration.minutes(10) });
      return only(modelOf(stack), 'lava-dev-core-run-delay');
    },
    signals: ({ at, back }) =>
      dataOf(
        { namespace: 'Lava', metricName: 'RunDelay', dimensions: { Realm: 'dev', Worker: 'core' } },
        { from: at - HOUR, until: back + HOUR, every: 30 * SECOND, late: 0 },
        (timestamp) => (timestamp >= at && timestamp < back ? 700 : 5),
      ),
    lasts: 30 * MINUTE,
    before: HOUR,
    alarmFrom: 0,
    alarmBy: 180,
    // A run of four hours is told of by its end, so that the alarm looks back over seventeen windows.
    okBy: 17 * 900 + 120,
  },
];
