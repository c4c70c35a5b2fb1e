import { createMetrics, prometheusText, ThreadRegistry } from '../../../lib/runtime';
import { startRunMeter } from '../../../lib/runtime/worker/job-metrics';
import { startWorkerMetrics } from '../../../lib/runtime/worker/worker-metrics';
import { memoryLogger } from '../memory-sink';

const LABELS = { Realm: 'dev', Worker: 'core', Instance: 'i-1' };

function start(props: object = {}) {
  const [logger] = memoryLogger();
  const threads = new ThreadRegistry(logger);
  threads.thread('worker-00');
  threads.thread('worker-01').die();
  const metrics = createMetrics();
  const started = startWorkerMetrics({
    metrics,
    realm: 'dev',
    worker: 'core',
    instance: 'i-1',
    threads,
    every: 60,
    tmpdir: '/tmp',
    memory: () => ({ total: 1000, used: 250, swapTotal: 0, swapUsed: 0 }),
    disk: (path) => async () => (path === '/tmp' ? 40 : 60),
    ...props,
  });
  const values = () =>
    Object.fromEntries(
      metrics.store.all().map((series) => [series.metric.name, (series as { value: number }).value]),
    );
  return { ...started, metrics, values };
}

test('every worker metric of the contract is published, with its dimensions', async () => {
  const { read, stop, metrics, values } = start({ dockerRoot: '/var/lib/docker', maxRss: () => 5e7 });
  await read();
  stop();
  expect(values()).toEqual({
    WorkerThreadsAlive: 1,
    WorkerThreadsDead: 1,
    MaxRss: 5e7,
    PercentMemUsed: 25,
    PercentSwapUsed: 0,
    PercentTmpDiskUsed: 40,
    PercentDiskUsed: 40,
    PercentDockerDiskUsed: 60,
  });
  expect(metrics.store.all().every(({ labels }) => JSON.stringify(labels) === JSON.stringify(LABELS))).toBe(
    true,
  );
});

test('MaxRss is bytes', async () => {
  const { read, stop, values } = start();
  await read();
  stop();
  expect(values().MaxRss).toBeGreaterThan(process.memoryUsage.rss() / 2);
});

test('what cannot be read is left out, the rest is published', async () => {
  const { read, stop, values } = start({ memory: () => undefined, disk: () => async () => undefined });
  await read();
  stop();
  expect(Object.keys(values())).toEqual(['WorkerThreadsAlive', 'WorkerThreadsDead', 'MaxRss']);
});

test('what cannot be read any more is left out again, instead of repeated', async () => {
  let used: number | undefined = 40;
  const { read, stop, values } = start({ disk: () => async () => used });
  await read();
  expect(values().PercentTmpDiskUsed).toBe(40);
  used = undefined;
  await read();
  stop();
  expect(values().PercentTmpDiskUsed).toBeNaN();
});

describe('a run', () => {
  const MESSAGE = {
    realm: 'dev',
    worker: 'core',
    job_id: 'cmd/x',
    run_id: 'r1',
    ts_dispatch: '2026-01-05T00:00:00Z',
  };
  const DISPATCHED = Date.parse(MESSAGE.ts_dispatch);
  afterEach(() => jest.restoreAllMocks());

  /** @param set ms by which the wall clock is set while the job runs. */
  function play(
    byJob: boolean | undefined,
    byWorker: boolean,
    failed: boolean,
    set = 0,
    isDelayOfAll = false,
  ) {
    const points: unknown[][] = [];
    const metrics = createMetrics({
      sinks: [
        {
          name: 's',
          every: 0,
          point: (metric, labels, value, at) => points.push([metric.name, labels, value, at - DISPATCHED]),
        },
      ],
    });
    const clock = jest.spyOn(Date, 'now').mockReturnValue(DISPATCHED + 2500);
    const stopwatch = jest.spyOn(performance, 'now').mockReturnValue(1000);
    const meter = startRunMeter(metrics, MESSAGE, byJob, byWorker, isDelayOfAll);
    clock.mockReturnValue(DISPATCHED + 3_602_500 + set);
    stopwatch.mockReturnValue(3_601_000);
    meter.ended(failed);
    metrics.close();
    return points;
  }

  test('is measured when things happen, not back-dated to its dispatch', () => {
    expect(play(undefined, true, true)).toEqual([
      ['RunDelay', { Realm: 'dev', Worker: 'core' }, 2.5, 2500],
      ['RunTime', { Realm: 'dev', Job: 'cmd/x' }, 3600, 3_602_500],
      ['JobFailed', { Realm: 'dev', Job: 'cmd/x' }, 1, 3_602_500],
    ]);
  });

  test.each([7_200_000, -7_200_000])('takes its time whatever the clock is set by, e.g. %i ms', (set) => {
    expect(play(undefined, true, false, set)[1]!.slice(0, 3)).toEqual([
      'RunTime',
      { Realm: 'dev', Job: 'cmd/x' },
      3600,
    ]);
  });

  test('that completes is a JobFailed of 0', () => {
    expect(play(undefined, true, false)[2]).toEqual([
      'JobFailed',
      { Realm: 'dev', Job: 'cmd/x' },
      0,
      3_602_500,
    ]);
  });

  test('that is not measured tells its delay where that of every run is asked for', () => {
    const delay = ['RunDelay', { Realm: 'dev', Worker: 'core' }, 2.5, 2500];
    expect(play(undefined, false, true, 0, true)).toEqual([delay]);
    expect(play(false, true, true, 0, true)).toEqual([delay]);
    expect(play(undefined, true, true, 0, true)).toHaveLength(3);
  });

  test('is counted from 0 on: a failure is told by the counter that was there before it', () => {
    const metrics = createMetrics();
    const meter = startRunMeter(metrics, MESSAGE, undefined, true);
    const failed = () =>
      prometheusText(metrics)
        .split('\n')
        .find((line) => line.startsWith('JobFailed_sum'));
    expect(failed()).toBe('JobFailed_sum{Realm="dev",Job="cmd/x"} 0');
    meter.ended(true);
    expect(failed()).toBe('JobFailed_sum{Realm="dev",Job="cmd/x"} 1');
  });

  test.each<[boolean | undefined, boolean, number]>([
    [undefined, false, 0],
    [undefined, true, 3],
    [true, false, 3],
    [false, true, 0],
  ])('cw_metrics %s wins over CW_METRICS_JOB %s', (byJob, byWorker, points) => {
    expect(play(byJob, byWorker, false)).toHaveLength(points);
  });
});
