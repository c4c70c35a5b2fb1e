import { join } from 'node:path';
import { type Workplace, workplace } from './rehearse/rehearsal-cli';

const REALM = `realm: dev
metrics: { job: false, worker: true }
alerts: { page: [{ email: oncall@example.com }] }
workers:
  core:
    heartbeat: { every: 60s, alarmAfter: 5m }
    queue: { depth: 100, for: 15m }
    fleet: { instances: { min: 1, max: 2 }, type: t3.small }
`;

const BIG = `realm: big
alerts: { page: [{ email: oncall@example.com }] }
workers:
  core: { fleet: { instances: { min: 20, max: 50 } } }
  gpu: { fleet: { instances: { min: 4, max: 8 } } }
  cpu: {}
`;

let place: Workplace;
beforeAll(() => {
  place = workplace();
  place.write('realms/dev.yaml', REALM);
});
afterAll(() => place.remove());

test('the report starts with its conditions and ends with the dearest lines', async () => {
  const { code, out } = await place.run(['cost', '--instances', '2', '--jobs', '10', '--runs', '1']);
  expect(code).toBe(0);
  expect(out.slice(0, 7)).toEqual([
    'realm dev with 2 instances',
    'as given: 10 jobs',
    'as given: 1 runs of each job a day',
    'assumed: 20 records that a run writes',
    'list prices of us-east-1 as of 2026-11-01, without free tier; machines not included',
    '',
    ' 4.20 USD  worker metrics, by instance: 14 x 0.3 USD/metric-month',
  ]);
  expect(out.at(-1)).toMatch(/^dearest: worker metrics, by instance; /);
});

test('the lines add up to the total', async () => {
  const { out } = await place.run(['cost', '--json']);
  const report = JSON.parse(out.join());
  const sum = report.lines.reduce((total: number, { usd }: { usd: number }) => total + usd, 0);
  expect(report.usdPerMonth).toBeCloseTo(sum);
  expect(report.collected).toBe('2026-11-01');
});

test('realm dev costs less than 27 USD a month at the load that is assumed, and names its dearest lines', async () => {
  const realms = join(__dirname, '../../realms');
  const { code, out } = await place.run(['cost', '--realm', 'dev', '--realms', realms, '--max', '27']);
  expect(code).toBe(0);
  expect(out.slice(0, 2)).toEqual([
    'realm dev with 3 instances, the least that its fleets have',
    'assumed: 50 jobs',
  ]);
  expect(out.at(-1)).toMatch(/^dearest: \w.*; \w.*; \w/);
});

test('a realm is priced at the instances that its fleets have at least', async () => {
  place.write('realms/big.yaml', BIG);
  const priced = async (...options: string[]) => {
    const { out } = await place.run(['cost', '--realm', 'big', '--json', ...options]);
    const { load, lines } = JSON.parse(out.join());
    const series = lines.find(({ item }: { item: string }) => item === 'worker metrics, by instance');
    return [load.instances, series.quantity];
  };
  expect(await priced()).toEqual([25, 175]);
  expect(await priced('--instances', '40')).toEqual([40, 280]);
});

test('a limit that is passed exits with 1', async () => {
  const { code, err } = await place.run(['cost', '--max', '0.5']);
  expect(code).toBe(1);
  expect(err[0]).toMatch(/^cost: \d+\.\d\d USD a month, allowed: 0\.50 USD$/);
});

test.each(['many', '-1', ''])('--jobs %j is refused', async (jobs) => {
  expect(await place.run(['cost', `--jobs=${jobs}`])).toEqual({
    code: 2,
    out: [],
    err: [`tiltmeter: cost: --jobs: got '${jobs}', allowed: a number from 0`],
  });
});

describe('of a template', () => {
  const alarm = (name: string, more: object = {}) => ({
    AlarmName: name,
    Namespace: 'Shop',
    MetricName: 'Orders',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'LessThanThreshold',
    ...more,
  });

  test('what it creates is priced, and how much of it is not', async () => {
    place.write('alarms.json', {
      MetricAlarms: [alarm('a'), alarm('b', { Period: 10 }), alarm('c', { Threshold: undefined })],
      CompositeAlarms: [{ AlarmName: 'both', AlarmRule: 'ALARM(a) AND ALARM(b)' }],
    });
    const { code, out } = await place.run(['cost', '--template', 'alarms.json']);
    expect(code).toBe(0);
    expect(out).toEqual([
      'what the template creates, at list prices of us-east-1 as of 2026-11-01, without free tier; what is sent to it not included',
      '',
      ' 0.50 USD  composite alarms: 1 x 0.5 USD/alarm-month',
      ' 0.30 USD  high-resolution alarms: 1 x 0.3 USD/alarm-metric-month',
      ' 0.10 USD  alarms, by metric watched: 1 x 0.1 USD/alarm-metric-month',
      ' 0.90 USD  a month',
      '',
      'not priced: 1 alarm left out of rehearsals',
    ]);
  });

  test('a load is refused', async () => {
    const { code, err } = await place.run(['cost', '--template', 'alarms.json', '--jobs', '3']);
    expect({ code, err }).toEqual({
      code: 2,
      err: ["tiltmeter: cost: --template and --jobs: got both; a load is a realm's, give --realm"],
    });
  });
});
