import { createRecordSuccesses } from '../../../lambda/freshness/record-successes';
import type { SearchLogs } from '../../../lambda/freshness/search-logs';
import { createTableSuccesses } from '../../../lambda/freshness/table-successes';
import { createWatch, type FindSuccesses } from '../../../lambda/freshness/watch';
import { compileFilterPattern, extractEmf } from '../../../lib/engine';
import { TimeLimitError } from '../../../lib/time-limit/time-limit';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-01-05T12:00:00Z');
const GROUP = '/var/log/lava/dev';
const MEMORY = '/aws/lambda/lava-dev-freshness';
const config = {
  system: 'lava',
  realm: 'dev',
  namespace: 'Lava',
  jobs: { 'cmd/load': 26 * 3_600 },
  source: { logGroup: GROUP },
  memory: MEMORY,
};

/** CloudWatch Logs with the groups of the test; the searches that were made. */
function logs(groups: Record<string, { timestamp: number; message: string }[]> = {}) {
  const searches: Parameters<SearchLogs>[0][] = [];
  const search: SearchLogs = async (query) => {
    searches.push(query);
    const { match } = compileFilterPattern(query.pattern);
    return (groups[query.logGroup] ?? [])
      .filter(({ timestamp, message }) => timestamp >= query.from && timestamp < query.to && match(message))
      .filter(({ message }) => query.accept?.(message) ?? true)
      .sort((a, b) => b.timestamp - a.timestamp)
      .slice(0, query.limit);
  };
  return { groups, searches, search };
}

/** As lava-worker 8.2 writes it. */
const record = (timestamp: number, job: string, what: string, level = 'INFO') => ({
  timestamp,
  message: JSON.stringify({
    event_source: 'lava-worker',
    realm: 'dev',
    worker: 'core',
    level,
    message: `Job ${job} (5ceb5a3a-01bb-4d52-becd-328722fcf6c4): ${what}`,
    event_type: 'job',
    job_id: job,
    run_id: '5ceb5a3a-01bb-4d52-becd-328722fcf6c4',
  }),
});

function start(
  store: ReturnType<typeof logs>,
  findSuccesses?: FindSuccesses,
  jobs: Record<string, number> = config.jobs,
) {
  const clock = { now: START };
  const watching = { ...config, jobs };
  const watch = createWatch(watching, {
    findSuccesses: findSuccesses ?? createRecordSuccesses(watching, GROUP, store.search),
    searchLogs: store.search,
    now: () => clock.now,
    write: (message) => {
      store.groups[MEMORY] = [...(store.groups[MEMORY] ?? []), { timestamp: clock.now, message }];
    },
  });
  const said = () => (store.groups[MEMORY] ?? []).map(({ message }) => JSON.parse(message));
  const ages = () => said().map((line) => line.SecondsSinceSuccess);
  return { watch, clock, said, ages };
}

/** As CloudWatch has been seen to store what comes by OTLP. */
const byOtlp = ({ timestamp, message }: { timestamp: number; message: string }) => ({
  timestamp,
  message: JSON.stringify({
    resource: { attributes: { 'service.name': 'lava-dev-core' } },
    severityText: JSON.parse(message).level,
    body: message,
  }),
});

describe('by the records of workers', () => {
  test('records by OTLP count like lines', async () => {
    const store = logs({ [GROUP]: [byOtlp(record(START - 9 * HOUR, 'cmd/load', 'Complete'))] });
    const { watch, clock, ages } = start(store);
    await watch();
    clock.now += MINUTE;
    const other = byOtlp(record(clock.now - 500, 'cmd/load', 'Not', 'ERROR'));
    const ends = other.message.replace('\\"run_id\\"', '\\"x\\":\\"not Complete\\",\\"run_id\\"');
    store.groups[GROUP]!.push({ ...other, message: ends });
    await watch();
    clock.now += MINUTE;
    store.groups[GROUP]!.push(byOtlp(record(clock.now - 30_000, 'cmd/load', 'Complete')));
    await watch();
    expect(store.groups[GROUP]![1]!.message).toContain('not Complete');
    expect(ages()).toEqual([9 * 3_600, 9 * 3_600 + 60, 30]);
  });

  test('a new function looks back as far as a success may be old', async () => {
    const store = logs({ [GROUP]: [record(START - 9 * HOUR, 'cmd/load', 'Complete')] });
    const { watch, ages } = start(store);
    await watch();
    expect(ages()).toEqual([9 * 3_600]);
  });

  test('the age grows by the minute, a success ends it, and what fails or is tried again is none', async () => {
    const store = logs({ [GROUP]: [record(START - HOUR, 'cmd/load', 'Complete')] });
    const { watch, clock, ages } = start(store);
    await watch();
    clock.now += MINUTE;
    store.groups[GROUP]!.push(
      record(clock.now - 1_000, 'cmd/load', 'Iteration 1 failed: exit 1', 'ERROR'),
      record(clock.now - 900, 'cmd/load', 'Failed with exit status 1', 'ERROR'),
      record(clock.now - 800, 'cmd/other', 'Complete'),
    );
    await watch();
    clock.now += MINUTE;
    store.groups[GROUP]!.push(record(clock.now - 10_000, 'cmd/load', 'Complete'));
    await watch();
    expect(ages()).toEqual([3_600, 3_660, 10]);
  });

  test('a record that comes minutes late counts, one that is older than what is known does not', async () => {
    const store = logs({ [GROUP]: [record(START - 20 * MINUTE, 'cmd/load', 'Complete')] });
    const { watch, clock, ages } = start(store);
    await watch();
    clock.now += MINUTE;
    store.groups[GROUP]!.push(record(START - 8 * MINUTE, 'cmd/load', 'Complete'));
    await watch();
    clock.now += MINUTE;
    store.groups[GROUP]!.push(record(START - 9 * MINUTE, 'cmd/load', 'Complete'));
    await watch();
    expect(ages()).toEqual([1_200, 540, 600]);
  });

  test('one search a minute serves all jobs, however many', async () => {
    const jobs = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`cmd/load-${index}`, 3_600]));
    const store = logs({ [GROUP]: [] });
    const { watch, clock, ages } = start(store, undefined, jobs);
    await watch();
    store.searches.length = 0;
    clock.now += MINUTE;
    store.groups[GROUP]!.push(record(clock.now - 5_000, 'cmd/load-59', 'Complete'));
    await watch();
    expect(store.searches).toHaveLength(1);
    expect(store.searches[0]!.pattern.length).toBeLessThanOrEqual(1_024);
    expect(ages().slice(-60)).toEqual([...Array(59).fill(60), 5]);
  });

  test('a first look that takes too long is given up, and the job counts as new', async () => {
    const store = logs();
    const find = createRecordSuccesses(config, GROUP, async () => {
      throw new TimeLimitError(15_000);
    });
    const { watch, ages } = start(store, find);
    await watch();
    expect(ages()).toEqual([0]);
  });
});

test('while no success is known, the age counts from the first look: a new realm is quiet', async () => {
  const { watch, clock, said } = start(logs({ [GROUP]: [] }));
  await watch();
  clock.now += 5 * MINUTE;
  await watch();
  expect(said()).toEqual([
    expect.objectContaining({ SecondsSinceSuccess: 0, watched_since: '2026-01-05T12:00:00.000Z' }),
    expect.objectContaining({ SecondsSinceSuccess: 300, watched_since: '2026-01-05T12:00:00.000Z' }),
  ]);
  expect(said()[1]).not.toHaveProperty('last_success');
});

test('a function that starts anew goes on from what it has said, and finds what came meanwhile', async () => {
  const jobs = { 'cmd/load': 26 * 3_600, 'cmd/never': 3_600 };
  const store = logs({ [GROUP]: [record(START - 25 * HOUR, 'cmd/load', 'Complete')] });
  const first = start(store, undefined, jobs);
  await first.watch();
  // The records are no longer kept.
  store.groups[GROUP] = [record(START + 30 * MINUTE, 'cmd/never', 'Complete')];
  const second = start(store, undefined, jobs);
  second.clock.now += 40 * MINUTE;
  await second.watch();
  expect(second.ages().slice(-2)).toEqual([25 * 3_600 + 2_400, 600]);
});

test('what is said is a metric of the realm in the embedded metric format', async () => {
  const store = logs({ [GROUP]: [record(START - HOUR, 'cmd/load', 'Complete')] });
  const { watch } = start(store);
  await watch();
  expect(extractEmf(store.groups[MEMORY]![0]!.message, START)).toEqual({
    metrics: [
      expect.objectContaining({
        namespace: 'Lava',
        metricName: 'SecondsSinceSuccess',
        dimensions: { Realm: 'dev', Job: 'cmd/load' },
        unit: 'Seconds',
        values: [3_600],
        timestamp: START,
      }),
    ],
  });
});

test.each([
  ['the successes', { [MEMORY]: [] }, 'no access to the table'],
  ['what it has said', undefined, 'no access to the log'],
])('when %s cannot be read, nothing is said, and the next minute tries again', async (_, groups, message) => {
  const store = logs({ [GROUP]: [] });
  let broken = true;
  const fails = () => {
    if (broken) throw new Error(message);
  };
  const clock = { now: START };
  const lines: string[] = [];
  const watch = createWatch(config, {
    findSuccesses: async () => {
      if (groups) fails();
      return new Map();
    },
    searchLogs: async (query) => {
      if (!groups) fails();
      return store.search(query);
    },
    now: () => clock.now,
    write: (line) => lines.push(line),
  });
  await expect(watch()).rejects.toThrow(message);
  expect(lines).toEqual([]);
  broken = false;
  clock.now += MINUTE;
  await watch();
  expect(lines.map((line) => JSON.parse(line).SecondsSinceSuccess)).toEqual([0]);
});

describe('by the table of run events', () => {
  /** DynamoDB's answers, as real Lava's items are: the last status is the item's own, the others are in its log. */
  const run = (...statuses: [string, string][]) => ({
    status: { S: statuses.at(-1)![0] },
    tu_event: { S: statuses.at(-1)![1] },
    log: { L: statuses.map(([status, at]) => ({ M: { status: { S: status }, tu_event: { S: at } } })) },
  });

  function table(...pages: object[]) {
    const queries: Record<string, unknown>[] = [];
    const find = createTableSuccesses('lava.dev.events', async (query) => {
      queries.push(query as never);
      return pages[queries.length - 1] ?? { Items: [] };
    });
    return { queries, find };
  }

  test('a success is one whatever its actions did after it', async () => {
    const { find } = table({
      Items: [
        run(['running', '2026-01-05T11:58:00.5']),
        run(['complete', '2026-01-05T11:00:00.123456'], ['action_failed', '2026-01-05T11:00:02']),
        run(['retrying', '2026-01-05T10:00:00'], ['failed', '2026-01-05T10:30:00']),
      ],
    });
    const found = await find([{ job: 'cmd/load' }], START);
    expect(found).toEqual(new Map([['cmd/load', Date.parse('2026-01-05T11:00:00.123Z')]]));
  });

  test('at first pages of few runs are read until a success, later only what was heard of since', async () => {
    const { queries, find } = table(
      { Items: [run(['failed', '2026-01-05T11:00:00'])], LastEvaluatedKey: { job_id: { S: 'cmd/load' } } },
      { Items: [run(['complete', '2026-01-05T03:40:00'])], LastEvaluatedKey: { job_id: { S: 'cmd/load' } } },
    );
    await find([{ job: 'cmd/load' }], START);
    await find([{ job: 'cmd/load', lookedAt: START }], START + MINUTE);
    expect(queries).toHaveLength(3);
    expect(queries[0]).toMatchObject({
      TableName: 'lava.dev.events',
      IndexName: 'job_id-tu_event-index',
      KeyConditionExpression: '#job = :job',
      ScanIndexForward: false,
      Limit: 25,
    });
    expect(queries[1]).toMatchObject({ ExclusiveStartKey: { job_id: { S: 'cmd/load' } } });
    expect(queries[2]).toMatchObject({
      KeyConditionExpression: '#job = :job AND #time > :after',
      ExpressionAttributeValues: { ':job': { S: 'cmd/load' }, ':after': { S: '2026-01-05T11:50:00.000' } },
    });
  });
});
