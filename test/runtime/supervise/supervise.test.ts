import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { otlpServer } from '../otlp/otlp-server';
import { endSupervisors, startSupervisor as start } from './supervisor';

afterEach(endSupervisors);

/** What is said of the command's end, and not by the command. */
const endOf = (run: ReturnType<typeof start>): string[] =>
  run
    .records()
    .map(({ level, message }) => `${level} ${message}`)
    .filter((text) => /passed on|is killed|ended (by|with)|has died/.test(text));

const node = (script: string): string[] => [process.execPath, '-e', script];

const PROGRAM = `
console.log('plain line');
console.log(JSON.stringify({ level: 'ERROR', message: 'structured', rows: 3 }));
console.error('to stderr');
process.on('SIGTERM', () => { console.log('stopping'); process.exit(5); });
process.on('SIGUSR1', () => console.log('asked for its state'));
setInterval(() => {}, 1000);
console.log('ready');
`;

test('a program runs as a worker: heartbeat, records, signals, exit code', async () => {
  const run = start([], node(PROGRAM));
  await run.until('"heartbeat realm=dev worker=core"');
  await run.until('"ready"');
  run.child.kill('SIGUSR1');
  await run.until('"asked for its state"');
  run.child.kill('SIGTERM');
  expect(await run.exit).toEqual([5, null]);
  const said = run.records().map(({ level, message }) => `${level} ${message}`);
  expect(said).toEqual(
    expect.arrayContaining([
      `INFO Command started: ${process.execPath}`,
      'INFO plain line',
      'ERROR structured',
      'WARNING to stderr',
      'INFO SIGTERM: passed on to the command',
      'INFO stopping',
      'INFO Command ended with code 5',
    ]),
  );
  expect(run.records().find(({ message }) => message === 'structured')).toMatchObject({
    rows: 3,
    stream: 'stdout',
  });
  const heartbeat = run.records().find(({ event_type }) => event_type === 'heartbeat');
  expect(heartbeat).toMatchObject({ threads: { command: 'OK' } });
  expect(heartbeat).not.toHaveProperty('sqs');
}, 60_000);

test.each(['SIGHUP', 'SIGINT', 'SIGQUIT'] as const)(
  '%s is passed on too',
  async (signal) => {
    const script = `process.on('${signal}', () => process.exit(7)); setInterval(() => {}, 1000); console.log('ready')`;
    const run = start([], node(script));
    await run.until('"ready"');
    run.child.kill(signal);
    expect(await run.exit).toEqual([7, null]);
  },
  60_000,
);

test('the environment of a worker counts, and a flag wins over it', async () => {
  const env = { LAVA_LOG_FORMAT: 'logfmt', LAVA_HEARTBEAT: '0', LAVA_TAG: 'from-env' };
  const run = start(['--log-format=text', '--level=warning'], node("console.error('out')"), env);
  expect(await run.exit).toEqual([0, null]);
  expect(run.lines()).toEqual([
    expect.stringMatching(/ WARNING {2}\[main\] out event_type=job stream=stderr$/),
  ]);
  const json = start(['--log-json', '--level=warning'], node("console.error('out')"), env);
  expect(await json.exit).toEqual([0, null]);
  expect(json.records()).toEqual([expect.objectContaining({ level: 'WARNING', message: 'out' })]);
  const plain = start([], node("console.error('out')"), env);
  expect(await plain.exit).toEqual([0, null]);
  expect(plain.lines().join()).toMatch(/ message=out [^,]* tag=from-env /);
  expect(plain.lines().join()).not.toContain('heartbeat');
}, 60_000);

test('an EMF document of the command reaches the log as it is', async () => {
  const document = { _aws: { Timestamp: 1, CloudWatchMetrics: [] }, Rows: 3 };
  const run = start([], ['sh', '-c', `echo '${JSON.stringify(document)}'`]);
  expect(await run.exit).toEqual([0, null]);
  expect(run.lines()).toContain(JSON.stringify(document));
}, 60_000);

describe('nothing is left behind', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tiltmeter-run-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const isAlive = (file: string): boolean => {
    const pid = Number(readFileSync(join(folder, file), 'utf8'));
    // a process that has ended but was not waited for yet is no process any more
    return existsSync(`/proc/${pid}/stat`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  };

  test.each([
    ['that holds its output', 'sleep 600 & echo $! > pid; exit 3'],
    ['in the background', 'sleep 600 > /dev/null 2>&1 & echo $! > pid; exit 3'],
    ['deaf to SIGTERM', '(trap "" TERM; while :; do sleep 1; done) & echo $! > pid; sleep 0.3; exit 3'],
  ])(
    'a process %s ends with the command, whose code stays',
    async (_name, script) => {
      const run = start([], ['sh', '-c', `cd '${folder}'; ${script}`]);
      expect(await run.exit).toEqual([3, null]);
      expect(run.records()).toContainEqual(
        expect.objectContaining({
          level: 'WARNING',
          message: 'Command left processes behind, they are ended',
        }),
      );
      expect(isAlive('pid')).toBe(false);
    },
    60_000,
  );

  test('a second signal ends the command and all that it started at once', async () => {
    const script = `cd '${folder}'; trap "" TERM; sleep 600 & echo $! > pid; echo deaf; while :; do sleep 0.1; done`;
    const run = start(['--grace=600'], ['sh', '-c', script]);
    await run.until('"deaf"');
    run.child.kill('SIGTERM');
    await run.until('SIGTERM: passed on');
    run.child.kill('SIGTERM');
    expect(await run.exit).toEqual([137, null]);
    expect(isAlive('pid')).toBe(false);
    expect(run.records()).toContainEqual(
      expect.objectContaining({ level: 'WARNING', message: 'Command is killed: SIGTERM again' }),
    );
  }, 60_000);
});

test.each([
  ['0', 'exit 0', 0],
  ['its own', 'exit 42', 42],
  ['128 and the signal', 'kill -9 $$', 137],
])(
  'the exit code is %s',
  async (_name, script, code) => {
    expect(await start([], ['sh', '-c', script]).exit).toEqual([code, null]);
  },
  60_000,
);

test('a command that cannot be started is code 127 and a record', async () => {
  const run = start([], ['/no/such/command']);
  expect(await run.exit).toEqual([127, null]);
  expect(run.records()).toContainEqual(
    expect.objectContaining({
      level: 'ERROR',
      message: 'Command cannot be started: spawn /no/such/command ENOENT',
    }),
  );
  expect(run.records().map(({ message }) => message)).not.toContain('Command started: /no/such/command');
}, 60_000);

test('a command that fails is started again, as often as allowed, and its death is in the log', async () => {
  const run = start(['--restart=on-failure', '--max-restarts=1'], ['sh', '-c', 'exit 3']);
  expect(await run.exit).toEqual([3, null]);
  const said = run.records().map(({ message }) => message);
  expect(said.filter((message) => message === 'Command started: sh')).toHaveLength(2);
  expect(said.filter((message) => message === 'Thread command has died')).toHaveLength(2);
  expect(said).toContain('Thread command is alive again');
}, 60_000);

test('a command that does not end after a signal is killed when its grace is over', async () => {
  const run = start(['--grace=1'], ['sh', '-c', 'trap "" TERM; echo deaf; while :; do sleep 0.1; done']);
  await run.until('"deaf"');
  run.child.kill('SIGTERM');
  expect(await run.exit).toEqual([137, null]);
  expect(endOf(run)).toEqual([
    'INFO SIGTERM: passed on to the command',
    'WARNING Command is killed: not ended 1 s after SIGTERM',
    'INFO Command ended by SIGKILL',
  ]);
}, 60_000);

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  'a command that ends by the %s that was passed on has not failed, and its code stays',
  async (signal, code) => {
    const run = start([], ['sleep', '600']);
    await run.until('"Command started: sleep"');
    run.child.kill(signal);
    expect(await run.exit).toEqual([code, null]);
    expect(endOf(run)).toEqual([
      `INFO ${signal}: passed on to the command`,
      `INFO Command ended by ${signal}`,
    ]);
  },
  60_000,
);

test('a command that dies by itself has failed, even while it stops', async () => {
  const alone = start([], ['sh', '-c', 'kill -SEGV $$']);
  expect(await alone.exit).toEqual([139, null]);
  expect(endOf(alone)).toEqual(['ERROR Command ended by SIGSEGV', 'CRITICAL Thread command has died']);
  const stopping = start(
    [],
    ['sh', '-c', 'trap "kill -SEGV $$" TERM; echo ready; while :; do sleep 0.1; done'],
  );
  await stopping.until('"ready"');
  stopping.child.kill('SIGTERM');
  expect(await stopping.exit).toEqual([139, null]);
  expect(endOf(stopping)).toEqual([
    'INFO SIGTERM: passed on to the command',
    'ERROR Command ended by SIGSEGV',
    'CRITICAL Thread command has died',
  ]);
}, 60_000);

test('the memory of the whole tree is measured', async () => {
  const run = start(
    ['--heartbeat=0'],
    [
      'sh',
      '-c',
      `"${process.execPath}" -e "const x = Buffer.alloc(50e6, 1); setTimeout(() => x.fill(2), 4000)"; exit 0`,
    ],
    {
      LAVA_CW_METRICS_WORKER: '1',
      LAVA_CW_METRICS_PERIOD: '1s',
    },
  );
  expect(await run.exit).toEqual([0, null]);
  const documents = run.records().filter((record) => 'MaxRss' in record);
  expect(documents[0]).toMatchObject({ Realm: 'dev', Worker: 'core', WorkerThreadsAlive: 1 });
  // a Node process has about 45 MB of its own
  expect(Math.max(...documents.map(({ MaxRss }) => Number(MaxRss)))).toBeGreaterThan(90e6);
}, 60_000);

test.each([
  [[], [], /^tiltmeter: no command: give it after --, e\.g\. tiltmeter run/],
  [
    ['--restart=maybe'],
    ['true'],
    /^tiltmeter: run: --restart: got 'maybe', allowed: never, on-failure, always$/,
  ],
  [['--grace=soon'], ['true'], /^tiltmeter: run: bad --grace 'soon': give a whole number from 0 to 86400$/],
  [
    ['--grace=9999999'],
    ['true'],
    /^tiltmeter: run: bad --grace '9999999': give a whole number from 0 to 86400$/,
  ],
  [['--max-restarts=-1'], ['true'], /^tiltmeter: run: bad --max-restarts '-1': give a whole number from 0$/],
  [['--heartbeat=5'], ['true'], /^tiltmeter: bad --heartbeat '5': /],
])(
  '%j %j is bad usage',
  async (options, command, message) => {
    const run = start(options, command);
    expect(await run.exit).toEqual([2, null]);
    expect(run.lines().join('\n')).toMatch(message);
  },
  60_000,
);

test('with METRICS_OTLP the metrics of a command go by OTLP when it ends, and the log has none of them', async () => {
  const server = await otlpServer();
  const run = start(['--log=otlp'], node(''), {
    LAVA_METRICS_OTLP: 'true',
    OTEL_EXPORTER_OTLP_ENDPOINT: server.url,
  });
  expect(await run.exit).toEqual([0, null]);
  const sent = server.received.flatMap(({ body }) => body.resourceMetrics ?? []);
  const names = sent.flatMap(({ scopeMetrics }) => scopeMetrics[0].metrics.map(({ name }: Named) => name));
  expect(names).toEqual(expect.arrayContaining(['process.memory.usage', 'process.uptime']));
  expect(
    server
      .records()
      .map(({ body }) => body.stringValue)
      .join(),
  ).not.toContain('_aws');
  expect(run.lines()).toEqual([]);
  await server.close();
}, 60_000);

interface Named {
  readonly name: string;
}
