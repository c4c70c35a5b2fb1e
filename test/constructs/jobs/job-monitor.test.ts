import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { AlertRouting, JobMonitor, type JobMonitorProps, RealmLogs } from '../../../lib/constructs';
import { missingRunAlarm, missingRunLimits } from '../../../lib/constructs/missing-run-alarm';
import { jobLogMetricName } from '../../../lib/contract';
import { createSimulation, type Model, type Signal } from '../../../lib/engine';
import { modelOf, newStack } from '../rehearsed-stack';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-01-01T00:00:00Z');

function monitorModel(props: Partial<JobMonitorProps>): Model {
  const stack = newStack();
  const alerts = AlertRouting.silent('the engine is asked');
  new JobMonitor(stack, 'Job', { realm: 'dev', job: 'cmd/hello', alerts, ...props });
  return modelOf(stack);
}

/** A run that ends at an instant. */
function run(timestamp: number, { failed = 0, seconds = 1 } = {}): Signal[] {
  const point = {
    type: 'metric',
    namespace: 'Lava',
    dimensions: { Realm: 'dev', Job: 'cmd/hello' },
    timestamp,
  } as const;
  return [
    { ...point, metricName: 'JobFailed', value: failed },
    { ...point, metricName: 'RunTime', value: seconds, unit: 'Seconds' },
  ];
}

/** `minute alarm state`; the alarms exist and are OK. */
function play(model: Model, signals: Signal[], end: number, second = 49) {
  const states = Object.fromEntries(model.alarms.map(({ alarmName }) => [alarmName, 'OK' as const]));
  const simulation = createSimulation(model, {
    start: START,
    states,
    reading: { 'evaluation-second': second },
  });
  for (const signal of signals) simulation.ingest(signal);
  return simulation.advance(end).transitions;
}

const texts = (transitions: ReturnType<typeof play>) =>
  transitions.map(
    ({ at, alarmName, to }) => `${Math.floor((at - START) / MINUTE)} ${alarmName.slice(23)} ${to}`,
  );

test('a failed run is in ALARM for an hour, and for as long as a run may be late', () => {
  const signals = [run(START), run(START + 10 * MINUTE, { failed: 1 }), run(START + 20 * MINUTE)].flat();
  const longestRun = Duration.hours(2);
  expect(texts(play(monitorModel({ longestRun }), signals, START + 5 * HOUR))).toEqual([
    '11 failed ALARM',
    '191 failed OK',
  ]);
});

test('what Lava stamps with the dispatch is seen when a run of three hours ends', () => {
  const model = monitorModel({ runTime: Duration.hours(2) });
  const late = run(START, { failed: 1, seconds: 10_800 }).map((one) => ({
    ...one,
    visibleAt: START + 3 * HOUR,
  }));
  expect(texts(play(model, late, START + 5 * HOUR))).toEqual(['180 failed ALARM', '180 run-time ALARM']);
});

describe('records of runs', () => {
  const stack = newStack();
  const { logGroup } = new RealmLogs(stack, 'Logs', { realm: 'dev' });
  const heartbeats = [new Metric({ namespace: 'LogMetrics', metricName: 'beats', statistic: 'SampleCount' })];
  const alerts = AlertRouting.silent('the engine is asked');
  new JobMonitor(stack, 'Job', {
    realm: 'dev',
    job: 'cmd/load',
    alerts,
    logGroup,
    every: Duration.hours(1),
    heartbeats,
  });
  const model = modelOf(stack);
  const RUN = 'Job cmd/load (5c415cd0-8e54-44c1-a8ac-84a8544bee56)';
  const record = (minute: number, level: string, message: string) => ({
    type: 'log' as const,
    timestamp: START + minute * MINUTE,
    logGroupName: '/var/log/lava/dev',
    message: JSON.stringify({
      event_source: 'lava-worker',
      event_type: 'job',
      realm: 'dev',
      job_id: 'cmd/load',
      level,
      message,
    }),
  });
  const beats = (from: number, until: number) => ({
    type: 'series' as const,
    namespace: 'LogMetrics',
    metricName: 'beats',
    dimensions: {},
    start: START + from * MINUTE,
    every: MINUTE,
    length: until - from,
    valueAt: () => 1,
  });
  const changes = (signals: Signal[], hours: number) =>
    play(model, signals, START + hours * HOUR).map(
      ({ at, alarmName, to }) => `${Math.floor((at - START) / MINUTE)} ${alarmName.slice(22)} ${to}`,
    );

  test.each([
    ['ERROR', `${RUN}: Failed with exit status 1`],
    ['ERROR', 'Failed'],
  ])('%s "%s" is a failed run, without any metric', (level, message) => {
    expect(changes([record(10, level, message)], 1)).toEqual(['11 failed ALARM']);
  });

  test.each([
    ['INFO', `${RUN}: Complete`],
    ['ERROR', `${RUN}: Iteration 1 failed: Failed with exit status 1`],
    ['ERROR', `${RUN}: Action failed: no such topic`],
    ['ERROR', `${RUN}: Failed 3 times - abort`],
    ['ERROR', `${RUN}: Job temp dir already exists - possible dispatch overlap`],
    ['ERROR', `${RUN}: iteration_limit must be <= 10`],
    ['ERROR', 'Could not stop container 5c415cd0: 404 Client Error'],
  ])('%s "%s" is none', (level, message) => {
    expect(changes([record(10, level, message)], 1)).toEqual([]);
  });

  test('a run that does not come is missed while the workers are heard of', () => {
    expect(changes([beats(0, 300), record(10, 'INFO', `${RUN}: Complete`)], 4)).toEqual(['80 missing ALARM']);
  });

  test('nothing is known of runs while no worker is heard of', () => {
    expect(changes([], 4)).toEqual([]);
  });
});

describe('a job that a chain runs', () => {
  const stack = newStack();
  const { logGroup } = new RealmLogs(stack, 'Logs', { realm: 'dev' });
  const alerts = AlertRouting.silent('the engine is asked');
  new JobMonitor(stack, 'Child', {
    realm: 'dev',
    job: 'cmd/part',
    alerts,
    logGroup,
    failures: 2,
    childIterations: 3,
  });
  const model = modelOf(stack);
  /** Lava 8.3 says nothing more of a child that fails: its parent does, of itself. */
  const run = (minute: number, failed: number, end: string) =>
    [
      ...Array.from(
        { length: failed },
        (_, index) => `Iteration ${index + 1} failed: Failed with exit status 1`,
      ),
      end,
    ].map((text) => ({
      type: 'log' as const,
      timestamp: START + minute * MINUTE,
      logGroupName: '/var/log/lava/dev',
      message: JSON.stringify({
        event_source: 'lava-worker',
        event_type: 'job',
        realm: 'dev',
        job_id: 'cmd/part',
        level: text === 'Complete' ? 'INFO' : 'ERROR',
        message: `Job cmd/part (5c415cd0-8e54-44c1-a8ac-84a8544bee56): ${text}`,
      }),
    }));
  const states = (...runs: ReturnType<typeof run>[]) =>
    play(model, runs.flat(), START + HOUR).map(({ at, to }) => `${Math.floor((at - START) / MINUTE)} ${to}`);

  test('has failed once when its last iteration has', () => {
    const abort = 'Failed 3 times - abort';
    expect(states(run(10, 3, abort))).toEqual([]);
    expect(states(run(10, 3, abort), run(20, 3, abort))).toEqual(['21 ALARM']);
  });

  test('has not failed when an iteration succeeds', () => {
    expect(states(run(10, 2, 'Complete'), run(20, 2, 'Complete'))).toEqual([]);
  });
});

describe('an id of any text', () => {
  const alerts = AlertRouting.silent('the engine is asked');
  const ended = (job: string, id: string) => {
    const stack = newStack();
    const { logGroup } = new RealmLogs(stack, 'Logs', { realm: 'dev' });
    new JobMonitor(stack, 'Job', { realm: 'dev', job, alerts, logGroup });
    const fields = { event_source: 'lava-worker', event_type: 'job', realm: 'dev', job_id: id };
    const message = JSON.stringify({ ...fields, level: 'ERROR', message: 'Failed' });
    const timestamp = START + 10 * MINUTE;
    const record = { type: 'log', timestamp, logGroupName: '/var/log/lava/dev', message } as const;
    return play(modelOf(stack), [record], START + HOUR).map(({ to }) => to);
  };

  test.each([
    'a:b',
    'nightly*',
    '*',
    'we*ird',
    'cost$',
    'back\\slash',
    'ends\\',
    'say "hi"',
    '100%',
    '*%(a) | [b]^$.{2}*',
    '$.x',
    'true',
    '1',
    ' a ',
  ])('is counted as it is: %s', (job) => {
    expect(ended(job, job)).toEqual(['ALARM']);
    expect(ended(job, `${job}x`)).toEqual([]);
    expect(ended(job, `x${job}`)).toEqual([]);
  });

  test('no two of them have one metric', () => {
    const ids = ['a:b', 'a*b', 'a$b', 'a_b', 'a%3Ab'];
    expect(new Set(ids.map((id) => jobLogMetricName('dev', id, 'failed'))).size).toBe(ids.length);
  });

  test('a group has no more than five filters for ids with a * at an end', () => {
    const stack = newStack();
    const { logGroup } = new RealmLogs(stack, 'Logs', { realm: 'dev' });
    const watch = (job: string) => new JobMonitor(stack, job, { realm: 'dev', job, alerts, logGroup });
    for (const job of ['a*', 'b*', 'c*', 'd*', 'e*', 'f*f']) watch(job);
    expect(() => watch('*g')).toThrow(
      "Test/*g/failedFilter: job: needs a filter with a regular expression, got '*g', allowed: 5 such filters in a log " +
        'group; watch fewer ids with a * at an end',
    );
  });

  test.each([
    [`*${'.'.repeat(199)}`, 'a filter pattern', 1_024],
    [':'.repeat(100), 'the name of a metric', 255],
  ])('what does not fit is refused: %s', (job, what, most) => {
    expect(() => ended(job, job)).toThrow(`job: too long for ${what}, got '${job}', which makes it `);
    expect(() => ended(job, job)).toThrow(
      ` characters, allowed: ${most}; it can be dispatched, but not watched`,
    );
  });
});

test('fewer failures than stated are none, and 0 is off', () => {
  const signals = [0, 5, 10].flatMap((minute) => run(START + minute * MINUTE, { failed: 1 }));
  expect(play(monitorModel({ failures: 4 }), signals, START + HOUR)).toEqual([]);
  expect(texts(play(monitorModel({ failures: 3 }), signals, START + HOUR))).toEqual(['11 failed ALARM']);
  expect(monitorModel({ failures: 0, runTime: Duration.hours(1) }).alarms).toHaveLength(1);
});

test('a run that took too long is in ALARM when it ends', () => {
  const longestRun = Duration.minutes(10);
  const model = monitorModel({ failures: 0, runTime: Duration.minutes(10), longestRun });
  const signals = [run(START, { seconds: 600 }), run(START + 30 * MINUTE, { seconds: 601 })].flat();
  expect(texts(play(model, signals, START + HOUR))).toEqual(['31 run-time ALARM', '46 run-time OK']);
});

describe.each([
  [60, 600],
  [300, 900],
  [900, 3_600],
  [3_600, 3_600 * 2],
  [86_400 / 2, 60_000],
  [86_400, 30 * 3_600],
])('a job that runs every %i s with alarmAfter %i s', (every, alarmAfter) => {
  const model = monitorModel({
    failures: 0,
    every: Duration.seconds(every),
    alarmAfter: Duration.seconds(alarmAfter),
  });
  const first = START - 3 * Math.max(alarmAfter, every) * SECOND;
  const runs = (until: number, jitter: (index: number) => number = () => 0) => {
    const signals: Signal[] = [];
    for (let index = 0, at = first; at <= until; at = first + ++index * every * SECOND) {
      signals.push(...run(at + jitter(index)));
    }
    return signals;
  };

  test('is in ALARM within alarmAfter when it no longer runs', () => {
    for (const offset of [0, 10, 59]) {
      for (const second of [0, 1, 29, 59]) {
        const last = START + Math.floor(every / 3) * SECOND + second * SECOND;
        const signals = runs(last);
        const death = Math.max(...signals.map((signal) => (signal as { timestamp: number }).timestamp));
        const alarms = play(model, signals, death + alarmAfter * SECOND, offset);
        expect(alarms.map(({ to }) => to)).toEqual(['ALARM']);
        expect(alarms[0]!.at - death).toBeGreaterThan(every * SECOND);
      }
    }
  });

  test('is OK while its runs end in time, each up to a tenth late', () => {
    const late = (index: number) => (index % 2 === 1 ? (every / 10) * SECOND : 0);
    const signals = runs(START + 4 * alarmAfter * SECOND, late);
    for (const offset of [0, 10, 59]) {
      expect(play(model, signals, START + 3 * alarmAfter * SECOND, offset)).toEqual([]);
    }
  });
});

test('every window is one that CloudWatch takes', () => {
  for (let every = 60; every < 500_000; every = Math.ceil(every * 1.17)) {
    const { smallest, largest } = missingRunLimits(every);
    for (const alarmAfter of [smallest, (smallest + largest) / 2, largest]) {
      if (alarmAfter > largest) continue;
      const { periodSeconds, evaluationPeriods } = missingRunAlarm(every, Math.floor(alarmAfter));
      expect(periodSeconds % 60).toBe(0);
      expect(periodSeconds * evaluationPeriods).toBeLessThanOrEqual(
        periodSeconds < 3_600 ? 86_400 : 7 * 86_400,
      );
      expect(periodSeconds * evaluationPeriods).toBeGreaterThan(every);
    }
  }
});

test.each<[string, Partial<JobMonitorProps>, string]>([
  [
    'a bad job id',
    { job: '' },
    "Test/Job: job: not a job id, got '', allowed: any text of at least one character",
  ],
  [
    'a fraction',
    { failures: 0.5 },
    'Test/Job: failures: not a whole number, got 0.5, allowed: 0 (off) or more',
  ],
  [
    'more than a day of failures',
    { failedWithin: Duration.days(2) },
    'Test/Job: failedWithin: not usable, got 2d, allowed: whole minutes from 1m to 1d',
  ],
  [
    'alarmAfter alone',
    { alarmAfter: Duration.hours(1) },
    'Test/Job: alarmAfter: of which schedule, allowed: with every',
  ],
  [
    'an alarmAfter within the interval',
    { every: Duration.hours(1), alarmAfter: Duration.hours(1) },
    'Test/Job: alarmAfter: not possible for every 1h, got 1h, allowed: 1h12m to 7d',
  ],
  [
    'a weekly job, which no metric alarm can watch',
    { every: Duration.days(7) },
    'Test/Job: alarmAfter: not possible for every 7d, got 7d23h5m, allowed: jobs that run more often',
  ],
])('%s is refused', (_, props, message) => {
  expect(() => monitorModel(props)).toThrow(message);
});

test('a job that has never run is missed only when its first run was due', () => {
  const model = monitorModel({ failures: 0, every: Duration.hours(1) });
  const play = (signals: Signal[]) => {
    const simulation = createSimulation(model, { start: START });
    for (const signal of signals) simulation.ingest(signal);
    return texts(simulation.advance(START + 3 * HOUR).transitions);
  };
  expect(play([])).toEqual(['72 missing ALARM']);
  expect(play([30, 90, 150].flatMap((minute) => run(START + minute * MINUTE)))).toEqual(['72 missing OK']);
});
