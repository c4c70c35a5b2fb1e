import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../../lib/cli/main';
import type { Clock } from '../../../lib/cli/probe/clock';
import { probe } from '../../../lib/cli/probe/settle';
import type { Reading } from '../../../lib/engine';
import type { LoopbackServer } from '../../../lib/local/loopback-server';
import { FakeCloudWatch } from '../../evidence/support/fake-cloudwatch';

const before = { ...process.env };
let directory: string;
let service: LoopbackServer | undefined;
let now: number;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'probe-'));
  now = Date.UTC(2026, 5, 1, 9, 0, 12);
});

afterEach(async () => {
  process.env = { ...before };
  rmSync(directory, { recursive: true });
  await service?.close();
  service = undefined;
});

async function cloudWatch(
  reading: Partial<Reading>,
  refuse: Record<string, string> = {},
): Promise<FakeCloudWatch> {
  const fake = new FakeCloudWatch({ reading, refuse, now: () => now });
  service = await fake.start();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: service.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'tiltmeter',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  return fake;
}

interface Ran {
  readonly code: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

/** Runs a probe on a clock that a sleep moves; it is interrupted at the sleep with this number. */
async function probed(interruptAt = Number.POSITIVE_INFINITY): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []];
  const interruption = new AbortController();
  let sleeps = 0;
  const clock: Clock = {
    now: () => now,
    sleep: async (milliseconds) => {
      now += Math.max(0, milliseconds);
      if (++sleeps === interruptAt) interruption.abort();
    },
  };
  const io = {
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
    env: {},
    cwd: directory,
    isTty: false,
    signal: interruption.signal,
  };
  const code = await probe({ out: 'found' }, io, clock);
  return { code, out, err };
}

async function tiltmeter(...args: string[]): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await main(['probe', ...args], {
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    env: {},
    cwd: directory,
    isTty: false,
    signal: new AbortController().signal,
  });
  return { code, out, err };
}

test.each<Partial<Reading>>([
  {},
  {
    'range-minute': 'two-periods',
    'range-long': 'one-period',
    'range-short': 'three-times',
    'range-math': 'only-n',
    'fill-never': 'nothing',
    'and-or': 'left-first',
  },
  { 'range-minute': 'six-minutes', 'range-long': 'a-quarter', 'and-or': 'or-first' },
])('finds how CloudWatch evaluates, and deletes all that it made: %j', async (reading) => {
  const fake = await cloudWatch(reading);
  const { code, out, err } = await probed();
  expect(code).toBe(0);
  expect([fake.alarmNames, [...fake.queues]]).toEqual([[], []]);
  expect(err[0]).toMatch(
    /^tiltmeter: probe tiltmeter-probe-[\da-f]{6}-…: makes 19 alarms, 2 metrics and a queue for 34 minutes: at most 3 US cents \(us-east-1, list prices of 2026-11-01\)$/,
  );
  const remain = out.flatMap((line) => {
    const [, question, answer] = /^(\S+) \(.*\): remains (.*)$/.exec(line) ?? [];
    return question ? [[question, answer]] : [];
  });
  expect(Object.fromEntries(remain)).toMatchObject({
    'range-minute': 'five-minutes',
    'range-long': expect.stringContaining(reading['range-long'] ?? 'as-shorter'),
    'range-short': 'one-minute',
    'range-math': 'as-metrics',
    'fill-never': 'fills',
    'and-or': 'and-first',
    ...reading,
  });
  expect(readdirSync(join(directory, 'found')).sort()).toEqual([
    'alarms.json',
    'data.json',
    'history.json',
    'queries.json',
    'vectors.json',
  ]);
  const vectors = readFileSync(join(directory, 'found/vectors.json'), 'utf8');
  expect(vectors).not.toMatch(/tiltmeter-probe|arn:|111122223333|Run/);
});

test('an interruption ends it, and everything is deleted', async () => {
  const fake = await cloudWatch({});
  const { code, err } = await probed(20);
  expect(code).toBe(1);
  expect(fake.calls).toContain('PutMetricAlarm');
  expect([fake.alarmNames, [...fake.queues]]).toEqual([[], []]);
  expect(err.slice(-2)).toEqual([
    'tiltmeter: deleted 20 resources',
    'tiltmeter: probe: interrupted, there is nothing to judge',
  ]);
});

test('a call that is denied ends it, and what was made before is deleted', async () => {
  const fake = await cloudWatch({}, { PutCompositeAlarm: 'AccessDeniedException' });
  await expect(probed()).rejects.toThrow(
    'cloudwatch:PutCompositeAlarm: AccessDeniedException: not allowed to do PutCompositeAlarm',
  );
  expect([fake.alarmNames, [...fake.queues]]).toEqual([[], []]);
});

test('what cannot be deleted is said, and --clean deletes it later', async () => {
  const refuse: Record<string, string> = { DeleteAlarms: 'AccessDeniedException' };
  const fake = await cloudWatch({}, refuse);
  fake.putAlarm({ AlarmName: 'shop-load', Namespace: 'Shop', MetricName: 'Load' });
  const { err } = await probed(3);
  expect(err).toContain(
    'tiltmeter: not all could be deleted: cloudwatch:DeleteAlarms: AccessDeniedException: not allowed to do DeleteAlarms; run tiltmeter probe --clean',
  );
  delete refuse.DeleteAlarms;
  const { code, out } = await tiltmeter('--clean');
  expect(code).toBe(0);
  expect(out.at(-1)).toBe('deleted 20 resources');
  expect([fake.alarmNames, [...fake.queues]]).toEqual([['shop-load'], []]);
  expect((await tiltmeter('--clean')).out).toEqual(['nothing is left of a probe']);
});

test('--plan makes nothing', async () => {
  const fake = await cloudWatch({});
  const { code, out } = await tiltmeter('--plan');
  expect(code).toBe(0);
  expect(out).toHaveLength(21);
  expect(fake.calls).toEqual([]);
});

test('an output directory is needed, and must be empty', async () => {
  expect(await tiltmeter()).toMatchObject({
    code: 2,
    err: ['tiltmeter: probe: needs --out DIR, --plan or --clean'],
  });
  mkdirSync(join(directory, 'full'));
  writeFileSync(join(directory, 'full/x'), '');
  expect(await tiltmeter('--out', 'full')).toMatchObject({
    code: 2,
    err: ["tiltmeter: probe: --out: 'full' holds files, allowed: a new or empty directory"],
  });
  expect(existsSync(join(directory, 'full/x'))).toBe(true);
});
