import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

// Runs the compiled command line with real commands under it.
const TILTMETER = join(__dirname, '../../../dist/bin/tiltmeter.js');

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

function start(options: readonly string[], command: readonly string[], env: Record<string, string> = {}) {
  const args = [TILTMETER, 'run', '--realm=dev', '--worker=core', ...options, '--', ...command];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  running.push(child);
  let text = '';
  child.stderr.on('data', (data) => {
    text += data;
  });
  const lines = () => text.split('\n').filter((line) => line !== '');
  return {
    child,
    lines,
    records: () => lines().map((line) => JSON.parse(line) as Record<string, unknown>),
    exit: once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
    async until(text_: string) {
      for (let n = 0; n < 400 && !text.includes(text_); n += 1)
        await new Promise((resolve) => setTimeout(resolve, 25));
      expect(text).toContain(text_);
    },
  };
}

const PYTHON = `
import json, signal, sys, time
print("plain line", flush=True)
print(json.dumps({"level": "ERROR", "message": "structured", "rows": 3}), flush=True)
print("to stderr", file=sys.stderr, flush=True)
def stop(signum, frame):
    print("stopping by", signum, flush=True)
    sys.exit(5)
signal.signal(signal.SIGTERM, stop)
print("ready", flush=True)
while True:
    time.sleep(0.05)
`;

test('a Python program runs as a worker: heartbeat, records, signals, exit code', async () => {
  const run = start([], ['python3', '-c', PYTHON]);
  await run.until('"heartbeat realm=dev worker=core"');
  await run.until('"ready"');
  run.child.kill('SIGTERM');
  expect(await run.exit).toEqual([5, null]);
  const said = run.records().map(({ level, message }) => `${level} ${message}`);
  expect(said).toEqual(
    expect.arrayContaining([
      'INFO Command started: python3',
      'INFO plain line',
      'ERROR structured',
      'WARNING to stderr',
      'WARNING SIGTERM: passed on to the command',
      'INFO stopping by 15',
      'ERROR Command ended with code 5',
    ]),
  );
  expect(run.records().find(({ message }) => message === 'structured')).toMatchObject({
    rows: 3,
    stream: 'stdout',
  });
  expect(run.records().find(({ event_type }) => event_type === 'heartbeat')).toMatchObject({
    threads: { command: 'OK' },
  });
}, 30_000);

test.each([
  ['0', 'exit 0', 0],
  ['its own', 'exit 42', 42],
  ['128 and the signal', 'kill -9 $$', 137],
])(
  'the exit code is %s',
  async (_name, script, code) => {
    expect(await start([], ['sh', '-c', script]).exit).toEqual([code, null]);
  },
  30_000,
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
}, 30_000);

test('a command that fails is started again, as often as allowed, and its death is in the log', async () => {
  const run = start(['--restart=on-failure', '--max-restarts=1'], ['sh', '-c', 'exit 3']);
  expect(await run.exit).toEqual([3, null]);
  const said = run.records().map(({ message }) => message);
  expect(said.filter((message) => message === 'Command started: sh')).toHaveLength(2);
  expect(said.filter((message) => message === 'Thread command has died')).toHaveLength(2);
  expect(said).toContain('Thread command is alive again');
}, 30_000);

test('a command that does not end after a signal is killed when its grace is over', async () => {
  const run = start(['--grace=1'], ['sh', '-c', 'trap "" TERM; echo deaf; while :; do sleep 0.1; done']);
  await run.until('"deaf"');
  run.child.kill('SIGTERM');
  expect(await run.exit).toEqual([137, null]);
}, 30_000);

test('the memory of the whole tree is measured', async () => {
  const run = start(
    ['--heartbeat=0'],
    [
      'sh',
      '-c',
      'python3 -c "import time; x = bytearray(50_000_000); print(1, flush=True); time.sleep(3)"; exit 0',
    ],
    {
      LAVA_CW_METRICS_WORKER: '1',
      LAVA_CW_METRICS_PERIOD: '1s',
    },
  );
  expect(await run.exit).toEqual([0, null]);
  const documents = run.records().filter((record) => 'MaxRss' in record);
  expect(documents[0]).toMatchObject({ Realm: 'dev', Worker: 'core', WorkerThreadsAlive: 1 });
  expect(Math.max(...documents.map(({ MaxRss }) => Number(MaxRss)))).toBeGreaterThan(50e6);
}, 40_000);

test.each([
  [[], [], /^tiltmeter: no command: give it after --, e\.g\. tiltmeter run/],
  [
    ['--restart=maybe'],
    ['true'],
    /^tiltmeter: bad --restart 'maybe': allowed are never, on-failure, always$/,
  ],
  [['--grace=soon'], ['true'], /^tiltmeter: run: bad --grace 'soon': give a whole number from 0$/],
  [['--heartbeat=5'], ['true'], /^tiltmeter: bad --heartbeat '5': /],
])(
  '%j %j is bad usage',
  async (options, command, message) => {
    const run = start(options, command);
    expect(await run.exit).toEqual([2, null]);
    expect(run.lines().join('\n')).toMatch(message);
  },
  30_000,
);
