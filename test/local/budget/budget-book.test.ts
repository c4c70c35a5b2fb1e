import { createSimulation } from '../../../lib/engine/simulation';
import { budgetReadings, createBudgetBook } from '../../../lib/local/budget/budget-book';
import { budgetCards } from '../../../lib/local/console/budget-card';
import type { RealmConfig } from '../../../lib/realm/realm-config';
import { readRealmFile } from '../../../lib/realm/realm-file';

const START = Date.parse('2026-01-05T09:00:20Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const config = (
  readRealmFile(
    'realms/dev.yaml',
    `realm: dev
alerts: { page: [{ email: a@example.com }] }
slos:
  succeed: { job: cmd/load, success: 99%, runs: 100/d }
  fresh: { job: cmd/load, fresh: 2h, target: 99% }
  soon: { worker: core, startWithin: 5m, target: 95%, runs: 100/d }
workers: { core: { heartbeat: { every: 60s } } }
`,
  ) as { config: RealmConfig }
).config;

function setUp() {
  let now = START;
  const simulation = createSimulation(
    { alarms: [], compositeAlarms: [], metricFilters: [], logGroups: [], topics: [], muteRules: [] } as never,
    { start: START, longReadings: budgetReadings(config) },
  );
  const book = createBudgetBook({
    config,
    clock: { now: () => now, origin: START },
    monitor: { minutes: (metric, from, to) => simulation.series({ ...metric, from, to, period: 60 }) },
  });
  const put = (metricName: string, dimensions: Record<string, string>, minute: number, value: number) =>
    simulation.ingest({
      type: 'metric',
      namespace: 'Lava',
      metricName,
      dimensions: { Realm: 'dev', ...dimensions },
      timestamp: START + minute * MINUTE,
      value,
    });
  return {
    book,
    put,
    to(ms: number) {
      now = START + ms;
      simulation.advance(now);
    },
    fail: (minute: number) =>
      book.see('/var/log/lava/dev', {
        timestamp: START + minute * MINUTE,
        logStreamName: 'core/i-0',
        message: JSON.stringify({
          event_source: 'lava-worker',
          event_type: 'job',
          realm: 'dev',
          worker: 'core',
          job_id: 'cmd/load',
          run_id: `run-${minute}`,
          level: 'ERROR',
          message: 'Failed',
        }),
      }),
    cards: async () =>
      budgetCards(config, await book.budgets(), [
        { alarmName: 'lava-dev-slo-succeed-page', state: 'OK' },
        { alarmName: 'lava-dev-slo-succeed-ticket', state: 'ALARM' },
        { alarmName: 'lava-dev-slo-succeed-fast-long', state: 'ALARM' },
      ]),
  };
}

test('nothing is known before anything was counted', async () => {
  const { cards, to } = setUp();
  to(10 * MINUTE);
  expect(await cards()).toMatchObject([
    { name: 'succeed', facts: [['achieved', 'not known: no runs were counted in 28d']], spends: [] },
    {
      name: 'fresh',
      facts: [['achieved', 'not known: how old the last success is was never told in 28d']],
    },
    { name: 'soon', facts: [['achieved', 'not known: no runs were counted in 28d']] },
  ]);
});

test('the first bad run of the first day is a part of the budget of weeks', async () => {
  const { cards, put, fail, to } = setUp();
  for (let minute = 0; minute < 10; minute++)
    put('JobFailed', { Job: 'cmd/load' }, minute, minute === 4 ? 1 : 0);
  fail(4);
  to(20 * MINUTE);
  const [succeed] = await cards();
  expect(succeed).toEqual({
    name: 'succeed',
    promise: '99% of the runs of job cmd/load are to succeed, over 28d',
    left: expect.closeTo(1 - 1 / 28, 3),
    facts: [
      ['achieved', '90% of 10 runs, 1 bad, in the first 20m'],
      ['left', '96% of the budget: 27.1 runs, or 389 minutes of a total outage'],
      ['burn', '10x over 30m'],
      ['gone', 'in 2d17h at this pace'],
    ],
    spends: [{ at: START + 4 * MINUTE, run: 'run-4', text: 'Failed' }],
    alarms: [
      { severity: 'page', alarmName: 'lava-dev-slo-succeed-page', state: 'OK' },
      { severity: 'ticket', alarmName: 'lava-dev-slo-succeed-ticket', state: 'ALARM' },
    ],
  });
});

test('stale minutes and late runs are counted in what alarms do not keep', async () => {
  const { cards, put, to } = setUp();
  for (let minute = 0; minute < 1440; minute++) {
    put('SecondsSinceSuccess', { Job: 'cmd/load' }, minute, minute * 60);
  }
  put('RunDelay', { Worker: 'core' }, 3, 700);
  put('RunDelay', { Worker: 'core' }, 3, 2);
  // Long after the three hours that the engine keeps by itself.
  to(20 * DAY);
  const [, fresh, soon] = await cards();
  expect(fresh!.facts[0]).toEqual([
    'achieved',
    expect.stringMatching(/^8\.\d+% of what was told of the last success, in the first 20d$/),
  ]);
  expect(fresh!.spends).toEqual([
    { at: Date.parse('2026-01-05T11:00:00Z'), text: 'The last success was too old for 1319 minutes' },
  ]);
  expect(soon!.facts[0]).toEqual(['achieved', '50% of 2 runs, 1 bad, in the first 20d']);
});

test('a window that has passed spends nothing any more', async () => {
  const { cards, put, to } = setUp();
  put('JobFailed', { Job: 'cmd/load' }, 0, 1);
  put('JobFailed', { Job: 'cmd/load' }, 60, 0);
  to(28 * DAY + 30 * MINUTE);
  const [succeed] = await cards();
  expect(succeed!.facts.slice(0, 3)).toEqual([
    ['achieved', '100% of 1 run, 0 bad, in the first 27d23h30m'],
    ['left', expect.stringMatching(/^100% of the budget: /)],
    ['burn', 'nothing was counted lately'],
  ]);
});

test('it is counted once a minute', async () => {
  const { book, to } = setUp();
  to(5 * MINUTE);
  const first = book.budgets();
  to(5 * MINUTE + 10_000);
  expect(book.budgets()).toBe(first);
  to(6 * MINUTE);
  expect(book.budgets()).not.toBe(first);
});
