import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../../lib/cli/main';
import type { LoopbackServer } from '../../../lib/local/loopback-server';
import { FakeCloudWatch, type FakeSettings } from '../../evidence/support/fake-cloudwatch';
import { holdToSchema } from '../json-shape';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const before = { ...process.env };
let directory: string;
let service: LoopbackServer | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'verify-'));
});

afterEach(async () => {
  process.env = { ...before };
  rmSync(directory, { recursive: true });
  await service?.close();
  service = undefined;
});

async function tiltmeter(...args: string[]): Promise<{ code: number; out: string[]; err: string[] }> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await main(['verify', ...args], {
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    env: {},
    cwd: directory,
    isTty: false,
    signal: new AbortController().signal,
  });
  holdToSchema(['verify', ...args], out);
  return { code, out, err };
}

/** A CloudWatch on loopback that has had a queue and a program for three hours. */
async function cloudWatch(settings: Omit<FakeSettings, 'now'>): Promise<FakeCloudWatch> {
  const now = Date.now();
  const start = Math.floor(now / MINUTE) * MINUTE - 3 * HOUR;
  const fake = new FakeCloudWatch({ ...settings, now: () => now });
  const alarm = {
    Statistic: 'Average',
    Period: 60,
    EvaluationPeriods: 2,
    Threshold: 100,
    ComparisonOperator: 'GreaterThanThreshold',
  };
  const queue = {
    Namespace: 'AWS/SQS',
    MetricName: 'Depth',
    Dimensions: [{ Name: 'QueueName', Value: 'jobs' }],
  };
  fake.putAlarm({ ...alarm, ...queue, AlarmName: 'shop-depth', TreatMissingData: 'notBreaching' }, start);
  fake.putAlarm(
    { ...alarm, Namespace: 'Shop', MetricName: 'Load', AlarmName: 'shop-load', TreatMissingData: 'missing' },
    start,
  );
  for (let minute = 0; minute < 170; minute++) {
    const isSilent = minute % 24 > 12;
    if (isSilent) continue;
    const timestamp = start + minute * MINUTE + 7_000;
    const value = minute % 24 >= 11 ? 300 : 20;
    fake.putDatum({
      namespace: 'AWS/SQS',
      metricName: 'Depth',
      dimensions: { QueueName: 'jobs' },
      timestamp,
      value,
    });
    fake.putDatum({ namespace: 'Shop', metricName: 'Load', dimensions: {}, timestamp, value });
  }
  service = await fake.start();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: service.url,
    AWS_MAX_ATTEMPTS: '1',
    AWS_ACCESS_KEY_ID: 'tiltmeter',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  return fake;
}

describe('with --fetch', () => {
  test.each(['two-periods', 'five-minutes', 'six-minutes'])(
    'finds that CloudWatch has %s, and rules out others',
    async (answer) => {
      const fake = await cloudWatch({ reading: { 'range-minute': answer as never } });
      const { code, out, err } = await tiltmeter(
        '--fetch',
        '4h',
        '--region',
        'us-east-1',
        '--json',
        '--write-vectors',
        'v.json',
      );
      expect(err).toEqual([]);
      const { alarms, answers, notes } = JSON.parse(out[0]!);
      expect(notes).toEqual([]);
      expect(
        alarms.map(({ alarm, agreement }: { alarm: string; agreement: number }) => [alarm, agreement]),
      ).toEqual([
        ['shop-depth', 1],
        ['shop-load', 1],
      ]);
      const left = answers.filter(
        ({ code: question, ruledOutBy }: { code: string; ruledOutBy: string[] }) =>
          question === 'range-minute' && ruledOutBy.length === 0,
      );
      expect(left.map((one: { answer: string }) => one.answer)).toEqual([answer]);
      expect(code).toBe(0);
      expect(new Set(fake.calls)).toEqual(
        new Set(['DescribeAlarms', 'DescribeAlarmHistory', 'GetMetricData']),
      );
      const vectors = readFileSync(join(directory, 'v.json'), 'utf8');
      expect(vectors).not.toMatch(/shop|jobs|arn:|111122223333/i);
      expect(JSON.parse(vectors).timelines).toHaveLength(2);
    },
  );

  test('says which call was denied, and judges what can be judged', async () => {
    await cloudWatch({ reading: {}, refuse: { DescribeAlarmHistory: 'AccessDeniedException' } });
    const { code, out } = await tiltmeter('--fetch', '4h', '--region', 'us-east-1', '--prefix', 'shop-l');
    expect(code).toBe(1);
    expect(out.slice(1)).toEqual([
      '',
      'not judged:',
      '  shop-load: no history of it is given',
      '',
      'nothing could be judged',
      'note: the history of shop-load cannot be had: cloudwatch:DescribeAlarmHistory: AccessDeniedException: not allowed to do DescribeAlarmHistory',
    ]);
  });

  test('says which data were denied', async () => {
    await cloudWatch({ reading: {}, refuse: { GetMetricData: 'ThrottlingException' } });
    const { code, out } = await tiltmeter('--fetch', '4h', '--region', 'us-east-1', '--prefix', 'shop-l');
    expect(code).toBe(1);
    expect(out.slice(2)).toEqual([
      'not judged:',
      '  shop-load: no data of its metrics are given',
      '',
      'nothing could be judged',
      'note: data of 2 metrics cannot be had: cloudwatch:GetMetricData: ThrottlingException: not allowed to do GetMetricData',
    ]);
  });

  test('ends where the alarms themselves cannot be had', async () => {
    await cloudWatch({ reading: {}, refuse: { DescribeAlarms: 'AccessDeniedException' } });
    expect(await tiltmeter('--fetch', '4h', '--region', 'us-east-1')).toMatchObject({
      code: 2,
      err: ['tiltmeter: cloudwatch:DescribeAlarms: AccessDeniedException: not allowed to do DescribeAlarms'],
    });
  });
});

test.each([
  [
    [],
    'verify: needs the definitions: --alarms FILE, --template FILE or --realm NAME, got no realm file in realms',
  ],
  [['--alarms', 'a.json'], 'verify: needs --history FILE, or --fetch TIME'],
  [['--alarms', 'a.json', '--history', 'h.json'], 'verify: needs --data FILE, or --fetch TIME'],
  [['--alarms', 'none.json'], 'none.json: cannot be read (ENOENT)'],
  [
    ['--alarms', 'a.json', '--template', 't.json'],
    'verify: --alarms and a template: got both, allowed: one of them',
  ],
  [['--fetch', '99d'], "verify: --fetch: got '99d', allowed: a duration up to 15d, such as 14d or 12h"],
  [['--fetch', '1d', '--data', 'd.json'], 'verify: --fetch and --data: got both, allowed: one of them'],
  [
    ['--alarms', 'a.json', '--history', 'h.json', '--data', 'd.json'],
    'the data files have no points and no records: nothing can be judged',
  ],
  [
    ['--alarms', 'a.json', '--history', 'h.json', '--data', 'd.json', '--from', 'noon'],
    "verify: --from: got 'noon', allowed: an instant, such as 2026-06-04T10:00:00Z",
  ],
  [
    [
      ...['--alarms', 'a.json', '--history', 'h.json', '--data', 'd.json'],
      ...['--from', '2026-06-04T10:00:00Z', '--to', '2026-06-04T09:00:00Z'],
    ],
    "verify: --to: got '2026-06-04T09:00:00Z', allowed: an instant after --from '2026-06-04T10:00:00Z'",
  ],
])('%j is refused', async (args, problem) => {
  writeFileSync(join(directory, 'a.json'), '{"MetricAlarms": []}');
  writeFileSync(join(directory, 'h.json'), '{"AlarmHistoryItems": []}');
  writeFileSync(join(directory, 'd.json'), '{"MetricDataResults": []}');
  expect(await tiltmeter(...args)).toMatchObject({ code: 2, err: [`tiltmeter: ${problem}`] });
});
