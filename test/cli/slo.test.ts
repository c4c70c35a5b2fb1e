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
  const events = Array.from({ length: 200 }, (_, n) => n / 4).flatMap((hours) => [
    record(hours, 'INFO', 'Starting', { delay: hours === 20 ? 400.4 : 1 }),
    // Three hours without a success.
    hours > 30 && hours < 33 ? record(hours, 'ERROR', 'Failed') : record(hours, 'INFO', 'Complete'),
  ]);
  place.write('events.json', JSON.stringify({ events }));
});
afterAll(() => place.remove());

test('a recording of records tells what is left, and what spent it', async () => {
  const { code, out } = await place.run(['slo', '--spends', '2', 'events.json']);
  expect(out).toEqual([
    'loads-succeed  99% of the runs of job cmd/load are to succeed, over 28d',
    '  achieved  94.5% of 200 runs, 11 bad',
    '  left      -450% of the budget: -9 runs, or -1810 minutes of a total outage',
    '  burn      0x over 1h, 0x over 6h, 5.5x over 3d',
    '  gone      already',
    '            2026-03-02 08:45 run run-32.75  Failed',
    '            2026-03-02 08:30 run run-32.5  Failed',
    '',
    'loads-fresh  The last success of job cmd/load is to be younger than 2h in 99% of minutes over 28d',
    '  achieved  97.9906% of what was told of the last success',
    '  left      -101% of the budget: -407 minutes',
    '  burn      0x over 1h, 0x over 6h, 2.01x over 3d',
    '  gone      already',
    '',
    'starts-soon  95% of the runs of worker core are to start within 5m, over 28d',
    '  achieved  99.5% of 200 runs, 1 bad',
    '  left      90% of the budget: 9 runs, or 1810 minutes of a total outage',
    '  burn      0x over 1h, 0x over 6h, 0.1x over 3d',
    '  gone      in 252d at this pace',
    '            2026-03-01 20:00 run run-20  Starting after 400 s',
  ]);
  // A budget that is gone is a finding.
  expect(code).toBe(1);
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
    "slo: realm none promises nothing; 'slos' in its file does, docs/slo.md",
  ],
  [['--json', '--markdown', 'events.json'], 'slo: --json and --markdown: give one of them'],
  [['--spends', 'all', 'events.json'], "slo: --spends: got 'all', allowed: a whole number from 0 to 999"],
])('%j is refused', async (args, message) => {
  const { code, err } = await place.run(['slo', ...args]);
  expect(err.join('\n')).toContain(message);
  expect(code).toBe(2);
});
