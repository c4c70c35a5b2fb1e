import { join } from 'node:path';
import type { ObjectiveTerms } from '../../lib/contract';
import { startConsoleServer } from '../../lib/local/console/console-server';
import type { LoopbackServer } from '../../lib/local/loopback-server';
import { type SpentBudget, spentBudget } from '../../lib/operate';
import { type Workplace, workplace } from './rehearse/rehearsal-cli';

const REALM = `realm: dev
alerts: { page: [{ email: oncall@example.com }] }
slos:
  loads-succeed: { job: cmd/load, success: 99%, runs: 100/d }
  loads-fresh: { job: cmd/load, fresh: 2h, target: 99% }
  starts-soon: { worker: core, startWithin: 5m, target: 95%, runs: 100/d }
workers: { core: { heartbeat: { every: 60s } } }
`;

const START = Date.parse('2026-03-01T00:00:00Z');

/** A record of a run of cmd/load, so many hours after the start. */
const record = (hours: number, level: string, message: string, more = {}) => ({
  timestamp: START + hours * 3_600_000,
  message: JSON.stringify({
    event_source: 'lava-worker',
    event_type: 'job',
    realm: 'dev',
    worker: 'core',
    job_id: 'cmd/load',
    run_id: `run-${hours}`,
    level,
    message,
    ...more,
  }),
});

let place: Workplace;
beforeAll(() => {
  place = workplace();
  place.write('realms/dev.yaml', REALM);
  place.write(
    'realms/none.yaml',
    REALM.replace('realm: dev', 'realm: none').replace(/slos:.*(?=workers)/s, ''),
  );
  place.write('few/dev.yaml', REALM.replace('runs: 100/d }', 'runs: 10/d }'));
  const events = Array.from({ length: 200 }, (_, n) => n / 4).flatMap((hours) => [
    record(hours, 'INFO', 'Starting', { delay: hours === 20 ? 400.4 : 1 }),
    // Three hours without a success.
    hours > 30 && hours < 33 ? record(hours, 'ERROR', 'Failed') : record(hours, 'INFO', 'Complete'),
  ]);
  place.write('events.json', JSON.stringify({ events }));
});
afterAll(() => place.remove());

test('records that a recording holds twice count once', async () => {
  const { events } = JSON.parse(place.read('events.json'));
  place.write('twice.json', JSON.stringify({ events: [...events, ...events] }));
  const [once, twice] = [await place.run(['slo', 'events.json']), await place.run(['slo', 'twice.json'])];
  expect(twice.out).toEqual(once.out);
});

test('a recording of records tells what is left, and what spent it', async () => {
  const { code, out } = await place.run(['slo', '--spends', '2', 'events.json']);
  expect(out).toEqual([
    'loads-succeed  99% of the runs of job cmd/load are to succeed, over 28d',
    '  achieved  94.5% of 200 runs, 11 bad, in the first 2d1h45m',
    '  left      61% of the budget: 16.9 runs, or 244 minutes of a total outage',
    '  burn      0x over 5m, 0x over 30m, 0x over 1h, 0x over 6h, 5.5x over 3d',
    '  gone      in 3d2h at this pace',
    '            2026-03-02 08:45 run run-32.75  Failed',
    '            2026-03-02 08:30 run run-32.5  Failed',
    '',
    'loads-fresh  The last success of job cmd/load is to be younger than 2h in 99% of minutes over 28d',
    '  achieved  97.9906% of what was told of the last success, in the first 2d1h45m',
    '  left      85% of the budget: 343 minutes',
    '  burn      0x over 5m, 0x over 30m, 0x over 1h, 0x over 6h, 2.01x over 3d',
    '  gone      in 11d21h at this pace',
    '            2026-03-02 08:00  The last success was too old for 60 minutes',
    '',
    'starts-soon  95% of the runs of worker core are to start within 5m, over 28d',
    '  achieved  99.5% of 200 runs, 1 bad, in the first 2d1h45m',
    '  left      99% of the budget: 139 runs, or 2000 minutes of a total outage',
    '  burn      0x over 5m, 0x over 30m, 0x over 1h, 0x over 6h, 0.1x over 3d',
    '  gone      in 278d at this pace',
    '            2026-03-01 20:00 run run-20  Starting after 400 s',
  ]);
  expect(code).toBe(0);
});

test('a budget that is gone is a finding', async () => {
  const { code, out, err } = await place.run(['slo', '--realms', 'few', '--spends', '0', 'events.json']);
  expect([...err, ...out.slice(1, 5)]).toEqual([
    '  achieved  94.5% of 200 runs, 11 bad, in the first 2d1h45m',
    '  left      -140% of the budget: -6.41 runs, or -563 minutes of a total outage',
    '  burn      0x over 5m, 0x over 30m, 0x over 1h, 0x over 6h, 5.5x over 3d',
    '  gone      already',
  ]);
  expect(code).toBe(1);
});

describe('a local realm', () => {
  const terms: ObjectiveTerms = {
    ...{
      name: 'loads-succeed',
      system: 'lava',
      realm: 'dev',
      target: 0.99,
      overSeconds: 28 * 86_400,
      runsPerDay: 100,
    },
    of: { kind: 'success', job: 'cmd/load' },
    counted: { namespace: 'Lava' },
  };
  const within = [0, 0, 10, 10, 10].map((all) => ({ bad: 0, all }));
  const spends = ['b', 'a'].map((run) => ({ at: START, run, text: 'Failed' }));
  let budgets: readonly SpentBudget[] = [];
  let console: LoopbackServer;
  beforeAll(async () => {
    console = await startConsoleServer({
      port: 0,
      pages: join(__dirname, '../../dist/console'),
      view: () => ({
        status: () => Promise.reject(new Error('is not asked')),
        budgets: async () => ({ at: START, budgets }),
        act: () => {},
      }),
    });
  });
  afterAll(() => console.close());

  test('is asked at the address of its console, in its own time', async () => {
    budgets = [spentBudget(terms, { bad: 2, all: 100 }, within, spends, 86_400)];
    const { code, out } = await place.run(['slo', '--spends', '1', '--console', console.url]);
    expect(out).toEqual([
      'loads-succeed  99% of the runs of job cmd/load are to succeed, over 28d',
      '  achieved  98% of 100 runs, 2 bad, in the first 1d',
      '  left      93% of the budget: 26 runs, or 374 minutes of a total outage',
      '  burn      0x over 1h, 0x over 6h, 0x over 3d',
      '  gone      never at this pace',
      '            2026-03-01 00:00 run b  Failed',
    ]);
    expect(code).toBe(0);
    const json = await place.run(['slo', '--json', '--console', console.url]);
    expect(JSON.parse(json.out.join())).toMatchObject({
      at: '2026-03-01T00:00:00.000Z',
      objectives: [{ name: 'loads-succeed', countedSeconds: 86_400, spends: [{ run: 'b' }, { run: 'a' }] }],
    });
  });

  test('that promises nothing says so', async () => {
    budgets = [];
    const { code, err } = await place.run(['slo', '--console', console.url]);
    expect(err).toEqual(["tiltmeter: slo: the realm promises nothing; 'slos' in its file does, docs/slo.md"]);
    expect(code).toBe(2);
  });
});

test('JSON has the same numbers', async () => {
  const { out } = await place.run(['slo', '--json', 'events.json']);
  const { objectives } = JSON.parse(out.join());
  expect(objectives[0]).toMatchObject({
    name: 'loads-succeed',
    target: 0.99,
    counted: { bad: 11, all: 200 },
    spends: expect.arrayContaining([{ at: '2026-03-02T08:45:00.000Z', run: 'run-32.75', text: 'Failed' }]),
  });
});

test.each([
  [
    ['--realm', 'none', 'events.json'],
    "slo: the realm promises nothing; 'slos' in its file does, docs/slo.md",
  ],
  [['--json', '--markdown', 'events.json'], 'slo: --json and --markdown: give one of them'],
  [['--console', 'localhost', 'events.json'], 'slo: --console and a recording: give one of them'],
  [
    ['--console', '4700'],
    "slo: --console: got '4700', allowed: the address that tiltmeter up prints, such as http://127.0.0.1:4700",
  ],
  [['--console', 'http://127.0.0.1:1'], 'slo: no local realm answers at http://127.0.0.1:1: '],
  [['--spends', 'all', 'events.json'], "slo: --spends: got 'all', allowed: a whole number from 0 to 999"],
])('%j is refused', async (args, message) => {
  const { code, err } = await place.run(['slo', ...args]);
  expect(err.join('\n')).toContain(message);
  expect(code).toBe(2);
});
