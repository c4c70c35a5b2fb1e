import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Duration } from 'aws-cdk-lib';
import { AlertRouting, HeartbeatMonitor, RealmLogs } from '../../../lib/constructs';
import { createSimulation, type Model, type SimulationOptions, type Transition } from '../../../lib/engine';
import { modelOf, newStack } from '../rehearsed-stack';

const SECOND = 1000;
const START = Date.parse('2026-01-01T00:00:00Z');

/** An alarm evaluates at a second of the minute of its own: the extremes around the full minute, and the usual. */
const OFFSETS = [0, 9, 10, 49, 59];
/** For promises that a minute more or less means little to. */
const FEW_OFFSETS = [9, 49];
const SECONDS_OF_A_MINUTE = Array.from({ length: 60 }, (_, second) => second * SECOND);

/** Interval and promise in seconds, the tightest of each interval among them. */
const PROMISES = [
  [30, 240],
  [60, 240],
  [60, 300],
  [60, 3_600],
  [90, 420],
  [120, 600],
  [300, 960],
  [3_600, 10_860],
] as const;

function monitorModel(every: number, alarmAfter: number): Model {
  const stack = newStack();
  new HeartbeatMonitor(stack, 'Heartbeat', {
    realm: 'dev',
    worker: 'core',
    logGroup: new RealmLogs(stack, 'Logs', { realm: 'dev' }).logGroup,
    every: Duration.seconds(every),
    alarmAfter: Duration.seconds(alarmAfter),
    alerts: AlertRouting.silent('the engine is asked'),
  });
  return modelOf(stack);
}

/**
 * What the alarm does until `end` when heartbeats are read at the given times. Their data are visible half a
 * minute later, as those of a metric filter are.
 */
function play(model: Model, beats: readonly number[], end: number, options: Partial<SimulationOptions> = {}) {
  const simulation = createSimulation(model, { start: START, ...options });
  for (const timestamp of beats) {
    simulation.ingest({ ...HEARTBEATS, timestamp, visibleAt: timestamp + 30 * SECOND });
  }
  return simulation.advance(end).transitions;
}

const HEARTBEATS = {
  type: 'metric',
  namespace: 'LogMetrics',
  metricName: 'lava-dev-core-heartbeat',
  dimensions: {},
  value: 1,
} as const;

const HEARTBEAT_RECORD = {
  event_source: 'lava-worker',
  event_type: 'heartbeat',
  realm: 'dev',
  worker: 'core',
  message: 'heartbeat realm=dev worker=core',
};

const beatsOf = (first: number, every: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => first + index * every * SECOND);

const toAlarm = (transitions: readonly Transition[]): number[] =>
  transitions.filter(({ to }) => to === 'ALARM').map(({ at }) => at);

describe.each(PROMISES)('every %i s, alarmAfter %i s', (every, alarmAfter) => {
  const model = monitorModel(every, alarmAfter);
  /** Heartbeats before the death or the fault: enough to fill every window. */
  const count = Math.ceil(alarmAfter / every) + 6;
  /** The alarm exists and is OK; its history lies before the start of the simulation. */
  const running = { states: { 'lava-dev-core-heartbeat': 'OK' } } as const;
  const forEveryPhase = (run: (beats: number[], options: Partial<SimulationOptions>) => void) => {
    for (const evaluationSecond of alarmAfter <= 300 ? OFFSETS : FEW_OFFSETS) {
      for (const second of SECONDS_OF_A_MINUTE) {
        const beats = beatsOf(START + second - count * every * SECOND, every, 2 * count);
        run(beats, { ...running, reading: { 'evaluation-second': evaluationSecond } });
      }
    }
  };

  test('silence is in ALARM no later than alarmAfter + 70 s after the last heartbeat, whenever it dies', () => {
    const delays: number[] = [];
    forEveryPhase((beats, options) => {
      const death = beats.at(-1)!;
      const alarms = toAlarm(play(model, beats, death + (alarmAfter + 70) * SECOND, options));
      expect(alarms).toHaveLength(1);
      delays.push((alarms[0]! - death) / SECOND);
    });
    // The promise is used up to the last period: more haste would cost the tolerance for late records.
    const period = Math.max(60, Math.ceil(every / 60) * 60);
    expect(Math.max(...delays)).toBeGreaterThan(alarmAfter - period);
  });

  test('one lost record is never in ALARM', () => {
    forEveryPhase((beats, options) => {
      const lost = beats.toSpliced(count + 2, 1);
      expect(toAlarm(play(model, lost, beats.at(-1)!, options))).toEqual([]);
    });
  });

  test('one record that is read almost an interval late is never in ALARM', () => {
    forEveryPhase((beats, options) => {
      const late = beats.with(count + 2, beats[count + 2]! + (every - 1) * SECOND);
      expect(toAlarm(play(model, late, beats.at(-1)!, options))).toEqual([]);
    });
  });

  test('a first deploy is never in ALARM when the fleet comes up within 25 minutes', () => {
    for (const minutes of [0, 1, 4, 9, 25]) {
      for (const second of [0, 1, 30, 59]) {
        const first = START + (minutes * 60 + second) * SECOND;
        const beats = beatsOf(first, every, count + Math.ceil(3_600 / every));
        expect([minutes, second, toAlarm(play(model, beats, beats.at(-1)!))]).toEqual([minutes, second, []]);
      }
    }
  });

  test('a first deploy whose fleet never comes up is in ALARM when the warm-up ends', () => {
    const warmUp = Math.max(30 * 60, Math.ceil(alarmAfter / 60) * 60);
    const [alarm] = toAlarm(play(model, [], START + (warmUp + 120) * SECOND));
    expect(alarm).toBeGreaterThanOrEqual(START + warmUp * SECOND);
  });
});

test('heartbeats every day are watched with the longest period that CloudWatch has', () => {
  const day = 86_400;
  const model = monitorModel(day, 3 * day + 60);
  for (const second of [0, 59, 12 * 3_600]) {
    const beats = beatsOf(START + second * SECOND, day, 4);
    const death = beats.at(-1)!;
    const end = death + (3 * day + 130) * SECOND;
    const [alarm] = toAlarm(play(model, beats, end));
    expect(alarm).toBeGreaterThan(death + 2 * day * SECOND);
  }
});

describe('a record', () => {
  const model = monitorModel(60, 300);
  const alarmsOf = (record: object): number[] => {
    const simulation = createSimulation(model, { start: START });
    for (const timestamp of beatsOf(START, 60, 60)) {
      const message = JSON.stringify(record);
      simulation.ingest({ type: 'log', timestamp, logGroupName: '/var/log/lava/dev', message });
    }
    return toAlarm(simulation.advance(START + 3_600 * SECOND).transitions);
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
