import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMetrics, lastSuccessFile, lastSuccessOfEvents } from '../../../lib/runtime';
import { type FreshnessProps, startFreshness } from '../../../lib/runtime/worker/freshness';
import { memoryLogger } from '../memory-sink';

const folder = mkdtempSync(join(tmpdir(), 'freshness-'));
afterAll(() => rmSync(folder, { recursive: true }));

function start(props: Partial<FreshnessProps> = {}) {
  const [logger, sink] = memoryLogger();
  const metrics = createMetrics();
  const clock = { now: 1_000_000 };
  const freshness = startFreshness({
    metrics,
    logger,
    realm: 'dev',
    jobs: ['cmd/load'],
    now: () => clock.now,
    ...props,
  });
  const ages = () =>
    metrics.store
      .all()
      .map(({ metric, labels, ...series }) => [
        metric.name,
        labels,
        (series as unknown as { value: number }).value,
      ]);
  return { ...freshness, clock, ages, sink };
}

const AGE = (seconds: number) => [['SecondsSinceSuccess', { Realm: 'dev', Job: 'cmd/load' }, seconds]];

test('nothing is said of a job that is not known to have succeeded', async () => {
  const { ages, look, stop } = start();
  await look();
  stop();
  expect(ages()).toEqual([]);
});

test('the age of the last success grows, and a success ends it', async () => {
  const { ages, look, succeeded, clock, stop } = start();
  succeeded('cmd/load');
  succeeded('cmd/other');
  clock.now += 90_000;
  await look();
  expect(ages()).toEqual(AGE(90));
  succeeded('cmd/load');
  stop();
  expect(ages()).toEqual(AGE(0));
});

test('a file keeps it over a restart, and is shared by the workers of a machine', async () => {
  const path = join(folder, 'state', 'last-success.json');
  const first = start({ lastSuccess: lastSuccessFile(path) });
  first.succeeded('cmd/load');
  await first.look();
  first.stop();
  const second = start({ lastSuccess: lastSuccessFile(path) });
  second.clock.now += 60_000;
  await second.look();
  second.stop();
  expect(second.ages()).toEqual(AGE(60));
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ 'cmd/load': 1_000_000 });
});

test.each(['', '{', '[]', '"a"', '{"cmd/load":"yesterday"}', '{"__proto__":{"cmd/load":1}}'])(
  'a file with %j holds nothing that is known',
  async (text) => {
    const path = join(folder, 'broken.json');
    writeFileSync(path, text);
    await expect(lastSuccessFile(path).read('cmd/load')).resolves.toBeUndefined();
  },
);

test('an older success never replaces a newer one', async () => {
  const file = lastSuccessFile(join(folder, 'newer.json'));
  await file.write!('cmd/load', 2000);
  await file.write!('cmd/load', 1000);
  await expect(file.read('cmd/load')).resolves.toBe(2000);
});

test('what cannot be kept or read is told once, and the process goes on with what it has seen', async () => {
  const { ages, look, succeeded, sink, clock, stop } = start({
    lastSuccess: {
      name: 'lava.dev.events',
      read: async () => {
        throw new Error('no access');
      },
    },
  });
  succeeded('cmd/load');
  clock.now += 30_000;
  await look();
  await look();
  stop();
  expect(ages()).toEqual(AGE(30));
  const errors = sink.records().filter(({ level }) => level === 'ERROR');
  expect(errors.map(({ message }) => message)).toEqual([
    'The last success of jobs cannot be read from lava.dev.events: no access',
  ]);
});

describe('the events table', () => {
  const answering = (...pages: object[]) => {
    const inputs: Record<string, unknown>[] = [];
    const client = {
      send: async (command: never) => {
        inputs.push((command as { input: Record<string, unknown> }).input);
        return pages[inputs.length - 1];
      },
    };
    return { inputs, lastSuccess: lastSuccessOfEvents({ table: 'lava.dev.events', client }) };
  };

  test('gives the newest complete run, newest first, page after page', async () => {
    const { inputs, lastSuccess } = answering(
      { Items: [], LastEvaluatedKey: { job_id: { S: 'cmd/load' } } },
      { Items: [{ status: { S: 'complete' }, tu_event: { S: '2026-01-05T03:40:00.123000' } }] },
    );
    await expect(lastSuccess.read('cmd/load')).resolves.toBe(Date.parse('2026-01-05T03:40:00.123Z'));
    expect(inputs[0]).toMatchObject({
      TableName: 'lava.dev.events',
      IndexName: 'job_id-tu_event-index',
      ScanIndexForward: false,
      ExpressionAttributeValues: { ':job': { S: 'cmd/load' } },
      Limit: 25,
    });
    expect(inputs[1]!.ExclusiveStartKey).toEqual({ job_id: { S: 'cmd/load' } });
  });

  test('says nothing of a job without a complete run', async () => {
    const { lastSuccess } = answering({ Items: [] });
    await expect(lastSuccess.read('cmd/load')).resolves.toBeUndefined();
  });
});
