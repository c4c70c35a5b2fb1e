import { expectedEvery, expectedPace } from '../../lib/realm/jobs-schema';
import { config, file, mistakes } from './realm-text';

const HOUR = 3_600;
const MEASURED = 'metrics: { job: true }';

const jobs = (...lines: string[]) => ['jobs:', ...lines.map((line) => `  ${line}`)];
const schedules = (...lines: string[]) => ['schedules:', ...lines.map((line) => `  ${line}`)];

describe('jobs', () => {
  test('a job without settings is in alarm for one failed run in an hour', () => {
    expect(config(file({ top: jobs('cmd/hello: {}') })).jobs).toEqual([
      { job: 'cmd/hello', failures: 1, withinSeconds: HOUR },
    ]);
  });

  test('every setting is taken', () => {
    const settings =
      'failures: 3, within: 2h, runTime: 30m, childIterations: 2, every: 1h, alarmAfter: 2h, severity: page';
    expect(config(file({ top: jobs(`cmd/hello: { ${settings} }`) })).jobs).toEqual([
      {
        job: 'cmd/hello',
        failures: 3,
        withinSeconds: 2 * HOUR,
        runTimeSeconds: HOUR / 2,
        childIterations: 2,
        everySeconds: HOUR,
        alarmAfterSeconds: 2 * HOUR,
        severity: 'page',
      },
    ]);
  });

  test('a run is expected as often as the most frequent of its schedules starts it, unless stated', () => {
    const { schedules: read } = config(
      file({
        top: schedules(
          "night: { job: a, worker: core, cron: '0 3 * * ? *' }",
          'often: { job: a, worker: core, every: 6h }',
          'other: { job: b, worker: core, every: 1h }',
        ),
      }),
    );
    expect(expectedEvery({ job: 'a' }, read)).toBe(6 * HOUR);
    expect(expectedEvery({ job: 'a', everySeconds: 60 }, read)).toBe(60);
    expect(expectedEvery({ job: 'c' }, read)).toBeUndefined();
  });

  test('a second pace is that of the only schedule of a job', () => {
    const day = "cron: '0/15 6-22 * * ? *' }";
    const { schedules: read } = config(
      file({
        top: schedules(
          `a: { job: a, worker: core, ${day}`,
          `b: { job: b, worker: core, ${day}`,
          'night: { job: b, worker: core, every: 6h }',
        ),
      }),
    );
    const stretches = [{ from: 6 * 60, until: 22 * 60 + 45 }];
    expect(expectedPace({ job: 'a' }, read)).toEqual({ everySeconds: 900, cycle: 'day', stretches });
    expect(expectedPace({ job: 'a', everySeconds: 60 }, read)).toBeUndefined();
    expect(expectedPace({ job: 'b' }, read)).toBeUndefined();
  });

  test.each<[string, string[], string]>([
    [
      'a job id outside the grammar',
      jobs("'': {}"),
      "3: jobs.: not a job id, got '', allowed: any text of at least one character",
    ],
    [
      'an unknown key',
      jobs('a: { runtime: 1h }'),
      "3: jobs.a: unknown key, got 'runtime', did you mean 'runTime', allowed: failures, within, runTime, longestRun, childIterations, every, alarmAfter, severity",
    ],
    [
      'a fraction of failures',
      jobs('a: { failures: 0.5 }'),
      '3: jobs.a.failures: not a whole number, got 0.5, allowed: a whole number from 0 to 1000000',
    ],
    [
      'a severity that is none of the file',
      jobs('a: { severity: urgent }'),
      "3: jobs.a.severity: not a severity of alerts, got 'urgent', allowed: page, ticket",
    ],
    [
      'an alarmAfter without an interval',
      jobs('a:', '  alarmAfter: 2h'),
      "4: jobs.a.alarmAfter: after which interval is unknown, got '2h', allowed: with every, or with a schedule of the job",
    ],
    [
      'an alarmAfter below the interval',
      jobs('a: { every: 1h, alarmAfter: 1h }'),
      "3: jobs.a.alarmAfter: too small for every 1h, got '1h', allowed: 1h12m to 7d, or 0s (off)",
    ],
    [
      'an alarmAfter below the interval of the schedule',
      [...schedules('s: { job: a, worker: core, every: 1h }'), ...jobs('a: { alarmAfter: 1h }')],
      "5: jobs.a.alarmAfter: too small for every 1h, got '1h', allowed: 1h12m to 7d, or 0s (off)",
    ],
    [
      'an interval that CloudWatch cannot look back over',
      jobs('a: { every: 7d }'),
      "3: jobs.a.every: not possible for a job that runs every 7d, got '7d', allowed: jobs that run at least every six days",
    ],
    ['jobs as a list', ['jobs: [a]'], '2: jobs: not a map, got a list, allowed: a map of jobs'],
  ])('%s is refused', (_, top, expected) => {
    expect(mistakes(file({ top }))).toBe(`realms/dev.yaml:${expected}`);
  });
});

describe('schedules', () => {
  test('a cron expression has a zone, and a gap that knows of summer time', () => {
    const top = schedules(
      "night: { job: a, worker: core, cron: '0 3 * * ? *', zone: Australia/Sydney, parameters: { full: true }, delay: 2m }",
      "utc: { job: a, worker: core, cron: '0 3 ? * MON-FRI *' }",
      'rate: { job: a, worker: core, every: 15m }',
    );
    expect(config(file({ top })).schedules).toEqual([
      {
        name: 'night',
        job: 'a',
        worker: 'core',
        cron: { fields: '0 3 * * ? *', zone: 'Australia/Sydney' },
        longestGapSeconds: 25 * HOUR,
        startsPerDay: 1,
        parameters: { full: true },
        delaySeconds: 120,
      },
      {
        name: 'utc',
        job: 'a',
        worker: 'core',
        cron: { fields: '0 3 ? * MON-FRI *', zone: 'UTC' },
        longestGapSeconds: 72 * HOUR,
        startsPerDay: expect.closeTo(5 / 7, 2) as unknown as number,
      },
      { name: 'rate', job: 'a', worker: 'core', everySeconds: 900, longestGapSeconds: 900, startsPerDay: 96 },
    ]);
  });

  const CRON =
    'the fields of a cron expression: minute hour day-of-month month day-of-week year, one of the two days a ?, such as 0 3 * * ? * (no L, W or #)';

  test.each<[string, string, string]>([
    [
      'a name outside the grammar',
      "'a b': { job: a, worker: core, every: 1h }",
      "schedules.a b: not a schedule name, got 'a b', allowed: 1 to 64 characters: letters, digits, _ - or ., the first a letter or a digit",
    ],
    [
      'a worker that the file does not have',
      's: { job: a, worker: gpu, every: 1h }',
      "schedules.s.worker: not a worker of this file, got 'gpu', allowed: core",
    ],
    [
      'a schedule without a worker',
      's: { job: a, every: 1h }',
      'schedules.s.worker: missing, got nothing, allowed: 3 to 47 characters: a lower-case letter, then lower-case letters, digits, _ or -',
    ],
    [
      'a schedule without a time',
      's: { job: a, worker: core }',
      'schedules.s: no time, got a map, allowed: either cron or every',
    ],
    [
      'a schedule with two times',
      "s: { job: a, worker: core, every: 1h, cron: '0 3 * * ? *' }",
      'schedules.s: two times, got a map, allowed: either cron or every',
    ],
    [
      'the five fields of another cron',
      "s: { job: a, worker: core, cron: '0 3 * * *' }",
      `schedules.s.cron: not a cron expression, got '0 3 * * *', allowed: ${CRON}`,
    ],
    [
      'a rate of seconds',
      's: { job: a, worker: core, every: 90s }',
      "schedules.s.every: not a multiple of 1m, got '90s', allowed: a duration from 1m to 365d in steps of 1m, such as 1m or 1h30m",
    ],
    [
      'a zone that nobody knows',
      "s: { job: a, worker: core, cron: '0 3 * * ? *', zone: Sydney }",
      "schedules.s.zone: not a time zone, got 'Sydney', allowed: a name such as Australia/Sydney or UTC",
    ],
    [
      'a zone for a rate',
      's: { job: a, worker: core, every: 1h, zone: UTC }',
      "schedules.s.zone: given without cron, got 'UTC', allowed: cron, whose fields it is about",
    ],
    [
      'a list of parameters',
      's: { job: a, worker: core, every: 1h, parameters: [1] }',
      'schedules.s.parameters: not a map, got a list, allowed: a map of parameters',
    ],
    [
      'a delay that SQS does not take',
      's: { job: a, worker: core, every: 1h, delay: 20m }',
      "schedules.s.delay: out of range, got '20m', allowed: a duration from 0s to 15m, such as 0s",
    ],
  ])('%s is refused', (_, line, expected) => {
    expect(mistakes(file({ top: schedules(line) }))).toBe(`realms/dev.yaml:3: ${expected}`);
  });
});

describe('triggers', () => {
  const trigger = (line: string) => file({ top: ['triggers:', `  - ${line}`] });

  test('a job runs for new objects of a bucket', () => {
    const line =
      '{ bucket: incoming, prefix: a/, suffix: .csv, job: a, worker: core, parameters: { x: 1 }, delay: 1m }';
    expect(config(trigger(line)).triggers).toEqual([
      {
        bucket: 'incoming',
        prefix: 'a/',
        suffix: '.csv',
        job: ['a'],
        worker: 'core',
        parameters: { x: 1 },
        delaySeconds: 60,
      },
    ]);
  });

  test('jobs run for what happens to an object, under conditions', () => {
    const line =
      "{ bucket: incoming, job: [a, b], worker: core, enabled: false, once: 30s, template: false, if: { name: '*.csv', " +
      'largerThan: 1.5KiB }, ifNot: { largerThan: 2 MB, event: [a, b] }, globals: { g: 1 } }';
    expect(config(trigger(line)).triggers).toEqual([
      {
        bucket: 'incoming',
        job: ['a', 'b'],
        worker: 'core',
        enabled: false,
        onceSeconds: 30,
        template: false,
        if: { name: ['*.csv'], largerThan: 1_536 },
        ifNot: { largerThan: 2_000_000, event: ['a', 'b'] },
        globals: { g: 1 },
      },
    ]);
  });

  test.each<[string, string, string]>([
    [
      'no job',
      '{ bucket: incoming, job: [], worker: core }',
      'triggers.0.job: not a job id, got a list, allowed: any text of at least one character, or a list of such',
    ],
    [
      'a size without a number',
      '{ bucket: incoming, job: a, worker: core, if: { largerThan: KB } }',
      "triggers.0.if.largerThan: not a size, got 'KB', allowed: a size, such as 20KB (thousands) or 20KiB (1024)",
    ],
    [
      'an empty glob',
      "{ bucket: incoming, job: a, worker: core, ifNot: { name: [''] } }",
      'triggers.0.ifNot.name: not globs, got a list, allowed: a glob, or a list of globs',
    ],
    [
      'the ARN of a bucket',
      '{ bucket: arn:aws:s3:::incoming, job: a, worker: core }',
      "triggers.0.bucket: not a bucket, got 'arn:aws:s3:::incoming', allowed: the name of a bucket that sends its events to EventBridge",
    ],
    [
      'a worker that the file does not have',
      '{ bucket: incoming, job: a, worker: gpu }',
      "triggers.0.worker: not a worker of this file, got 'gpu', allowed: core",
    ],
    [
      'an empty prefix',
      "{ bucket: incoming, prefix: '', job: a, worker: core }",
      "triggers.0.prefix: not a part of a key, got '', allowed: a text of 1 to 1024 characters",
    ],
    [
      'an unknown key',
      '{ bucket: incoming, job: a, worker: core, every: 1h }',
      "triggers.0: unknown key, got 'every', allowed: bucket, prefix, suffix, enabled, if, ifNot, once, template, job, worker, parameters, globals, delay",
    ],
  ])('%s is refused', (_, line, expected) => {
    expect(mistakes(trigger(line))).toBe(`realms/dev.yaml:3: ${expected}`);
  });
});

describe('the delay of runs', () => {
  const worker = ['core:', '  runDelay: { p95: 10m }'];

  test('is watched over a quarter of an hour unless stated', () => {
    expect(config(file({ top: [MEASURED], worker })).workers[0]!.runDelay).toEqual({
      p95Seconds: 600,
      forSeconds: 900,
    });
  });

  test.each<[string, string[], string[], string]>([
    [
      'that nobody measures',
      [],
      worker,
      '7: workers.core.runDelay: no job is measured, got a map, allowed: together with metrics: { job: true }, or with the jobs that say so themselves under jobs',
    ],
    [
      'without a limit',
      [MEASURED],
      ['core: { runDelay: {} }'],
      '7: workers.core.runDelay.p95: missing, got nothing, allowed: a duration from 1s to 7d, such as 1s or 1h30m',
    ],
  ])('%s is refused', (_, top, lines, expected) => {
    expect(mistakes(file({ top, worker: lines }))).toBe(`realms/dev.yaml:${expected}`);
  });
});
