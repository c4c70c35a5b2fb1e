import {
  createMetrics,
  createTransactions,
  markerText,
  parseMarker,
  prometheusText,
  type TransactionProps,
} from '../../../lib/runtime';
import { memoryLogger } from '../memory-sink';

test.each([
  [
    '[marker:controller_activation_start:3]',
    { component: 'controller', action: 'activation', state: 'start', sinceTransaction: 3 },
  ],
  [
    'x [marker:invoker_activationRun_finish:52:49] y',
    { component: 'invoker', action: 'activationRun', state: 'finish', sinceTransaction: 52, sinceStart: 49 },
  ],
  [
    '[marker:invoker_runc.pause_error:6830148:259]',
    {
      component: 'invoker',
      action: 'runc',
      subAction: 'pause',
      state: 'error',
      sinceTransaction: 6830148,
      sinceStart: 259,
    },
  ],
  [
    '[marker:loadbalancer0_completionAck_regular_counter:5]',
    { component: 'loadbalancer0', action: 'completionAck_regular', state: 'counter', sinceTransaction: 5 },
  ],
  [
    '[marker:kafka_topic.a.b_start:1]',
    { component: 'kafka', action: 'topic', subAction: 'a.b', state: 'start', sinceTransaction: 1 },
  ],
])('%s is read', (line, marker) => {
  expect(parseMarker(line)).toEqual(marker);
});

test.each([
  'no marker',
  '[marker:controller_start:3]',
  '[marker:controller_activation_begin:3]',
  '[marker:controller_activation_start:-3]',
  '[marker:controller_activation_start]',
  '[marker:con troller_activation_start:3]',
])('%s is no marker', (line) => {
  expect(parseMarker(line)).toBeUndefined();
});

test('what is written is read back', () => {
  const marker = {
    component: 'worker',
    action: 'run_job',
    subAction: 'cmd',
    state: 'finish',
    sinceTransaction: 12,
    sinceStart: 5,
  } as const;
  expect(parseMarker(markerText(marker, marker.sinceTransaction, marker.sinceStart))).toEqual(marker);
});

test('a name that would end the marker early is mended', () => {
  const text = markerText({ component: 'kafka', action: 'my topic: a\nb', state: 'finish' }, 5, 4);
  expect(text).toBe('[marker:kafka_my-topic-a-b_finish:5:4]');
  expect(parseMarker(text)).toMatchObject({ component: 'kafka', action: 'my-topic-a-b', state: 'finish' });
});

describe('a transaction', () => {
  const RUN = { component: 'worker', action: 'job', subAction: 'run', tags: { job: 'cmd/x' } };
  let now = 0;
  beforeEach(() => {
    now = 1_000_000;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => jest.restoreAllMocks());

  function play(props: Partial<TransactionProps>) {
    const [logger, sink] = memoryLogger();
    const metrics = createMetrics();
    const transaction = createTransactions({ logger, metrics, ...props })('t1', 't0');
    now += 3;
    const first = transaction.started(RUN, 'Starting');
    now += 49;
    transaction.finished(first, 'Done');
    const second = transaction.started(RUN);
    now += 8;
    transaction.failed(second, 'Broken');
    transaction.mark(RUN, 'Seen');
    const series = metrics.store
      .all()
      .map((one) => [
        one.kind,
        one.metric.name,
        one.kind === 'histogram' ? one.sum : (one as { total: number }).total,
      ]);
    return { records: sink.records(), series, metrics };
  }

  test('logs markers as OpenWhisk does, with its defaults', () => {
    const { records, series } = play({});
    expect(records.map(({ level, message }) => [level, message])).toEqual([
      ['INFO', 'Starting [marker:worker_job.run_start:3]'],
      ['INFO', 'Done [marker:worker_job.run_finish:52:49]'],
      ['INFO', ' [marker:worker_job.run_start:52]'],
      ['WARNING', 'Broken [marker:worker_job.run_error:60:8]'],
      ['INFO', 'Seen [marker:worker_job.run_counter:60]'],
    ]);
    expect(records[0]).toMatchObject({ tid: 't1', tid_parent: 't0' });
    expect(series).toEqual([]);
  });

  test('counts and measures with METRICS_KAMON: an end is no counter, an error is both', () => {
    expect(play({ metricsKamon: true }).series).toEqual([
      ['counter', 'worker_job.run_start', 2],
      ['counter', 'worker_job.run_error', 1],
      ['histogram', 'worker_job.run_finish', 49],
      ['histogram', 'worker_job.run_error', 8],
      ['counter', 'worker_job.run_counter', 1],
    ]);
  });

  test('without METRICS_LOG messages stay and markers go, and without either nothing is written', () => {
    expect(play({ metricsLog: false }).records.map(({ message }) => message)).toEqual([
      'Starting',
      'Done',
      'Broken',
      'Seen',
    ]);
  });

  test.each([
    [true, ['INFO a', 'INFO ', 'ERROR c', 'INFO d']],
    [false, ['DEBUG a', 'DEBUG b', 'ERROR c', 'WARNING d']],
  ])("with METRICS_LOG %s messages have OpenWhisk's level, or the caller's", (metricsLog, expected) => {
    const [logger, sink] = memoryLogger({ level: 'debug' });
    const { started, finished, failed, mark } = createTransactions({
      logger,
      metrics: createMetrics(),
      metricsLog,
    })();
    const start = started(RUN, 'a', { level: 'debug' });
    finished(start, 'b', { level: 'debug' });
    failed(start, 'c', { level: 'error' });
    mark(RUN, 'd', { level: 'warning' });
    const told = sink.records().map(({ level, message }) => `${level} ${message}`);
    expect(told.map((text) => text.replace(/ \[marker:.*/, ''))).toEqual(expected);
  });

  test('a failure is counted from 0 on: the counter is there when the first one begins', () => {
    const metrics = createMetrics();
    const [logger] = memoryLogger();
    createTransactions({ logger, metrics, metricsKamon: true })().started(RUN);
    expect(prometheusText(metrics)).toContain('\nworker_job_run_error_total 0\n');
  });

  test('with METRICS_KAMON_TAGS the sub-action leaves the name though there are no tags', () => {
    const metrics = createMetrics();
    const [logger] = memoryLogger();
    const { mark } = createTransactions({ logger, metrics, metricsKamon: true, metricsKamonTags: true })();
    mark({ component: 'invoker', action: 'docker', subAction: 'pause' });
    expect(metrics.store.all().map(({ metric }) => metric.name)).toEqual(['invoker_docker_counter']);
  });

  test('with METRICS_KAMON_TAGS tags are labels and the sub-action leaves the name', () => {
    const { metrics } = play({ metricsKamon: true, metricsKamonTags: true });
    expect(metrics.store.all()[0]).toMatchObject({
      metric: { name: 'worker_job_start' },
      labels: { job: 'cmd/x' },
    });
  });
});
