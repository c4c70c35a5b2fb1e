import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  memoryEvents,
  type QueueMessage,
  runWorker,
  startWorker,
  statsJob,
  workerOptions,
} from '../../../lib/runtime';
import { prometheusText } from '../../../lib/runtime/metrics/prometheus-text';
import { dumpState, onDumpSignal } from '../../../lib/runtime/worker/state-dump';
import { type MemorySink, memoryLogger, memorySink } from '../memory-sink';

function options(sink: MemorySink, env: Record<string, string> = {}, flags: string[] = []) {
  const parsed = workerOptions(['-r', 'dev', '-w', 'core', '--log-json', ...flags], env);
  return { ...parsed, destination: { sink } };
}

const MESSAGE = {
  realm: 'dev',
  worker: 'core',
  job_id: 'cmd/x',
  run_id: 'r1',
  ts_dispatch: '2026-01-05T00:00:00Z',
};
const before = process.listenerCount('SIGTERM');
// each worker leaves its handler of the dump signal, on purpose
process.setMaxListeners(100);

test('a run is logged, measured and recorded from start to end', async () => {
  const sink = memorySink();
  const events = memoryEvents();
  const worker = startWorker(options(sink, { LAVA_CW_METRICS_JOB: 'true' }), { events });
  const thread = worker.thread('worker-00');
  expect(await worker.run(thread, MESSAGE, (logger) => logger.info('inside'))).toBe(true);
  expect(
    await worker.run(thread, { ...MESSAGE, run_id: 'r2' }, () => Promise.reject(new Error('boom'))),
  ).toBe(false);
  await worker.close();
  const job = sink.records().filter(({ run_id }) => run_id === 'r1');
  expect(job.map(({ message, thread }) => [message, thread])).toEqual([
    ['Starting', 'worker-00'],
    ['inside', 'worker-00'],
    ['Complete', 'worker-00'],
  ]);
  expect(job.map(({ delay }) => typeof delay)).toEqual(['number', 'undefined', 'undefined']);
  expect(sink.records().find(({ message }) => message === 'Failed')).toMatchObject({
    level: 'ERROR',
    event_type: 'job',
    job_id: 'cmd/x',
    run_id: 'r2',
    error: { message: 'boom' },
  });
  const metrics = sink.records().filter((record) => '_aws' in record);
  expect(metrics.map((document) => Object.keys(document).at(-1))).toEqual([
    'RunDelay',
    'RunTime',
    'JobFailed',
    'RunDelay',
    'RunTime',
    'JobFailed',
  ]);
  expect(events.events.map(({ run_id, status }) => [run_id, status])).toEqual([
    ['r1', 'starting'],
    ['r1', 'running'],
    ['r1', 'complete'],
    ['r2', 'starting'],
    ['r2', 'running'],
    ['r2', 'failed'],
  ]);
});

test.each([
  ['0', undefined, false],
  ['1', undefined, true],
  ['0', true, true],
  ['1', false, false],
] as const)(
  'with CW_METRICS_JOB %s a job whose cw_metrics is %s is measured: %s',
  async (byWorker, byJob, measured) => {
    const sink = memorySink();
    const worker = startWorker(options(sink, { LAVA_CW_METRICS_JOB: byWorker }), { cwMetrics: () => byJob });
    await worker.run(worker.thread('t'), MESSAGE, () => {});
    await worker.close();
    expect(sink.records().some((record) => 'RunTime' in record)).toBe(measured);
  },
);

test.each([
  ['cmd/other', false],
  [`cmd/other,${MESSAGE.job_id}`, true],
])('with CW_METRICS_JOBS %s the job is measured: %s', async (jobs, measured) => {
  const sink = memorySink();
  const worker = startWorker(options(sink, { LAVA_CW_METRICS_JOBS: jobs }));
  await worker.run(worker.thread('t'), MESSAGE, () => {});
  await worker.close();
  expect(sink.records().some((record) => 'RunTime' in record)).toBe(measured);
});

test('what is measured of runs is there before the first, at 0', async () => {
  const worker = startWorker(options(memorySink(), { LAVA_CW_METRICS_JOBS: 'cmd/other' }));
  const text = prometheusText(worker.metrics);
  await worker.close();
  expect(text).toContain('RunDelay_seconds_count{Realm="dev",Worker="core"} 0');
  expect(text).toContain('RunTime_seconds_count{Realm="dev",Job="cmd/other"} 0');
  expect(text).toContain('JobFailed_count{Realm="dev",Job="cmd/other"} 0');
});

test('a cw_metrics function that throws fails no job', async () => {
  const sink = memorySink();
  const cwMetrics = () => {
    throw new Error('no such job');
  };
  const worker = startWorker(options(sink, { LAVA_CW_METRICS_JOB: '1' }), { cwMetrics });
  expect(await worker.run(worker.thread('t'), MESSAGE, () => {})).toBe(true);
  await worker.close();
  expect(sink.records()).toContainEqual(
    expect.objectContaining({ level: 'ERROR', message: 'Cannot tell whether the job is measured' }),
  );
  expect(sink.records().some((record) => 'RunTime' in record)).toBe(true);
});

test('the first thing that a worker writes is a record: its log stream is there before its only metric', async () => {
  const sink = memorySink();
  const worker = startWorker(options(sink));
  worker.metrics.point('Loaded', {}, 1);
  await worker.close();
  expect(sink.records().map(({ message, Loaded }) => message ?? Loaded)).toEqual([
    'Worker core of realm dev is up',
    1,
    'Worker core of realm dev is down',
  ]);
});

test('a liveness file by its name is in TMPDIR, which is made for it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tiltmeter-worker-'));
  const env = { LAVA_HEARTBEAT_FILE: '.heartbeat', LAVA_TMPDIR: join(folder, 'a', 'b') };
  const sink = memorySink();
  const worker = startWorker(options(sink, env, ['--heartbeat=30']));
  for (let n = 0; n < 500 && !existsSync(join(folder, 'a', 'b', '.heartbeat')); n += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
  await worker.close();
  expect(existsSync(join(folder, 'a', 'b', '.heartbeat'))).toBe(true);
  expect(sink.records().filter(({ level }) => level === 'ERROR')).toEqual([]);
  rmSync(folder, { recursive: true });
});

test('any state of a run can be recorded by its job', async () => {
  const events = memoryEvents();
  const worker = startWorker(options(memorySink()), { events });
  await worker.run(worker.thread('t'), MESSAGE, () => worker.event(MESSAGE, 'retrying', { attempt: 2 }));
  await worker.close();
  expect(events.events.map(({ status, log }) => [status, log.info])).toEqual([
    ['starting', undefined],
    ['running', undefined],
    ['retrying', { attempt: 2 }],
    ['complete', undefined],
  ]);
});

test('each of several sinks has every event once, though another has to be tried again', async () => {
  const [steady, flaky] = [memoryEvents(), memoryEvents()];
  let failures = 1;
  const write: typeof flaky.write = async (event) => {
    if (failures-- > 0) throw new Error('throttled');
    await flaky.write(event);
  };
  const worker = startWorker(options(memorySink()), { events: [steady, { name: 'flaky', write }] });
  await worker.run(worker.thread('t'), MESSAGE, () => {});
  await worker.close();
  for (const { events } of [steady, flaky]) {
    expect(events.map(({ status }) => status)).toEqual(['starting', 'running', 'complete']);
  }
});

test('events that are not written by the end are told of', async () => {
  jest.useFakeTimers({ doNotFake: ['performance', 'nextTick', 'queueMicrotask'] });
  const sink = memorySink();
  const worker = startWorker(options(sink), {
    events: { name: 'stuck', write: () => new Promise(() => {}) },
  });
  await worker.run(worker.thread('t'), MESSAGE, () => {});
  const closed = worker.close();
  await jest.advanceTimersByTimeAsync(5000);
  await closed;
  jest.useRealTimers();
  expect(sink.records()).toContainEqual(
    expect.objectContaining({
      level: 'ERROR',
      message: '3 events are not written: their sink did not take them in time',
    }),
  );
});

test('debug records of a run come out with its error, when they are held', async () => {
  const sink = memorySink();
  const worker = startWorker(options(sink, {}, ['--hold-debug=10000']));
  const run = (fail: boolean) =>
    worker.run(worker.thread('t'), MESSAGE, (logger) => {
      logger.debug(fail ? 'told' : 'kept back');
      if (fail) throw new Error('boom');
    });
  await run(false);
  await run(true);
  await worker.close();
  const said = sink.records().map(({ message }) => message);
  expect(said).toContain('told');
  expect(said).not.toContain('kept back');
});

test('the stats job writes a record, and a line in the file of its UTC date', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tiltmeter-stats-job-'));
  const sink = memorySink(100_000);
  const worker = startWorker(options(sink), { internal: () => 4 });
  const run = (path?: string) =>
    worker.run(worker.thread('t'), { ...MESSAGE, parameters: { path } }, (logger) =>
      statsJob({ parameters: { path } }, logger, worker),
    );
  expect(await run()).toBe(true);
  expect(await run(join(folder, 'stats-{{ date }}.jsonl'))).toBe(true);
  expect(await run(join(folder, 'missing', '{{ date }}'))).toBe(false);
  await worker.close();
  const [file] = readdirSync(folder);
  expect(file).toMatch(/^stats-\d{4}-\d\d-\d\d\.jsonl$/);
  const line = JSON.parse(readFileSync(join(folder, file!), 'utf8'));
  expect(line).toMatchObject({ tasks: { num_running: 1, num_waiting: 4 } });
  expect(
    sink
      .records()
      .filter(({ message }) => message === 'Statistics')
      .at(1)!.stats,
  ).toEqual(line);
  rmSync(folder, { recursive: true });
});

test('a failing metric sink never fails a job', async () => {
  const broken = {
    name: 'broken',
    every: 0,
    point: () => {
      throw new Error('no');
    },
  };
  const worker = startWorker(options(memorySink(), { LAVA_CW_METRICS_JOB: '1' }), { metricSinks: [broken] });
  expect(await worker.run(worker.thread('t'), MESSAGE, () => {})).toBe(true);
  await worker.close();
});

test('deferred tasks run at the end, the latest first, and one that fails stops none', async () => {
  const sink = memorySink();
  const worker = startWorker(options(sink));
  const ran: string[] = [];
  worker.defer('first', () => ran.push('first'));
  worker.defer('broken', () => {
    throw new Error('no');
  });
  worker.defer('last', async () => ran.push('last'));
  await worker.close();
  expect(ran).toEqual(['last', 'first']);
  expect(sink.records()).toContainEqual(expect.objectContaining({ message: 'Deferred task failed: broken' }));
});

test('close takes the signal handlers off', async () => {
  const worker = startWorker(options(memorySink()));
  expect(process.listenerCount('SIGTERM')).toBeGreaterThan(before);
  await worker.close();
  expect(process.listenerCount('SIGTERM')).toBe(before);
});

describe('a whole worker', () => {
  async function play(messages: readonly QueueMessage[], retries = '2') {
    const sink = memorySink();
    const removed: (string | undefined)[] = [];
    const waiting = [...messages];
    let receives = 0;
    await runWorker(
      options(sink, {}, ['--threads', '1', '--sleep', '0', `--retries=${retries}`]),
      {
        depth: async () => ({ messages: 0, notvisible: 0 }),
        async receive() {
          receives += 1;
          if (receives === 1) throw new Error('no route');
          const next = waiting.shift();
          if (next === undefined) process.emit('SIGHUP', 'SIGHUP');
          return next === undefined ? [] : [next];
        },
        async remove({ receipt }) {
          removed.push(receipt);
        },
      },
      ({ parameters }) => {
        if (parameters?.fail) throw new Error('boom');
      },
    );
    return {
      removed,
      records: sink.records(),
      said: sink
        .records()
        .map(({ level, message, run_id }) => [level, message, run_id].filter(Boolean).join(' ')),
    };
  }
  const body = (run_id: string, fields: object = {}) => JSON.stringify({ ...MESSAGE, run_id, ...fields });

  test('the records of a run carry the trace of its message, or of the queue', async () => {
    const own = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const queues = '00-1af7651916cd43dd8448eb211c80319c-a7ad6b7169203331-00';
    const { records } = await play([
      { body: body('r1', { traceparent: own }), receipt: 'a', traceparent: queues },
      { body: body('r2'), receipt: 'b', traceparent: queues },
      { body: body('r3'), receipt: 'c' },
      { body: body('r4', { traceparent: 'nonsense' }), receipt: 'd' },
    ]);
    const traces = records
      .filter(({ message }) => message === 'Complete')
      .map(({ run_id, trace_id, span_id, trace_flags }) => [run_id, trace_id, span_id, trace_flags]);
    expect(traces).toEqual([
      ['r1', '0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331', '01'],
      ['r2', '1af7651916cd43dd8448eb211c80319c', 'a7ad6b7169203331', '00'],
      ['r3', undefined, undefined, undefined],
      ['r4', undefined, undefined, undefined],
    ]);
  });

  test('reads, runs, removes, outlives a failing queue and stops softly', async () => {
    const { removed, said } = await play([
      { body: body('r1'), receipt: 'a' },
      { body: body('r2', { parameters: { fail: true } }), receipt: 'b' },
      { body: '{}', receipt: 'c' },
    ]);
    expect(removed).toEqual(['a', 'b', 'c']);
    expect(said.toSorted()).toEqual(
      [
        'INFO Worker core of realm dev is up',
        'ERROR Cannot read the queue',
        'INFO Starting r1',
        'INFO Complete r1',
        'INFO Starting r2',
        'ERROR Failed r2',
        'ERROR Malformed dispatch message',
        'WARNING SIGHUP: stopping when the running jobs have ended',
        'INFO Worker core of realm dev is down',
      ].toSorted(),
    );
  });

  test('a malformed message is told without its secrets', async () => {
    const { records } = await play([
      { body: body('r1', { worker: 'gpu', parameters: { password: 'hunter2' } }), receipt: 'a' },
    ]);
    expect(records.find(({ message }) => message === 'Malformed dispatch message')).toMatchObject({
      problem: 'for worker gpu, but this is core',
      body: { run_id: 'r1', parameters: { password: '[redacted]' } },
    });
  });

  test('an empty queue that does not let its reader wait is asked again after a sleep', async () => {
    let asked = 0;
    const started = performance.now();
    await runWorker(
      options(memorySink(), {}, ['--wait=0', '--sleep=1']),
      {
        depth: async () => ({ messages: 0, notvisible: 0 }),
        async receive() {
          asked += 1;
          if (asked === 2) process.emit('SIGHUP', 'SIGHUP');
          return [];
        },
        remove: async () => {},
      },
      () => {},
    );
    expect(asked).toBe(2);
    expect(performance.now() - started).toBeGreaterThan(900);
  });

  test.each([
    [3, '2', 'INFO Starting r1'],
    [4, '2', 'WARNING Retry limit exceeded - deleted on cycle 4 r1'],
    [1000, '-1', 'INFO Starting r1'],
  ])('on delivery %i with %s retries: %s', async (deliveries, retries, expected) => {
    const { removed, said } = await play([{ body: body('r1'), receipt: 'a', deliveries }], retries);
    expect(removed).toEqual(['a']);
    expect(said[2]).toBe(expected);
  });
});

test.each([
  [[], 'SIGUSR1'],
  [['--enable-source-maps', '--disable-sigusr1'], 'SIGUSR2'],
  [['--max-old-space-size=100 --disable-sigusr1'], 'SIGUSR2'],
] as const)('started with %j a worker dumps its state on %s, until it is closed', (nodeOptions, signal) => {
  const [logger, sink] = memoryLogger();
  const source = {
    threads: () => ({}),
    deferredEvents: () => 0,
    tasks: () => [],
    config: {},
    isSecret: () => false,
  };
  const mute = onDumpSignal(logger, source, nodeOptions);
  const dumps = () => sink.records().filter(({ message }) => message === 'Deferred event count: 0');
  process.emit(signal, signal);
  expect(dumps()).toHaveLength(1);
  mute();
  process.emit(signal, signal);
  expect(dumps()).toHaveLength(1);
  // without a handler the signal would open the debugger, or kill
  expect(process.listenerCount(signal)).toBeGreaterThan(0);
  const told = sink.records().some(({ message }) => String(message).includes('was told to block SIGUSR1'));
  expect(told).toBe(signal === 'SIGUSR2');
  process.removeAllListeners(signal);
});

test('the state dump has the words of Lava, and no secret, whatever the level of the log', () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  const [logger, sink] = memoryLogger({ level: 'error' });
  dumpState(logger, {
    threads: () => ({ 'worker-00': 'OK', 'worker-01': 'dead' }),
    deferredEvents: () => 3,
    tasks: () => ['remove scratch', 'close pool'],
    config: {
      REALM: 'dev',
      DB_PASSWORD: 'hunter2',
      API_URL: 'https://user:pw@host/x',
      DESTINATION: { file: 'x' },
      NONE: undefined,
      NESTED: { client: cyclic, DB_PASSWORD: 'hunter2' },
    },
    isSecret: (key) => key === 'DB_PASSWORD',
  });
  expect(sink.records().map(({ message }) => message)).toEqual([
    'Current thread status: {"worker-00":"OK","worker-01":"dead"}',
    'Deferred event count: 3',
    'Task 0: remove scratch',
    'Task 1: close pool',
    'Worker config: API_URL=https://[redacted]@host/x DB_PASSWORD=[redacted] DESTINATION={"file":"x"} NESTED={"client":{"self":"[Circular]"},"DB_PASSWORD":"[redacted]"} REALM=dev',
  ]);
  expect(sink.records().every(({ level, event_type }) => level === 'INFO' && event_type === 'worker')).toBe(
    true,
  );
});
