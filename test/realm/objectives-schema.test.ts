import { readRealmFile } from '../../lib/realm/realm-file';

const read = (...lines: string[]) =>
  readRealmFile(
    'realms/dev.yaml',
    ['realm: dev', 'alerts: { page: [{ email: a@example.com }] }', ...lines].join('\n'),
  );

const problems = (...lines: string[]) => {
  const file = read(...lines);
  return 'problems' in file ? file.problems.map(({ message }) => message) : [];
};

const WORKERS = 'workers: { core: { heartbeat: { every: 60s } } }';

test('objectives are read, with the runs that are expected in a day', () => {
  const file = read(
    'slos:',
    '  a: { job: cmd/a, success: 99.5%, over: 14d, runs: 2/h, source: records }',
    '  b: { job: cmd/b, fresh: 26h, target: 99% }',
    '  c: { worker: core, startWithin: 5m, target: 95, runs: 14/w }',
    WORKERS,
  );
  expect(file).toMatchObject({
    config: {
      objectives: [
        { name: 'a', job: 'cmd/a', success: 99.5, overSeconds: 1_209_600, runsPerDay: 48, records: true },
        { name: 'b', job: 'cmd/b', freshSeconds: 93_600, target: 99 },
        { name: 'c', worker: 'core', startWithinSeconds: 300, target: 95, runsPerDay: 2 },
      ],
    },
  });
});

test('runs are those of the schedules where the file does not say', () => {
  const file = read(
    'slos: { a: { job: cmd/a, success: 99% } }',
    'schedules:',
    "  one: { job: cmd/a, worker: core, cron: '0 3 * * ? *' }",
    '  two: { job: cmd/a, worker: core, every: 6h }',
    WORKERS,
  );
  expect(file).toMatchObject({
    config: { objectives: [{ name: 'a' }], schedules: [{ startsPerDay: 1 }, { startsPerDay: 4 }] },
  });
});

test.each([
  ['{ job: cmd/a }', 'slos.a: nothing is promised, got a map, allowed: one of success, fresh, startWithin'],
  [
    '{ job: cmd/a, success: 99%, fresh: 1h }',
    'slos.a: more than one promise, got a map, allowed: one of success, fresh, startWithin',
  ],
  [
    '{ job: cmd/a, success: 80%, runs: 1/d }',
    "slos.a.success: out of range, got '80%', allowed: a share from 90% to 99.999%, such as 99.5%",
  ],
  [
    '{ job: cmd/a, success: 100%, runs: 1/d }',
    "slos.a.success: out of range, got '100%', allowed: a share from 90% to 99.999%, such as 99.5%",
  ],
  [
    '{ job: cmd/a, success: 99.1234%, runs: 1/d }',
    "slos.a.success: finer than a thousandth of a percent, got '99.1234%', allowed: a share from 90% to 99.999%, such as 99.5%",
  ],
  [
    '{ job: cmd/a, success: 99%, runs: 1/30d }',
    "slos.a.runs: not a number of runs in a time, got '1/30d', allowed: runs and a time, such as 40/d, 3/h or 1/w",
  ],
  [
    '{ job: cmd/a, success: 99%, runs: 1/d, severity: blue }',
    "slos.a: unknown key, got 'severity', allowed: job, worker, success, fresh, startWithin, target, over, runs, source",
  ],
  [
    '{ job: cmd/a, success: most, runs: 1/d }',
    "slos.a.success: not a share, got 'most', allowed: a share from 90% to 99.999%, such as 99.5%",
  ],
  [
    '{ job: cmd/a, success: 99%, runs: many }',
    "slos.a.runs: not a number of runs in a time, got 'many', allowed: runs and a time, such as 40/d, 3/h or 1/w",
  ],
  [
    '{ job: cmd/a, success: 99%, runs: 0/d }',
    "slos.a.runs: not a number of runs in a time, got '0/d', allowed: runs and a time, such as 40/d, 3/h or 1/w",
  ],
  [
    '{ job: cmd/a, success: 99% }',
    'slos.a.runs: missing, got nothing, allowed: given, such as 40/d, or with a schedule that starts them',
  ],
  ['{ success: 99%, runs: 1/d }', 'slos.a.job: missing, got nothing, allowed: given, with success'],
  [
    '{ job: cmd/a, success: 99%, runs: 1/d, worker: core }',
    "slos.a.worker: not with success, got 'core', allowed: without it; with success go job, runs, source",
  ],
  ['{ job: cmd/a, fresh: 1h }', 'slos.a.target: missing, got nothing, allowed: given, with fresh'],
  [
    '{ worker: gpu, startWithin: 5m, target: 95%, runs: 1/d }',
    "slos.a.worker: not a worker of this file, got 'gpu', allowed: core",
  ],
  [
    '{ job: cmd/a, success: 99%, over: 1d, runs: 1/d }',
    "slos.a.over: out of range, got '1d', allowed: a duration from 7d to 90d in steps of 1d, such as 7d",
  ],
])('%s is refused', (objective, message) => {
  expect(problems(`slos: { a: ${objective} }`, WORKERS)).toContain(message);
});

test.each([
  [
    '{ job: cmd/a, fresh: 1h, target: 99.995% }',
    "slos.a.target: too high to be told of before the budget is gone, got '99.995%', allowed: 90% to 99.992%",
  ],
  [
    '{ job: cmd/a, fresh: 1h, target: 99.98%, over: 7d }',
    "slos.a.target: too high to be told of before the budget is gone, got '99.98%', allowed: 90% to 99.97%",
  ],
  [
    '{ job: cmd/a, success: 99.997%, runs: 400000/h }',
    "slos.a.success: too high to be told of before the budget is gone, got '99.997%', allowed: 90% to 99.994%",
  ],
])('a target that nobody can be told of in time is refused where it stands: %s', (objective, message) => {
  const file = read('slos:', `  a: ${objective}`, WORKERS);
  expect('problems' in file && file.problems).toEqual([{ file: 'realms/dev.yaml', line: 4, message }]);
});

test.each([
  ['the greatest of minutes', '{ job: cmd/a, fresh: 1h, target: 99.992% }'],
  ['runs that are counted', '{ job: cmd/a, success: 99.999%, runs: 1/d }'],
])('a target is taken that somebody can be told of: %s', (_, objective) => {
  expect(problems(`slos: { a: ${objective} }`, WORKERS)).toEqual([]);
});

test('runs of the schedules tell which target is too high', () => {
  const often = "one: { job: cmd/a, worker: core, cron: '* * * * ? *' }";
  const slo = 'slos: { a: { job: cmd/a, success: 99.99%, over: 7d } }';
  expect(problems(slo, 'schedules:', `  ${often}`, WORKERS)).toEqual([]);
  const many = Array.from({ length: 300 }, (_, index) => `  ${often.replace('one', `s${index}`)}`);
  expect(problems(slo, 'schedules:', ...many, WORKERS)).toEqual([
    "slos.a.success: too high to be told of before the budget is gone, got '99.99%', allowed: 90% to 99.978%",
  ]);
});

test('of a schedule that cannot be read nothing is said of a target', () => {
  const slo = 'slos: { a: { job: cmd/a, success: 99.999% } }';
  const wrong = "schedules: { one: { job: cmd/a, worker: core, cron: 'often' } }";
  expect(problems(slo, wrong, WORKERS).filter((message) => message.startsWith('slos'))).toEqual([]);
});

test('a name that no alarm can have is refused', () => {
  expect(problems('slos: { Loads: { job: a, fresh: 1h, target: 99% } }', WORKERS)).toEqual([
    "slos.Loads: not the name of an objective, got 'Loads', allowed: 1 to 40 characters: a lower-case letter, then lower-case letters, digits, _ or -",
  ]);
});

test('all of them are objectives of Application Signals when the file says so', () => {
  const file = read('slos: { export: true, a: { job: a, fresh: 1h, target: 99% } }', WORKERS);
  expect(file).toMatchObject({ config: { objectives: [{ name: 'a', exported: true }] } });
  expect(problems('slos: { export: often }', WORKERS)).toEqual([
    "slos.export: not a truth value, got 'often', allowed: true or false",
  ]);
});
