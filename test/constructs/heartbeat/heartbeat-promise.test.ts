import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Duration } from 'aws-cdk-lib';
import {
  AlertRouting,
  HeartbeatMonitor,
  type HeartbeatMonitorProps,
  RealmLogs,
} from '../../../lib/constructs';
import { createSimulation, type Model, type Reading } from '../../../lib/engine';
import { beats, MINUTE, only, play, SECOND, START, timesOf } from '../promises/play';
import { readingsFor } from '../promises/readings';
import { modelOf, newStack } from '../rehearsed-stack';

const SILENCE = 'lava-dev-core-heartbeat';
const SECONDS_OF_A_MINUTE = Array.from({ length: 60 }, (_, second) => second * SECOND);
/** For what a second more or less means little to. */
const SOME_SECONDS = [0, 1, 29, 59].map((second) => second * SECOND);

/** Interval and promise in seconds, the tightest of each interval among them. */
const PROMISES = [
  [60, 300],
  [30, 240],
  [60, 600],
  [300, 780],
] as const;
const MORE_PROMISES = [
  [60, 3_600],
  [90, 420],
  [120, 600],
  [3_600, 7_380],
] as const;

function monitorModel(every: number, props: Partial<HeartbeatMonitorProps>): Model {
  const stack = newStack();
  new HeartbeatMonitor(stack, 'Heartbeat', {
    realm: 'dev',
    worker: 'core',
    logGroup: new RealmLogs(stack, 'Logs', { realm: 'dev' }).logGroup,
    every: Duration.seconds(every),
    alerts: AlertRouting.silent('the engine is asked'),
    ...props,
  });
  return only(modelOf(stack), SILENCE);
}

/** Seconds from the last heartbeat to ALARM, for every reading and some seconds of death. */
function delaysOf(model: Model, every: number, alarmAfter: number, phases: readonly number[]): number[] {
  const before = (Math.ceil(alarmAfter / every) + 6) * every * SECOND;
  return readingsFor(model.alarms[0]!).flatMap((reading) =>
    phases.map((phase) => {
      const last = START + phase;
      const signals = beats(last - before, last + 1, every * SECOND, reading);
      const alarms = toAlarm(model, signals, last + (alarmAfter + 180) * SECOND, { reading });
      expect(alarms).toHaveLength(1);
      return (alarms[0]! - last) / SECOND;
    }),
  );
}

function expectPromise(delays: readonly number[], alarmAfter: number): void {
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(alarmAfter - 60);
  expect(Math.max(...delays)).toBeLessThanOrEqual(alarmAfter + 70);
}

const toAlarm = (...args: Parameters<typeof play>): number[] => timesOf(play(...args), SILENCE, 'ALARM');

const HEARTBEAT_RECORD = {
  event_source: 'lava-worker',
  event_type: 'heartbeat',
  realm: 'dev',
  worker: 'core',
  message: 'heartbeat realm=dev worker=core',
};

describe.each(PROMISES)('every %i s, alarmAfter %i s, in every reading', (every, alarmAfter) => {
  const model = monitorModel(every, { alarmAfter: Duration.seconds(alarmAfter) });
  const readings = readingsFor(model.alarms[0]!, { neverFed: true });
  const fed = readingsFor(model.alarms[0]!);
  /** Heartbeats before the fault: enough to fill every window. */
  const before = (Math.ceil(alarmAfter / every) + 6) * every * SECOND;
  const forEach = (
    phases: readonly number[],
    run: (phase: number, reading: Partial<Reading>) => void,
    among = fed,
  ) => {
    for (const reading of among) for (const phase of phases) run(START + phase, reading);
  };

  test('silence is in ALARM between alarmAfter - 60 s and alarmAfter + 70 s after the last heartbeat', () => {
    const phases = alarmAfter === 300 ? SECONDS_OF_A_MINUTE : SOME_SECONDS;
    expectPromise(delaysOf(model, every, alarmAfter, phases), alarmAfter);
  });

  test('one lost record is never in ALARM, however late the others are', () => {
    forEach(SOME_SECONDS, (lost, reading) => {
      const all = beats(lost - before, lost + before, every * SECOND, reading);
      const signals = all.filter((signal) => !('timestamp' in signal && signal.timestamp === lost));
      expect(signals).toHaveLength(all.length - 1);
      expect(toAlarm(model, signals, lost + before, { reading })).toEqual([]);
    });
  });

  test('it is OK again within three minutes of the first heartbeat', () => {
    forEach(SOME_SECONDS, (first, reading) => {
      const gap = 2 * alarmAfter * SECOND;
      const start = first - gap - every * SECOND;
      const signals = [
        ...beats(start - before, start + 1, every * SECOND, reading),
        ...beats(first, first + before, every * SECOND, reading),
      ];
      const transitions = play(model, signals, first + 3 * MINUTE, { reading, start });
      expect(timesOf(transitions, SILENCE, 'ALARM')).toHaveLength(1);
      expect(timesOf(transitions, SILENCE, 'OK')).toHaveLength(1);
    });
  });

  test('a first deployment is never in ALARM when the fleet comes up within 25 minutes', () => {
    const phases = [0, 4, 25].flatMap((minutes) => [0, 59].map((rest) => minutes * MINUTE + rest * SECOND));
    forEach(phases, (first, reading) => {
      const signals = beats(first, first + before + 60 * MINUTE, every * SECOND, reading);
      expect(toAlarm(model, signals, first + before + 60 * MINUTE, { reading, isRunning: false })).toEqual(
        [],
      );
    });
  });

  test('a worker that dies soon after its first start is in ALARM as soon as any other', () => {
    forEach([3 * MINUTE, 12 * MINUTE + 31 * SECOND], (last, reading) => {
      for (const alive of [0, 1, 3]) {
        const signals = beats(last - alive * every * SECOND, last + 1, every * SECOND, reading);
        const start = Math.min(START, last - alive * every * SECOND);
        const [alarm] = toAlarm(model, signals, last + 2 * alarmAfter * SECOND, {
          reading,
          start,
          isRunning: false,
        });
        expect(alarm! - last).toBeGreaterThanOrEqual((alarmAfter - 60) * SECOND);
        expect(alarm! - last).toBeLessThanOrEqual((alarmAfter + 70) * SECOND);
      }
    });
  });

  test('a first deployment whose fleet never comes up is in ALARM when the warm-up ends', () => {
    const warmUp = Math.max(30 * MINUTE, alarmAfter * SECOND);
    for (const reading of readings) {
      const [alarm] = toAlarm(model, [], START + warmUp + 2 * MINUTE, { reading, isRunning: false });
      expect(alarm).toBeGreaterThanOrEqual(START + warmUp);
    }
  });
});

test.each(MORE_PROMISES)('so it is for every %i s, alarmAfter %i s', (every, alarmAfter) => {
  const model = monitorModel(every, { alarmAfter: Duration.seconds(alarmAfter) });
  expectPromise(delaysOf(model, every, alarmAfter, [0, 59 * SECOND]), alarmAfter);
});

test('heartbeats every day are judged once an hour: ALARM within the three hours before alarmAfter', () => {
  const [every, alarmAfter] = [86_400, 51 * 3_600];
  const model = monitorModel(every, { alarmAfter: Duration.seconds(alarmAfter) });
  for (const reading of readingsFor(model.alarms[0]!)) {
    for (const second of [0, 59, 1_800, 3_599]) {
      const last = START + second * SECOND;
      const start = last - every * SECOND;
      const signals = beats(last - 3 * every * SECOND, last + 1, every * SECOND, reading);
      const [alarm] = toAlarm(model, signals, last + alarmAfter * SECOND, { reading, start });
      expect(alarm! - last).toBeGreaterThan((alarmAfter - 3 * 3_600) * SECOND);
    }
  }
});

test("Lava's own alarm is in ALARM from 7 to 12 minutes after the last heartbeat, as CloudWatch looks back", () => {
  const model = monitorModel(60, { lavaAlarm: true });
  expect(model.alarms[0]).toMatchObject({
    metric: { metricName: `${SILENCE}s`, period: 60, stat: 'SampleCount' },
    evaluationPeriods: 5,
    datapointsToAlarm: 5,
    treatMissingData: 'breaching',
  });
  const delays = readingsFor(model.alarms[0]!).flatMap((reading) =>
    SOME_SECONDS.flatMap((second) => {
      const last = START + second;
      const signals = beats(last - 30 * MINUTE, last + 1, MINUTE, reading);
      return toAlarm(model, signals, last + 20 * MINUTE, { reading }).map((at) => (at - last) / MINUTE);
    }),
  );
  expect(Math.min(...delays)).toBeGreaterThan(7);
  expect(Math.max(...delays)).toBeLessThan(12);
});

describe('a record', () => {
  const model = monitorModel(60, {});
  const alarmsOf = (record: object): number[] => {
    const simulation = createSimulation(model, { start: START });
    for (const timestamp of Array.from({ length: 60 }, (_, minute) => START + minute * MINUTE)) {
      const message = JSON.stringify(record);
      simulation.ingest({ type: 'log', timestamp, logGroupName: '/var/log/lava/dev', message });
    }
    return timesOf(simulation.advance(START + 60 * MINUTE).transitions, SILENCE, 'ALARM');
  };

  test('of a heartbeat counts', () => {
    expect(alarmsOf(HEARTBEAT_RECORD)).toEqual([]);
  });

  test.each([
    ['another worker', { worker: 'gpu' }],
    ['another realm', { realm: 'prod' }],
    ['another program', { event_source: 'lava-dispatcher' }],
    ['another kind', { event_type: 'job' }],
  ])('of %s does not count', (_, other) => {
    expect(alarmsOf({ ...HEARTBEAT_RECORD, ...other })).toHaveLength(1);
  });
});
