import { freshJobs } from '../../lib/realm/fresh-jobs';
import { workerEnvironment } from '../../lib/realm/worker-environment';
import { config, file } from './realm-text';

const LOADS = 'slos: { loads: { job: cmd/load, fresh: 26h, target: 99.5% } }';
const HERE = 'core: {}';
const THERE = 'old: { fleet: { existing: lava-dev-old } }';
const GUEST = 'guest: { fleet: { on: core } }';
const ON_CORE = "schedules: { load: { job: cmd/load, worker: core, cron: '0 3 * * ? *' } }";
const ON_OLD = "schedules: { load: { job: cmd/load, worker: old, cron: '0 3 * * ? *' } }";

test.each([
  ['workers of ours', [LOADS], [HERE], 'metrics'],
  ['a worker on machines that are there', [LOADS], [HERE, THERE], 'records'],
  ['a guest', [LOADS], [HERE, GUEST], 'records'],
  ['a schedule on a worker of ours', [LOADS, ON_CORE], [HERE, THERE], 'metrics'],
  ["a schedule on somebody else's", [LOADS, ON_OLD], [HERE, THERE], 'records'],
  ['the log group of a Lava', [LOADS, 'logs: { existing: true }'], [HERE], 'records'],
  ['the table of a Lava', [LOADS, 'events: existing'], [HERE], 'records'],
  [
    'a file that says so',
    ['slos: { loads: { job: cmd/load, fresh: 26h, target: 99.5%, source: records } }'],
    [HERE],
    'records',
  ],
  [
    'a file that says otherwise',
    ['slos: { loads: { job: cmd/load, fresh: 26h, target: 99.5%, source: metrics } }'],
    [THERE],
    'metrics',
  ],
] as const)('with %s, one side says how old a success is', (_, top, worker, side) => {
  const realm = config(file({ top, worker }));
  const loads = { 'cmd/load': 93_600 };
  const [workers, stack] = side === 'metrics' ? [loads, {}] : [{}, loads];
  expect({ workers: freshJobs(realm, 'metrics'), stack: freshJobs(realm, 'records') }).toEqual({
    workers,
    stack,
  });
  expect(workerEnvironment(realm).LAVA_FRESH_JOBS).toBe(side === 'metrics' ? 'cmd/load' : undefined);
});

test('a job with two promises is told of by one side, as far back as the longer one asks', () => {
  const top = [
    'slos:',
    '  a: { job: cmd/load, fresh: 2h, target: 99%, source: records }',
    '  b: { job: cmd/load, fresh: 26h, target: 99% }',
  ];
  const realm = config(file({ top }));
  expect(freshJobs(realm, 'records')).toEqual({ 'cmd/load': 93_600 });
  expect(freshJobs(realm, 'metrics')).toEqual({});
});
