import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { workerOptions } from '../../../lib/runtime';

const BASE = ['-r', 'dev', '-w', 'core'];

test('the defaults are those of Lava', () => {
  expect(workerOptions(BASE, {})).toEqual({
    system: 'lava',
    realm: 'dev',
    worker: 'core',
    heartbeat: 0,
    destination: 'stderr',
    format: 'text',
    level: 'INFO',
    tag: 'lava-dev-core',
    holdDebug: 0,
    threads: 5,
    wait: 10,
    sleep: 10,
    retries: 2,
    queueUrl: undefined,
    config: {
      CW_NAMESPACE: 'Lava',
      CW_METRICS_DELAY: false,
      CW_METRICS_JOB: false,
      CW_METRICS_JOBS: [],
      FRESH_JOBS: [],
      STATE_DIR: '',
      CW_METRICS_WORKER: false,
      CW_METRICS_PERIOD: 60,
      EVENT_TTL: 172_800,
      HEARTBEAT_FILE: '',
      TMPDIR: join(tmpdir(), 'lava'),
      INSTANCE: hostname(),
      METRICS_OTLP: undefined,
      METRICS: {
        metricsLog: true,
        metricsKamon: false,
        metricsKamonTags: false,
        statsd: {
          address: '127.0.0.1',
          port: 8125,
          host: hostname(),
          names: 'received',
          dialect: 'plain',
          system: 'lava',
        },
      },
    },
  });
});

test.each<[string, string[], Record<string, string>, object]>([
  ['long flags', ['--realm', 'prod', '--worker', 'gpu'], {}, { realm: 'prod', worker: 'gpu' }],
  ['--heartbeat', [...BASE, '--heartbeat', '60'], {}, { heartbeat: 60 }],
  ['--log-json', [...BASE, '--log-json'], {}, { format: 'json' }],
  ['--log FILE', [...BASE, '--log', '/var/log/x'], {}, { destination: { file: '/var/log/x' } }],
  [
    '--log cloudwatch:GROUP',
    [...BASE, '--log', 'cloudwatch:/var/log/lava/dev'],
    {},
    { destination: { cloudwatch: { group: '/var/log/lava/dev', stream: undefined } } },
  ],
  [
    '--log cloudwatch:GROUP:STREAM',
    [...BASE, '--log=cloudwatch:/var/log/lava/dev:core/i-1'],
    {},
    { destination: { cloudwatch: { group: '/var/log/lava/dev', stream: 'core/i-1' } } },
  ],
  [
    '--log otlp:cloudwatch:GROUP',
    [...BASE, '--log', 'otlp:cloudwatch:/var/log/lava/dev'],
    {},
    { destination: { format: expect.any(Function), open: expect.any(Function) } },
  ],
  ['--log @facility', [...BASE, '--log', '@local0'], {}, { destination: { syslog: { facility: 'local0' } } }],
  ['--retries -1', [...BASE, '--retries', '-1'], {}, { retries: -1 }],
  ['--retries=-5', [...BASE, '--retries=-5'], {}, { retries: -1 }],
  ['--hold-debug', [...BASE, '--hold-debug=65536'], {}, { holdDebug: 65_536 }],
  ['--level in any case', [...BASE, '-l', 'Debug'], {}, { level: 'DEBUG' }],
  ['--tag', [...BASE, '--tag', 't'], {}, { tag: 't' }],
  [
    'the environment',
    [],
    { LAVA_REALM: 'dev', LAVA_WORKER: 'core', LAVA_LOGLEVEL: 'error' },
    { level: 'ERROR' },
  ],
  ['a flag over the environment', BASE, { LAVA_REALM: 'prod' }, { realm: 'dev' }],
  ['an empty variable as none', BASE, { LAVA_LEVEL: '', LAVA_HEARTBEAT: '' }, { heartbeat: 0 }],
  ['QUEUE_URL', BASE, { QUEUE_URL: 'http://q' }, { queueUrl: 'http://q' }],
  ['endless retries', [...BASE, '--retries=-1'], {}, { retries: -1 }],
])('%s', (_name, argv, env, expected) => {
  expect(workerOptions(argv, env)).toMatchObject(expected);
});

const NAME = 'a lower-case letter, then lower-case letters, digits';
test.each<[string[], string]>([
  [['-w', 'core'], 'no realm: give --realm or LAVA_REALM'],
  [['-r', 'dev'], 'no worker: give --worker or LAVA_WORKER'],
  [['-r', 'de-v', '-w', 'core'], `bad realm 'de-v': 3 to 11 characters: ${NAME} or _`],
  [['-r', 'dev', '-w', 'Core'], `bad worker 'Core': 3 to 47 characters: ${NAME}, _ or -`],
  [
    [...BASE, '-b', '10'],
    "bad --heartbeat '10': give 0 for none or a whole number of seconds from 30 to 86400",
  ],
  [
    [...BASE, '-b', 'often'],
    "bad --heartbeat 'often': give 0 for none or a whole number of seconds from 30 to 86400",
  ],
  [[...BASE, '-l', 'loud'], "bad --level 'loud': allowed are debug, info, warning, error, critical"],
  [[...BASE, '-t', '0'], "bad --threads '0': give a whole number from 1 to 1000"],
  [[...BASE, '--wait', '21'], "bad --wait '21': give a whole number from 0 to 20"],
])('%j is refused in one line', (argv, message) => {
  expect(() => workerOptions(argv, {})).toThrow(message);
  expect(message).not.toContain('\n');
});

test("the command with which Lava's machines start a worker is taken as it is", () => {
  const command =
    '--jump-start --daemon --heartbeat 60 --tag lava-dev-core --log @local0 --level info --log-json';
  expect(workerOptions([...BASE, ...command.split(' '), '--threads', '3', '-c'], {})).toMatchObject({
    heartbeat: 60,
    tag: 'lava-dev-core',
    destination: { syslog: { facility: 'local0' } },
    level: 'INFO',
    format: 'json',
    threads: 3,
  });
});

test.each([
  ...['OTLP', 'otlp ', 'otlp:foo', 'otlp:cloudwatch', 'http://collector:4318', 'Stderr', 'CloudWatch:g'].map(
    (target) => [
      target,
      `bad --log '${target}': give stderr, stdout, a file, @facility, otlp, cloudwatch:GROUP or otlp:cloudwatch:GROUP; a file of this name is ./${target}`,
    ],
  ),
  ['cloudwatch:', "bad --log 'cloudwatch:': give cloudwatch:GROUP or cloudwatch:GROUP:STREAM"],
  ['cloudwatch:a b', "bad --log 'cloudwatch:a b': give cloudwatch:GROUP or cloudwatch:GROUP:STREAM"],
  [
    'otlp:cloudwatch:',
    "bad --log 'otlp:cloudwatch:': give otlp:cloudwatch:GROUP or otlp:cloudwatch:GROUP:STREAM",
  ],
  ['cloudwatch:g:s:t', "bad --log 'cloudwatch:g:s:t': give cloudwatch:GROUP or cloudwatch:GROUP:STREAM"],
])('--log %s is refused', (log, message) => {
  expect(() => workerOptions([...BASE, '--log', log], {})).toThrow(message);
});

test('--log otlp and LAVA_METRICS_OTLP go where the variables of OpenTelemetry say', () => {
  const env = {
    LAVA_LOG: 'otlp',
    LAVA_METRICS_OTLP: 'yes',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318',
    OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'delta',
  };
  expect(workerOptions(BASE, env)).toMatchObject({
    destination: { otlp: { endpoint: 'http://c:4318/v1/logs', timeout: 10_000 } },
    config: {
      METRICS_OTLP: { endpoint: 'http://c:4318/v1/metrics', temporality: 'delta', every: undefined },
    },
  });
  expect(() => workerOptions(BASE, { ...env, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' })).toThrow(
    "bad OTEL_EXPORTER_OTLP_PROTOCOL 'grpc': allowed are http/json, http/protobuf",
  );
  expect(workerOptions(BASE, { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }).destination).toBe('stderr');
});

test('configuration keys come from LAVA_<KEY>', () => {
  const env = {
    LAVA_CW_METRICS_JOB: 'True',
    LAVA_CW_METRICS_JOBS: 'cmd/a,cmd/b',
    LAVA_CW_METRICS_PERIOD: '30s',
    LAVA_EVENT_TTL: '1w',
    LAVA_INSTANCE: 'i-1',
  };
  expect(workerOptions(BASE, env).config).toMatchObject({
    CW_METRICS_JOB: true,
    CW_METRICS_JOBS: ['cmd/a', 'cmd/b'],
    CW_METRICS_PERIOD: 30,
    EVENT_TTL: 604_800,
    INSTANCE: 'i-1',
  });
});

test.each<[string, () => unknown]>([
  ['LAVA_CW_METRICS_JOB', () => workerOptions(BASE, { LAVA_CW_METRICS_JOB: 'maybe' })],
  ['LAVA_CW_METRICS_WORKER', () => workerOptions(BASE, { LAVA_CW_METRICS_WORKER: 'maybe' })],
  ['--log-json', () => workerOptions(BASE, { LAVA_LOG_JSON: 'maybe' })],
])('%s is on or off, and nothing else', (name, options) => {
  expect(options).toThrow(`bad ${name} 'maybe': give true or false`);
});

test('ids of jobs that hold commas come as a JSON list', () => {
  const LAVA_CW_METRICS_JOBS = JSON.stringify(['a,b', '[c]', 'say "hi"']);
  expect(workerOptions(BASE, { LAVA_CW_METRICS_JOBS }).config.CW_METRICS_JOBS).toEqual([
    'a,b',
    '[c]',
    'say "hi"',
  ]);
  expect(() => workerOptions(BASE, { LAVA_CW_METRICS_JOBS: '[1]' })).toThrow(
    "bad LAVA_CW_METRICS_JOBS '[1]': give ids with commas between them, or a JSON list of ids",
  );
});

test('a period that no timer can keep is refused', () => {
  expect(() => workerOptions(BASE, { LAVA_CW_METRICS_PERIOD: '5w' })).toThrow(
    "bad LAVA_CW_METRICS_PERIOD '5w': give at most 1d",
  );
});

test.each(['0', 'soon', '1y', '-1m'])('a duration of %s is refused', (text) => {
  expect(() => workerOptions(BASE, { LAVA_CW_METRICS_PERIOD: text })).toThrow(
    `bad LAVA_CW_METRICS_PERIOD '${text}': give a number above 0 and a unit, s, m, h, d or w, e.g. 1m`,
  );
});

test.each([
  ['@local0', { syslog: { facility: 'local0' } }],
  ['stdout', 'stdout'],
])('--log %s', (target, destination) => {
  expect(workerOptions([...BASE, '--log', target], {})).toMatchObject({ destination });
});

test.each([
  [
    ['--log='],
    "bad --log '': give stderr, stdout, a file, @facility, otlp, cloudwatch:GROUP or otlp:cloudwatch:GROUP",
  ],
  [['--tag', '--level'], /^option '--tag' argument is ambiguous; known are --realm, /],
  [['Extra'], /^unexpected argument 'Extra'; known are --realm, /],
])('%j is refused in one line', (flags, message) => {
  expect(() => workerOptions([...BASE, ...flags], {})).toThrow(message);
});

test('an unknown flag is refused with the known ones', () => {
  expect(() => workerOptions([...BASE, '--heartbeet', '60'], {})).toThrow(
    /^unknown option '--heartbeet'; known are --realm, --worker, --heartbeat, /,
  );
});

test('refusals are marked as the mistake of the user', () => {
  expect(() => workerOptions([], {})).toThrow(expect.objectContaining({ userError: true }));
});
