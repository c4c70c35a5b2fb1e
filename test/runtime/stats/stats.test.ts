import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  appendStats,
  createMetrics,
  readStats,
  recordStats,
  startStats,
  statsJob,
} from '../../../lib/runtime';
import { latencyProbe } from '../../../lib/runtime/stats/latency-probe';
import { memoryLogger } from '../memory-sink';

test('statistics have the fields of Apsis, in its units', () => {
  const stats = startStats(() => ({ num_running: 3, num_heap: 5, num_entries: 4 }));
  const read = stats.read();
  stats.stop();
  expect(read).toMatchObject({
    start_time: expect.stringMatching(/^\d{4}-.*Z$/),
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    async: { latency_count: 0, latency_min: null, latency_max: null, latency_avg: null },
    tasks: { num_waiting: 0, num_running: 3, num_stopping: 0, num_action: 0 },
    scheduled: { num_heap: 5, num_entries: 4 },
    gc: [{}, {}, {}],
  });
  const rss = process.memoryUsage.rss();
  for (const bytes of [read.rusage_maxrss, read.statm_resident!]) {
    expect(bytes).toBeGreaterThan(rss / 3);
    expect(bytes).toBeLessThan(rss * 3);
  }
  expect(Date.parse(read.time)).toBeGreaterThan(Date.parse(read.start_time));
});

describe('latency', () => {
  test('is measured at round ten seconds', () => {
    jest.useFakeTimers({ now: Date.parse('2026-01-05T00:00:03Z') });
    const probe = latencyProbe();
    probe.take('a');
    jest.advanceTimersByTime(27_500);
    const window = probe.take('a');
    probe.stop();
    jest.useRealTimers();
    expect(window).toEqual({ latency_count: 3, latency_min: 0, latency_max: 0, latency_avg: 0 });
  });

  test('is none when only the clock was set', () => {
    jest.useFakeTimers({ now: Date.parse('2026-01-05T00:00:03Z') });
    const probe = latencyProbe();
    probe.take('a');
    jest.setSystemTime(Date.parse('2026-01-05T01:00:00Z'));
    jest.advanceTimersByTime(7500);
    const window = probe.take('a');
    probe.stop();
    jest.useRealTimers();
    expect(window).toMatchObject({ latency_count: 1, latency_max: 0 });
  });

  test('each reader has its own window', () => {
    const probe = latencyProbe();
    for (const reader of ['a', 'b']) probe.take(reader);
    probe.record(0.5);
    probe.record(1.5);
    expect(probe.take('a')).toEqual({ latency_count: 2, latency_min: 0.5, latency_max: 1.5, latency_avg: 1 });
    expect(probe.take('a')).toMatchObject({ latency_count: 0, latency_avg: null });
    probe.record(3);
    expect(probe.take('b')).toMatchObject({ latency_count: 3, latency_max: 3 });
    probe.stop();
  });
});

describe('the file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tiltmeter-stats-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const at = (time: string) => {
    const stats = startStats();
    const read = stats.read();
    stats.stop();
    return { ...read, time };
  };

  test('gets a line a reading, a file a UTC day', () => {
    const path = join(folder, 'stats-{{ date }}.jsonl');
    for (const time of ['2026-01-05T23:59:59.999Z', '2026-01-06T00:00:00.000Z', '2026-01-06T00:01:00.000Z']) {
      appendStats(path, at(time));
    }
    const lines = (day: string) =>
      readFileSync(join(folder, `stats-${day}.jsonl`), 'utf8')
        .trimEnd()
        .split('\n');
    expect(lines('2026-01-05')).toHaveLength(1);
    expect(lines('2026-01-06').map((line) => JSON.parse(line).time)).toEqual([
      '2026-01-06T00:00:00.000Z',
      '2026-01-06T00:01:00.000Z',
    ]);
  });

  test('is named by any argument of the run, a date of its own too', () => {
    const path = join(folder, '{{ realm }}-{{tag}}-{{ date }}.jsonl');
    const args = { realm: 'dev', tag: 'a', date: '2020-02-02' };
    expect(appendStats(path, at('2026-01-05T00:00:00Z'), args)).toBe(join(folder, 'dev-a-2020-02-02.jsonl'));
  });

  test('is not named by what the run does not have', () => {
    const path = join(folder, '{{ host }}.jsonl');
    expect(() => appendStats(path, at('2026-01-05T00:00:00Z'), { tag: 'a' })).toThrow(
      `the path ${path} names 'host', which the run does not have; it has date, tag`,
    );
  });

  test('of a job is named by the parameters and the names of its run', () => {
    const [logger] = memoryLogger();
    const stats = startStats();
    const parameters = { path: join(folder, '{{ job_id }}-{{ team }}.jsonl'), team: 'x' };
    statsJob({ job_id: 'stats', parameters }, logger, { stats });
    stats.stop();
    expect(existsSync(join(folder, 'stats-x.jsonl'))).toBe(true);
  });

  test('needs its folder', () => {
    const path = join(folder, 'no', 'stats.jsonl');
    expect(() => appendStats(path, at('2026-01-05T00:00:00Z'))).toThrow(
      `cannot append statistics to ${path}: its folder does not exist; create it first`,
    );
    expect(existsSync(join(folder, 'no'))).toBe(false);
  });
});

describe('the reader', () => {
  const values = (json: unknown) =>
    Object.fromEntries(readStats(json).map(({ name, value }) => [name, value]));

  test('takes the present shape', () => {
    expect(
      values({
        async: { latency_count: 2, latency_min: 0, latency_max: 0.2, latency_avg: 0.1, num_tasks: 9 },
        rusage_maxrss: 5e7,
        run_store: { num_expected_runs: 4, num_active_runs: 3, publisher: { num_subs: 2, len_queues: 1 } },
        gc: [{}, {}, { collections: 7, elapsed_max: 0.05 }],
      }),
    ).toEqual({
      LoopLatencyMax: 0.2,
      LoopLatencyAvg: 0.1,
      AsyncTasks: 9,
      MaxRss: 5e7,
      ExpectedRuns: 4,
      ActiveRuns: 3,
      RunSubscribers: 2,
      RunQueueLength: 1,
      FullCollections: 7,
      FullCollectionTimeMax: 0.05,
    });
  });

  test('takes the flat shape of 2022 and 2023 under the same names, sizes in pages', () => {
    expect(
      values({
        len_scheduled_heap: 9,
        num_scheduled_entries: 8,
        num_waiting_tasks: 3,
        num_starting_tasks: 2,
        num_running_tasks: 1,
        num_runstore_runs: 70,
        num_livequery_queues: 4,
        len_livequery_queues: 5,
        statm_size: 30_001,
        statm_resident: 8_192,
      }),
    ).toEqual({
      ScheduledHeap: 9,
      ScheduledEntries: 8,
      WaitingTasks: 3,
      StartingTasks: 2,
      RunningTasks: 1,
      ActiveRuns: 70,
      RunSubscribers: 4,
      RunQueueLength: 5,
      VirtualSize: 30_001 * 4_096,
      ResidentSize: 8_192 * 4_096,
    });
  });

  test('takes sizes in bytes as they are', () => {
    const sizes = { statm_size: 4_096 * 30_001, statm_resident: 4_096 * 7 };
    expect(values(sizes)).toEqual({ VirtualSize: 4_096 * 30_001, ResidentSize: 4_096 * 7 });
  });

  test('takes what is below 0 for nothing', () => {
    expect(values({ statm_size: -1, statm_resident: 4_096, tasks: { num_waiting: -2 } })).toEqual({
      ResidentSize: 4_096,
    });
  });

  test('takes the zeros of a window without a sample for no latency', () => {
    const empty = { latency_count: 0, latency_min: 0, latency_max: 0, latency_avg: 0, num_tasks: 4 };
    expect(values({ async: empty })).toEqual({ AsyncTasks: 4 });
  });

  test('takes the publisher and the tasks that start, where newer ones have them', () => {
    const json = { publisher: { num_subs: 2, len_queues: 0 }, tasks: { num_starting: 5 } };
    expect(values(json)).toEqual({ StartingTasks: 5, RunSubscribers: 2, RunQueueLength: 0 });
  });

  test('takes the older shape under the same names', () => {
    expect(
      values({ async: { latency: 0.3 }, run_store: { num_runs: 5, num_queues: 2, len_queues: 8 } }),
    ).toEqual({
      LoopLatencyMax: 0.3,
      LoopLatencyAvg: 0.3,
      ActiveRuns: 5,
      RunSubscribers: 2,
      RunQueueLength: 8,
    });
  });

  test.each([
    null,
    undefined,
    'text',
    5,
    [],
    {},
    { async: null, tasks: 'none', gc: [], unknown: { new: 1 } },
    { rusage_maxrss: '5', statm_size: Number.NaN, async: { latency_max: null } },
  ])('finds nothing in %j and does not fail', (json) => {
    expect(readStats(json)).toEqual([]);
  });

  test('makes gauges', () => {
    const metrics = createMetrics();
    recordStats(metrics, { tasks: { num_running: 3 } }, { Service: 's' });
    expect(metrics.store.all()).toMatchObject([{ kind: 'gauge', value: 3, labels: { Service: 's' } }]);
  });
});
