import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, emfSink, workerOptions } from '../../lib/runtime';
import type { Series } from '../../lib/runtime/metrics/series';
import { statsdNames } from '../../lib/runtime/metrics/statsd-name';
import { memorySink } from './memory-sink';

const ACME = { TILTMETER_SYSTEM: 'acme' };
const PLACE = { realm: 'dev', worker: 'core' };

/** What is read while the process is told of a system; the runtime asks its own environment only where it is given none. */
function told<T>(system: string, body: () => T): T {
  const before = process.env.TILTMETER_SYSTEM;
  process.env.TILTMETER_SYSTEM = system;
  try {
    return body();
  } finally {
    if (before === undefined) delete process.env.TILTMETER_SYSTEM;
    else process.env.TILTMETER_SYSTEM = before;
  }
}

test("a process that is told its system reads that system's variables, and no other's", () => {
  const env = {
    ACME_REALM: 'dev',
    ACME_WORKER: 'core',
    ACME_HEARTBEAT: '60',
    ACME_LOGLEVEL: 'error',
    ACME_CW_METRICS_JOB: 'true',
    ACME_FRESH_JOBS: 'cmd/a',
    ACME_INSTANCE: 'i-1',
    LAVA_REALM: 'prod',
    LAVA_THREADS: '9',
    LAVA_CW_NAMESPACE: 'Lava',
    QUEUE_URL: 'http://q',
  };
  expect(workerOptions([], { ...ACME, ...env })).toMatchObject({
    system: 'acme',
    realm: 'dev',
    worker: 'core',
    heartbeat: 60,
    level: 'ERROR',
    tag: 'acme-dev-core',
    threads: 5,
    queueUrl: 'http://q',
    config: {
      CW_NAMESPACE: 'Acme',
      CW_METRICS_JOB: true,
      FRESH_JOBS: ['cmd/a'],
      TMPDIR: join(tmpdir(), 'acme'),
      INSTANCE: 'i-1',
      METRICS: { statsd: { system: 'acme' } },
    },
  });
  expect(workerOptions([], { ...env, LAVA_WORKER: 'gpu' })).toMatchObject({
    system: 'lava',
    realm: 'prod',
    worker: 'gpu',
  });
  expect(workerOptions(['--system', 'lava'], { ...ACME, ...env, LAVA_WORKER: 'gpu' })).toMatchObject({
    worker: 'gpu',
  });
});

test.each([
  ['acme-batch', 'ACME_BATCH_REALM', 'Acme-batch'],
  ['a2_', 'A2__REALM', 'A2_'],
  ['z9', 'Z9_REALM', 'Z9'],
])('%s reads %s', (system, variable, namespace) => {
  const options = workerOptions(['--system', system, '-w', 'core'], { [variable]: 'dev' });
  expect(options).toMatchObject({ tag: `${system}-dev-core`, config: { CW_NAMESPACE: namespace } });
});

test.each([
  [ACME, [], 'no realm: give --realm or ACME_REALM'],
  [ACME, ['-r', 'dev', '-w', 'core', '-t', '0'], "bad --threads '0': give a whole number from 1 to 1000"],
  [
    { ...ACME, ACME_CW_METRICS_JOB: 'perhaps' },
    ['-r', 'dev', '-w', 'core'],
    "bad ACME_CW_METRICS_JOB 'perhaps': give true or false",
  ],
  [
    { TILTMETER_SYSTEM: 'Acme' },
    [],
    "bad system 'Acme': 2 to 16 characters: a lower-case letter, then lower-case letters, digits, _ or single - within; not aws… or ssm…",
  ],
])('%j %j is refused by the names of the system', (env, flags, message) => {
  expect(() => workerOptions(flags, env)).toThrow(new Error(message));
});

test("a logger's records are of the system that is given, else of the one that the process is told", () => {
  const recordOf = (props: object) => {
    const sink = memorySink();
    createLogger({ ...PLACE, ...props, destination: { sink } }).info('up');
    const [{ event_source, tag } = {}] = sink.records();
    return { event_source, tag };
  };
  expect(recordOf({})).toEqual({ event_source: 'lava-worker', tag: 'lava-dev-core' });
  expect(recordOf({ system: 'acme' })).toEqual({ event_source: 'acme-worker', tag: 'acme-dev-core' });
  expect(told('acme', () => recordOf({}))).toEqual({ event_source: 'acme-worker', tag: 'acme-dev-core' });
  expect(told('acme', () => recordOf({ system: 'lava' }))).toEqual({
    event_source: 'lava-worker',
    tag: 'lava-dev-core',
  });
  expect(told('', () => recordOf({}))).toEqual({ event_source: 'lava-worker', tag: 'lava-dev-core' });
});

test("metrics are in the system's namespace", () => {
  const namespaceOf = () => {
    const lines: string[] = [];
    const sink = emfSink({ write: (line) => lines.push(line) });
    sink.point!({ name: 'Rows', unit: 'Count' }, { Realm: 'dev' }, 1, Date.now());
    return JSON.parse(lines[0]!)._aws.CloudWatchMetrics[0].Namespace;
  };
  expect(namespaceOf()).toBe('Lava');
  expect(told('acme', namespaceOf)).toBe('Acme');
});

test.each([
  [{}, 'openwhisk-statsd.counter.Rows'],
  [{ names: 'documented' }, 'openwhisk.counter.Rows'],
  [{ system: 'acme' }, 'acme.counter.Rows'],
  [{ system: 'acme', names: 'documented' }, 'acme.counter.Rows'],
  [{ system: 'acme', prefix: 'jobs' }, 'jobs.counter.Rows'],
] as const)('StatsD: %j is %s', (naming, key) => {
  const series = { kind: 'counter', metric: { name: 'Rows' }, labels: {} } as unknown as Series;
  expect(statsdNames(naming)(series).key).toBe(key);
});

test('the instance is the machine, whatever the system', () => {
  expect(workerOptions(['-r', 'dev', '-w', 'core'], ACME).config.INSTANCE).toBe(hostname());
});
