import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Runs the compiled example, as the local realm does, against a queue that speaks just enough SQS.
const WORKER = join(__dirname, '../../dist/examples/worker/worker.js');

interface Queue {
  readonly url: string;
  readonly waiting: string[];
  readonly deleted: string[];
  readonly close: () => void;
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

async function startQueue(): Promise<Queue> {
  const waiting: string[] = [];
  const deleted: string[] = [];
  const answers: Record<string, (body: { ReceiptHandle: string }) => object> = {
    GetQueueAttributes: () => ({
      Attributes: {
        ApproximateNumberOfMessages: String(waiting.length),
        ApproximateNumberOfMessagesNotVisible: '0',
      },
    }),
    ReceiveMessage: () => {
      const Body = waiting.shift();
      return Body === undefined
        ? {}
        : { Messages: [{ Body, MD5OfBody: md5(Body), MessageId: 'm', ReceiptHandle: Body }] };
    },
    DeleteMessage: ({ ReceiptHandle }) => {
      deleted.push(ReceiptHandle);
      return {};
    },
  };
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const action = String(request.headers['x-amz-target']).split('.')[1]!;
    const delay = action === 'ReceiveMessage' && waiting.length === 0 ? 50 : 0;
    setTimeout(() => {
      response.setHeader('content-type', 'application/x-amz-json-1.0');
      response.end(JSON.stringify(answers[action]!(JSON.parse(Buffer.concat(chunks).toString()))));
    }, delay);
  });
  server.unref().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    waiting,
    deleted,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function startWorker(url: string, args: readonly string[], more: Record<string, string> = {}) {
  const env = {
    PATH: process.env.PATH,
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'y',
    AWS_MAX_ATTEMPTS: '1',
    QUEUE_URL: `${url}/000000000000/lava-dev-core`,
    NODE_NO_WARNINGS: '1',
    ...more,
  };
  const child = spawn(process.execPath, [WORKER, ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  children.push(child);
  let text = '';
  child.stderr.on('data', (data) => {
    text += data;
  });
  const lines = () => text.split('\n').slice(0, -1);
  return {
    child,
    lines,
    records: () => lines().map((line) => JSON.parse(line) as Record<string, unknown>),
    exit: once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
    async until(done: () => boolean) {
      for (let n = 0; n < 1600 && !done(); n += 1) await new Promise((resolve) => setTimeout(resolve, 25));
      if (!done()) throw new Error(`timed out, stderr is:\n${text}`);
    },
  };
}

const ARGS = ['-r', 'dev', '-w', 'core', '-b', '30', '--log-json', '--threads', '2', '--sleep', '0'];
const message = (run_id: string, parameters: object, job_id = 'cmd/hello-world') =>
  JSON.stringify({
    realm: 'dev',
    worker: 'core',
    job_id,
    run_id,
    ts_dispatch: new Date().toISOString(),
    parameters,
  });

test('runs jobs, deletes their messages, logs and beats, and stops softly on SIGINT', async () => {
  const queue = await startQueue();
  queue.waiting.push(
    message('good', { seconds: 0.01 }),
    'nonsense',
    message('bad', { seconds: 0, fail: true }),
  );
  const worker = startWorker(queue.url, ARGS);
  await worker.until(() => queue.deleted.length === 3);
  worker.child.kill('SIGUSR1');
  await worker.until(() => worker.lines().some((line) => line.includes('Worker config: ')));
  worker.child.kill('SIGINT');
  expect(await worker.exit).toEqual([0, null]);
  queue.close();

  const job = worker.records().filter(({ event_type }) => event_type === 'job');
  expect(job.filter(({ run_id }) => run_id === 'good').map(({ message }) => message)).toEqual([
    'Starting',
    'Complete',
  ]);
  expect(job.filter(({ run_id }) => run_id === 'bad').map(({ message }) => message)).toEqual([
    'Starting',
    'Failed',
  ]);
  expect(job[0]).toMatchObject({
    job_id: 'cmd/hello-world',
    thread: expect.stringMatching(/^worker-0[01]$/),
  });
  expect(worker.records()).toContainEqual(
    expect.objectContaining({
      level: 'ERROR',
      message: 'Malformed dispatch message',
      problem: 'not a JSON object',
    }),
  );
  expect(worker.records().find(({ event_type }) => event_type === 'heartbeat')).toMatchObject({
    message: 'heartbeat realm=dev worker=core',
    threads: { poller: 'OK', 'worker-00': 'OK', 'worker-01': 'OK' },
  });
  expect(worker.records()).toContainEqual(
    expect.objectContaining({
      message: 'Current thread status: {"worker-00":"OK","worker-01":"OK","poller":"OK"}',
    }),
  );
  expect(worker.lines().join()).not.toContain('Debugger listening');
  expect(worker.records().at(-1)).toMatchObject({ message: 'Worker core of realm dev is down' });
}, 20_000);

test('a second soft stop is a hard one, while a job runs', async () => {
  const queue = await startQueue();
  queue.waiting.push(message('long', { seconds: 60 }));
  const worker = startWorker(queue.url, ARGS);
  await worker.until(() => worker.lines().some((line) => line.includes('sleeping 60 s')));
  worker.child.kill('SIGHUP');
  await worker.until(() => worker.lines().some((line) => line.includes('SIGHUP: stopping when')));
  worker.child.kill('SIGINT');
  expect(await worker.exit).toEqual([130, null]);
  queue.close();
  expect(worker.records().at(-1)).toMatchObject({ level: 'CRITICAL', message: 'SIGINT: stopping now' });
  expect(queue.deleted).toEqual([]);
}, 20_000);

test('uses everything: events, markers, metrics, held debug records, the stats job, Prometheus', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tiltmeter-example-'));
  const queue = await startQueue();
  const port = await freePort();
  queue.waiting.push(
    message('r1', { seconds: 0.01 }),
    message('r2', { seconds: 0, fail: true }),
    message('r3', { path: join(folder, '{{ date }}.jsonl') }, 'stats'),
  );
  const worker = startWorker(queue.url, [...ARGS, '--hold-debug=10000'], {
    EVENTS_FILE: join(folder, 'events.jsonl'),
    METRICS_PORT: String(port),
    LAVA_CW_METRICS_JOB: '1',
  });
  await worker.until(() => queue.deleted.length === 3);
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  worker.child.kill('SIGINT');
  expect(await worker.exit).toEqual([0, null]);
  queue.close();

  expect(text).toContain('SecondsSlept_seconds_total 0.01\n');
  const said = worker.records().map(({ run_id, message }) => `${run_id} ${message}`);
  expect(said).toContainEqual(expect.stringMatching(/^r1 .*\[marker:worker_sleep_finish:\d+:\d+\]$/));
  expect(said).toContainEqual(
    expect.stringMatching(/^r2 told to fail \[marker:worker_sleep_error:\d+:\d+\]$/),
  );
  expect(said).toContain('r2 slept');
  expect(said).not.toContain('r1 slept');
  expect(worker.records()).toContainEqual(expect.objectContaining({ Job: 'cmd/hello-world', JobFailed: 1 }));
  expect(worker.records()).toContainEqual(expect.objectContaining({ SecondsSlept: 0.01 }));
  const [events, stats] = ['events.jsonl', `${new Date().toISOString().slice(0, 10)}.jsonl`].map((name) =>
    readFileSync(join(folder, name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  );
  expect(stats![0]).toMatchObject({
    rusage_maxrss: expect.any(Number),
    tasks: { num_running: expect.any(Number) },
  });
  expect(events!.filter(({ run_id }) => run_id === 'r2').map(({ status }) => status)).toEqual([
    'starting',
    'running',
    'failed',
  ]);
  rmSync(folder, { recursive: true });
}, 20_000);

test('lives on while its queue cannot be reached, and its heartbeat says -1', async () => {
  const worker = startWorker('http://127.0.0.1:1', ARGS);
  await worker.until(() => worker.lines().some((line) => line.includes('"heartbeat"')));
  await worker.until(() => worker.lines().some((line) => line.includes('Cannot read the queue')));
  worker.child.kill('SIGTERM');
  expect(await worker.exit).toEqual([143, null]);
  expect(worker.records().find(({ event_type }) => event_type === 'heartbeat')).toMatchObject({
    sqs: { messages: -1, notvisible: -1 },
  });
  expect(worker.records().at(-1)).toMatchObject({ level: 'CRITICAL', message: 'SIGTERM: stopping now' });
}, 20_000);

test.each([
  [
    ['-r', 'x'],
    "worker: bad realm 'x': 3 to 11 characters: a lower-case letter, then lower-case letters, digits or _",
  ],
  [
    ['-r', 'dev', '-w', 'core', '--log', '/no/dir/x'],
    "worker: cannot open log file /no/dir/x: ENOENT: no such file or directory, open '/no/dir/x'",
  ],
])(
  '%j ends with code 2 and one line',
  async (args, line) => {
    const worker = startWorker('http://127.0.0.1:1', args);
    expect(await worker.exit).toEqual([2, null]);
    expect(worker.lines()).toEqual([line]);
  },
  20_000,
);
