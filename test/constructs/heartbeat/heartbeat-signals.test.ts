import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Duration } from 'aws-cdk-lib';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import {
  AlertRouting,
  HeartbeatMonitor,
  type HeartbeatMonitorProps,
  RealmLogs,
} from '../../../lib/constructs';
import {
  missingAfterLimits,
  missingInstancesAlarm,
} from '../../../lib/constructs/heartbeat/missing-instances-alarm';
import { createSimulation, type Model, type Signal, type SimulationOptions } from '../../../lib/engine';
import { only } from '../promises/play';
import { readingsFor } from '../promises/readings';
import { modelOf, newStack } from '../rehearsed-stack';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const START = Date.parse('2026-01-01T00:00:00Z');
const MISSING = 'lava-dev-core-missing-instances';

type Options = Omit<Partial<HeartbeatMonitorProps>, 'fleet'> & { readonly hasFleet?: boolean };

function monitorModel({ hasFleet, ...props }: Options): Model {
  const stack = newStack();
  new HeartbeatMonitor(stack, 'Heartbeat', {
    realm: 'dev',
    worker: 'core',
    logGroup: new RealmLogs(stack, 'Logs', { realm: 'dev' }).logGroup,
    alerts: AlertRouting.silent('the engine is asked'),
    ...(hasFleet && { fleet: AutoScalingGroup.fromAutoScalingGroupName(stack, 'Fleet', 'lava-dev-core') }),
    ...props,
  });
  return modelOf(stack);
}

/** `minutes alarm state` of every transition; the alarms exist and are OK. */
function play(model: Model, signals: Signal[], end: number, options: Partial<SimulationOptions> = {}) {
  const names = [...model.alarms, ...model.compositeAlarms].map(
    ({ alarmName }) => [alarmName, 'OK'] as const,
  );
  const simulation = createSimulation(model, { start: START, states: Object.fromEntries(names), ...options });
  for (const signal of signals) simulation.ingest(signal);
  return simulation.advance(end).transitions;
}

const alarmOf = (model: Model, name: string) => model.alarms.find(({ alarmName }) => alarmName === name)!;

const toAlarm = (transitions: ReturnType<typeof play>, alarm: string): number[] =>
  transitions.filter(({ alarmName, to }) => alarmName === alarm && to === 'ALARM').map(({ at }) => at);

/** Heartbeats of one process, as the metric filter makes them, visible so many seconds late. */
function beats(from: number, to: number, everyMs = MINUTE, late = 30): Signal[] {
  const signals: Signal[] = [];
  for (let timestamp = from; timestamp < to; timestamp += everyMs) {
    signals.push({ ...HEARTBEAT_METRIC, timestamp, visibleAt: timestamp + late * SECOND });
  }
  return signals;
}

const HEARTBEAT_METRIC = {
  type: 'metric',
  namespace: 'LogMetrics',
  metricName: 'lava-dev-core-heartbeats',
  dimensions: {},
  value: 1,
} as const;

/** The group's metric, from an hour before the start on; the last value stays. */
function inService(length: number, valueAt: (minute: number) => number): Signal {
  return {
    type: 'series',
    namespace: 'AWS/AutoScaling',
    metricName: 'GroupInServiceInstances',
    dimensions: { AutoScalingGroupName: 'lava-dev-core' },
    start: START - 60 * MINUTE,
    every: MINUTE,
    length: length + 60,
    valueAt: (index) => valueAt(index - 60),
  };
}

describe('missing instances', () => {
  const model = monitorModel({ hasFleet: true, minInstances: 1 });
  const FIRST = START - 60 * MINUTE;
  const end = START + 90 * MINUTE;
  /** The processes do not beat in step. */
  const phase = (process: number, of: number) => Math.round((process * 60) / of) * SECOND;

  test.each([2, 3, 10, 20])(
    'one silent process of %i is in ALARM within 15 minutes and 70 seconds',
    (count) => {
      for (const second of [0, 13, 29, 30, 59]) {
        for (const evaluationSecond of [0, 10, 49, 59]) {
          const death = START + 30 * MINUTE + second * SECOND;
          const signals = Array.from({ length: count }, (_, process) =>
            process === 0
              ? beats(FIRST + second * SECOND, death + 1)
              : beats(FIRST + phase(process, count), end),
          ).flat();
          const transitions = play(model, [...signals, inService(150, () => count)], end, {
            reading: { 'evaluation-second': evaluationSecond },
          });
          const [alarm, ...more] = toAlarm(transitions, MISSING);
          expect(more).toEqual([]);
          expect(alarm! - death).toBeLessThanOrEqual((15 * 60 + 70) * SECOND);
          expect(alarm! - death).toBeGreaterThan(10 * MINUTE);
          expect(toAlarm(transitions, 'lava-dev-core-heartbeat')).toEqual([]);
        }
      }
    },
  );

  test('twenty processes whose timers drift by 1 % and that lose a record each are complete', () => {
    const signals = Array.from({ length: 20 }, (_, process) =>
      beats(FIRST + phase(process, 20), end, 60.6 * SECOND).filter((_, index) => index !== 7 * process),
    ).flat();
    expect(toAlarm(play(model, [...signals, inService(150, () => 20)], end), MISSING)).toEqual([]);
  });

  test.each([
    [9, 'in every reading', readingsFor(alarmOf(model, MISSING))],
    [12, 'while records come in time', [{}]],
  ])('a machine that boots for %i minutes is not missing %s', (boot, _, readings) => {
    for (const reading of readings) {
      for (const second of [0, 59, 100, 179]) {
        const launch = START + 10 * MINUTE + second * SECOND;
        const late = reading['record-delay'] ?? 30;
        const signals = [
          ...beats(FIRST, end, MINUTE, late),
          ...beats(launch + boot * MINUTE, end, MINUTE, late),
          inService(150, (minute) => (START + minute * MINUTE >= launch - MINUTE ? 2 : 1)),
        ];
        expect(toAlarm(play(only(model, MISSING), signals, end, { reading }), MISSING)).toEqual([]);
      }
    }
  });

  test('a machine that is taken out of service is not missing', () => {
    const stop = START + 20 * MINUTE;
    const signals = [
      ...beats(FIRST, end),
      ...beats(FIRST, stop),
      inService(150, (minute) => (minute >= 20 ? 1 : 2)),
    ];
    expect(toAlarm(play(model, signals, end), MISSING)).toEqual([]);
  });

  test('total silence is no reason to tell that missing machines are back', () => {
    for (const reading of readingsFor(alarmOf(model, MISSING))) {
      const signals = [
        ...beats(FIRST, START + 60 * MINUTE),
        ...beats(FIRST, START + 20 * MINUTE),
        inService(150, () => 2),
      ];
      const changes = play(model, signals, end, { reading }).filter(({ alarmName }) => alarmName === MISSING);
      expect(changes.map(({ to }) => to)).toEqual(['ALARM']);
    }
  });

  test('machines that are all taken out of service are no longer missing', () => {
    const stop = START + 60 * MINUTE;
    const signals = [
      ...beats(FIRST, stop),
      ...beats(FIRST, START + 20 * MINUTE),
      inService(150, (minute) => (minute < 60 ? 2 : 0)),
    ];
    const changes = play(model, signals, end).filter(({ alarmName }) => alarmName === MISSING);
    expect(changes.map(({ to }) => to)).toEqual(['ALARM', 'OK']);
  });

  test('total silence is not counted as missing instances', () => {
    const signals = [...beats(FIRST, START + 20 * MINUTE), inService(150, () => 1)];
    const transitions = play(model, signals, end);
    expect(toAlarm(transitions, MISSING)).toEqual([]);
    expect(toAlarm(transitions, 'lava-dev-core-heartbeat')).toHaveLength(1);
  });

  test('without a metric of the group, the fewest machines are what there should be', () => {
    const lonely = monitorModel({ minInstances: 2 });
    const signals = [...beats(FIRST, end), ...beats(FIRST, START + 30 * MINUTE)];
    expect(toAlarm(play(lonely, signals, end), MISSING)).toHaveLength(1);
    expect(toAlarm(play(lonely, [...beats(FIRST, end), ...beats(FIRST, end)], end), MISSING)).toEqual([]);
  });

  test('each process of a machine is counted', () => {
    const pairs = monitorModel({ minInstances: 1, processesPerInstance: 2 });
    const signals = [...beats(FIRST, end), ...beats(FIRST, START + 30 * MINUTE)];
    expect(toAlarm(play(pairs, signals, end), MISSING)).toHaveLength(1);
  });

  test.each([
    [60, 900, 180, 5],
    [60, 360, 180, 2],
    [30, 900, 180, 5],
    [300, 3_600, 900, 4],
  ])(
    'every %i s, missingAfter %i s: period %i s, %i datapoints of one more',
    (every, after, period, datapoints) => {
      expect(missingInstancesAlarm(every, after)).toEqual({
        periodSeconds: period,
        datapointsToAlarm: datapoints,
        evaluationPeriods: datapoints + 1,
      });
    },
  );

  test('the periods never span more than a day', () => {
    for (let every = 1; every <= 5_700; every += 13) {
      const { periodSeconds, evaluationPeriods } = missingInstancesAlarm(
        every,
        missingAfterLimits(every).largest,
      );
      expect(periodSeconds * evaluationPeriods).toBeLessThanOrEqual(86_400);
    }
  });

  test.each<[string, Options, string]>([
    [
      'too short',
      { minInstances: 2, missingAfter: Duration.minutes(5) },
      'Test/Heartbeat/Missing: missingAfter: not possible for every 1m, got 5m, allowed: 6m to 23h57m',
    ],
    [
      'of an interval too long',
      { minInstances: 2, every: Duration.hours(4), missingAfter: Duration.hours(12) },
      'Test/Heartbeat/Missing: missingAfter: not possible for every 4h, got 12h, allowed: 0s (off)',
    ],
    [
      'of how many nobody knows',
      { missingAfter: Duration.minutes(15) },
      'Test/Heartbeat: missingAfter: of how many is unknown, allowed: with fleet or minInstances',
    ],
  ])('a missingAfter %s is refused', (_, props, message) => {
    expect(() => monitorModel(props)).toThrow(message);
  });

  test.each<[string, Options]>([
    ['nobody knows how many there are', {}],
    ['it is off', { minInstances: 2, missingAfter: Duration.minutes(0) }],
    ['the interval is too long', { minInstances: 2, every: Duration.hours(4) }],
  ])('there is no alarm when %s', (_, props) => {
    expect(monitorModel(props).alarms.map(({ alarmName }) => alarmName)).not.toContain(MISSING);
  });
});

describe('a fleet that scales to zero', () => {
  const model = monitorModel({ hasFleet: true, scalesToZero: true });
  const HEARTBEAT = 'lava-dev-core-heartbeat';

  test('is quiet while it has no machine, and while one boots for five minutes', () => {
    for (let second = 0; second < 60; second += 7) {
      for (const evaluationSecond of [0, 10, 59]) {
        const launch = 60;
        const signals = [
          ...beats(START - 30 * MINUTE, START + 20 * MINUTE),
          inService(130, (minute) => (minute >= 20 && minute < launch ? 0 : 1)),
          ...beats(START + (launch + 5) * MINUTE + second * SECOND, START + 120 * MINUTE),
        ];
        const transitions = play(model, signals, START + 120 * MINUTE, {
          reading: { 'evaluation-second': evaluationSecond },
        });
        expect(toAlarm(transitions, HEARTBEAT)).toEqual([]);
      }
    }
  });

  test('is in ALARM within 10 minutes and 70 seconds when a machine in service falls silent', () => {
    for (let second = 0; second < 60; second++) {
      const death = START + second * SECOND;
      const signals = [...beats(death - 60 * MINUTE, death + 1), inService(40, () => 1)];
      const alarms = toAlarm(play(model, signals, death + (10 * 60 + 70) * SECOND), HEARTBEAT);
      expect(alarms).toHaveLength(1);
    }
  });

  test('is not in ALARM for one lost record', () => {
    const all = beats(START - 30 * MINUTE + 59 * SECOND, START + 60 * MINUTE);
    const signals = [...all.toSpliced(50, 1), inService(70, () => 1)];
    expect(toAlarm(play(model, signals, START + 60 * MINUTE), HEARTBEAT)).toEqual([]);
  });

  test.each<[string, Options, string]>([
    [
      'with an alarmAfter that is shorter than a boot',
      { hasFleet: true, alarmAfter: Duration.minutes(5) },
      'Test/Heartbeat: alarmAfter: too small for every 1m of a fleet that scales to zero, got 5m, allowed: 10m to 1d1m',
    ],
    ['that is not given', {}, 'Test/Heartbeat: scalesToZero: of which fleet is unknown, allowed: with fleet'],
    [
      'that has at least one machine',
      { hasFleet: true, minInstances: 1 },
      'Test/Heartbeat: minInstances: of a fleet that scales to zero, got 1, allowed: 0, or without scalesToZero',
    ],
  ])('%s is refused', (_, props, message) => {
    expect(() => monitorModel({ ...props, scalesToZero: true })).toThrow(message);
  });
});

describe('a worker that beats but does not work', () => {
  const model = monitorModel({});

  /** Heartbeat records of two processes, a minute apart; the second has another payload from minute 10 to 20. */
  function records(payload: object, until = 20): Signal[] {
    return Array.from({ length: 120 }, (_, index) => {
      const minute = Math.floor(index / 2);
      const ill = index % 2 === 1 && minute >= 10 && minute < until;
      return {
        type: 'log' as const,
        timestamp: START + minute * MINUTE + (index % 2) * 20 * SECOND,
        logGroupName: '/var/log/lava/dev',
        message: JSON.stringify({ ...HEALTHY, ...(ill ? payload : {}) }),
      };
    });
  }

  const HEALTHY = {
    event_source: 'lava-worker',
    event_type: 'heartbeat',
    realm: 'dev',
    worker: 'core',
    message: 'heartbeat realm=dev worker=core',
    sqs: { messages: 4, notvisible: 1 },
    internal: { qlen: 0 },
    threads: { event: 'OK', 'worker-00': 'OK', 'worker-01': 'OK', metrics: 'OK' },
    deferred_tasks: 0,
  };

  /** The silence alarm knows nothing of the time before the start, in which there were no records. */
  const ofZombies = (transitions: ReturnType<typeof play>) =>
    transitions.filter(({ alarmName }) => alarmName !== 'lava-dev-core-heartbeat');

  const changes = (signals: Signal[], end = 60): string[] =>
    ofZombies(play(model, signals, START + end * MINUTE)).map(
      ({ at, alarmName, to }) => `${Math.floor((at - START) / MINUTE)} ${alarmName.slice(14)} ${to}`,
    );

  test('is quiet in good health', () => {
    expect(changes(records({}))).toEqual([]);
  });

  test('with a dead thread is in ALARM for as long as its heartbeats say so', () => {
    expect(changes(records({ threads: { event: 'OK', 'worker-00': 'dead' } }))).toEqual([
      '11 dead-threads ALARM',
      '11 zombie ALARM',
      '24 dead-threads OK',
      '24 zombie OK',
    ]);
  });

  test('with a dead thread is in ALARM although its process ends before its next heartbeat', () => {
    const death = (fields: object): Signal => ({
      type: 'log',
      timestamp: START + 10 * MINUTE + 20_000,
      logGroupName: '/var/log/lava/dev',
      message: JSON.stringify({
        event_source: 'lava-worker',
        realm: 'dev',
        worker: 'core',
        event_type: 'worker',
        level: 'CRITICAL',
        message: 'Thread worker-00 has died',
        thread: 'metrics',
        pid: 4711,
        ...fields,
      }),
    });
    const told = changes([...records({}), death({})]);
    expect(told.map((one) => one.replace(/^\d+ /, ''))).toEqual([
      'dead-threads ALARM',
      'zombie ALARM',
      'dead-threads OK',
      'zombie OK',
    ]);
    // A job that prints such a text, and another worker.
    expect(changes([...records({}), death({ event_type: 'job' }), death({ worker: 'gpu' })])).toEqual([]);
  });

  test('that cannot read its queue is in ALARM after three heartbeats', () => {
    expect(changes(records({ sqs: { messages: -1, notvisible: -1 } }))).toEqual([
      '13 sqs-unreadable ALARM',
      '13 zombie ALARM',
      '24 sqs-unreadable OK',
      '24 zombie OK',
    ]);
  });

  test('is not in ALARM for two heartbeats that could not read it', () => {
    expect(changes(records({ sqs: { messages: -1, notvisible: -1 } }, 12))).toEqual([]);
  });

  test('is not in ALARM for one process that is busy', () => {
    expect(changes(records({ internal: { qlen: 5 } }, 60))).toEqual([]);
  });

  test('whose processes never empty their internal queues is in ALARM after an hour', () => {
    const full = JSON.stringify({ ...HEALTHY, internal: { qlen: 5 } });
    const signals = Array.from({ length: 90 }, (_, minute) => ({
      type: 'log' as const,
      timestamp: START + minute * MINUTE,
      logGroupName: '/var/log/lava/dev',
      message: minute === 0 ? JSON.stringify(HEALTHY) : full,
    }));
    expect(changes(signals, 90)).toEqual(['61 internal-queue ALARM', '61 zombie ALARM']);
  });
});
