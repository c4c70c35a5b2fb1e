import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { simulate } from '../../lib/engine';
import { buildApp, loadRealms } from '../../lib/realm';
import { readTemplates, type TemplateModel } from '../../lib/rehearsal';
import { cloudWatchCollector } from '../../lib/stack';
import { Children, collect } from './support/children';
import { cloudWatchServer, KEYS } from './support/cloudwatch-server';
import { freePort } from './support/free-port';
import { buildGoPrograms } from './support/go-program';
import { startCollector } from './support/otel-collector';
import { pythonWith } from './support/python-with';

/**
 * Workers with OpenTelemetry's own SDKs, through the real collector with the configuration of `tiltmeter stack cloudwatch`, to
 * a server with CloudWatch's limits that computes every signature anew; then the engine with the alarms of realm dev.
 */
const root = join(__dirname, '../..');
const TRACE = {
  trace_id: '0af7651916cd43dd8448eb211c80319c',
  span_id: 'b7ad6b7169203331',
  trace_flags: '01',
};
const TRACEPARENT = `00-${TRACE.trace_id}-${TRACE.span_id}-${TRACE.trace_flags}`;
const LOG_GROUP = '/var/log/lava/dev';

const children = new Children();
let program: string;
let python: string;
let model: TemplateModel;
let folder: string;
let cloudWatch: Awaited<ReturnType<typeof cloudWatchServer>>;
let port: number;
let stop: () => Promise<void>;

beforeAll(() => {
  program = join(buildGoPrograms(join(__dirname, 'support/otel-collector')), 'otelcol');
  python = pythonWith(join(root, 'examples/otel-python/requirements.txt'));
  model = modelOfDev();
}, 1_800_000);
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tiltmeter-otel-sdk-'));
  cloudWatch = await cloudWatchServer({ streams: [`${LOG_GROUP}:otel-collector`] });
  port = await freePort();
  const [config, overlay] = [join(folder, 'otel-collector.yml'), join(folder, 'overlay.yml')];
  writeFileSync(config, cloudWatchCollector({ realm: 'dev' }).text);
  writeFileSync(overlay, stringify(onLoopback()));
  stop = await startCollector(children, program, [config, overlay], port, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
  });
});
afterEach(async () => {
  await children.killAll();
  await cloudWatch.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(['node', 'python'] as const)('a worker with the SDK for %s', (language) => {
  test('has records that are those of this runtime, field by field', async () => {
    const worker = startWorker(language, 3600);
    const said = collect(worker.stderr!);
    const ts_dispatch = new Date().toISOString();
    const job = { realm: 'dev', worker: 'core', job_id: 'cmd/x', ts_dispatch, traceparent: TRACEPARENT };
    worker.stdin!.write(`${JSON.stringify({ ...job, run_id: 'r1', parameters: { seconds: 0.1 } })}\n`);
    worker.stdin!.end(`${JSON.stringify({ ...job, run_id: 'r2', parameters: { fail: true } })}\n`);
    expect([await once(worker, 'exit'), said()]).toEqual([[0, null], '']);
    await until(() => stored().some(({ line }) => String(line.message).endsWith(' is down')));
    await until(() => cloudWatch.points.length > 0);
    await stop();
    expect(cloudWatch.refusals).toEqual([]);
    const common = {
      event_source: 'lava-worker',
      realm: 'dev',
      worker: 'core',
      host: hostname(),
      tag: 'lava-dev-core',
      pid: worker.pid,
      thread: 'main',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      level: 'INFO',
    };
    const of = (run_id: string) => ({ ...common, event_type: 'job', job_id: 'cmd/x', run_id, ...TRACE });
    const lines = stored();
    const written = lines.map(({ line }) => line);
    const isBeat = ({ event_type }: Line) => event_type === 'heartbeat';
    expect(written.filter((line) => !isBeat(line))).toEqual([
      { ...common, event_type: 'worker', message: 'Worker core of realm dev is up' },
      { ...of('r1'), message: 'Starting', delay: expect.any(Number) },
      { ...of('r1'), message: 'Complete' },
      { ...of('r2'), message: 'Starting', delay: expect.any(Number) },
      { ...of('r2'), level: 'ERROR', message: 'Failed', 'exception.message': 'told to fail' },
      { ...common, event_type: 'worker', message: 'Worker core of realm dev is down' },
    ]);
    expect(written.filter(isBeat)).toEqual([
      {
        ...common,
        event_type: 'heartbeat',
        message: 'heartbeat realm=dev worker=core',
        internal: { qlen: 0 },
        threads: { main: 'OK' },
        deferred_tasks: 0,
      },
    ]);
    for (const { timestamp, line } of lines)
      expect(Math.abs(Date.parse(line.timestamp) - timestamp)).toBeLessThanOrEqual(1);
  });

  test('is quiet while it is alive, and in ALARM when it has been killed', async () => {
    const worker = startWorker(language, 0.5);
    await until(() => stored().filter(({ line }) => line.event_type === 'heartbeat').length >= 12);
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    await stop();
    const beats = stored().map(({ raw, timestamp }) => ({ message: raw, timestamp }));
    const first = beats[0]!.timestamp;
    // half a second is a minute
    const at = (timestamp: number) => START + (timestamp - first) * 120;
    const last = at(beats.at(-1)!.timestamp);
    const signals = beats.map(({ message, timestamp }) => ({
      type: 'log' as const,
      logGroupName: LOG_GROUP,
      message,
      timestamp: at(timestamp),
    }));
    const { transitions } = simulate(model, signals, { start: START, end: last + 15 * MINUTE });
    const own = transitions.filter(({ alarmName }) => alarmName === 'lava-dev-core-heartbeat');
    expect(own.map(({ to }) => to)).toEqual(['OK', 'ALARM']);
    // its promise is 5 minutes after the last heartbeat, and an evaluation
    expect(own[1]!.at).toBeGreaterThan(last + 3 * MINUTE);
    expect(own[1]!.at).toBeLessThanOrEqual(last + 5 * MINUTE + 70_000);
  });
});

// --- internal ---

const MINUTE = 60_000;
const START = Date.parse('2026-01-05T12:00:00Z');

function modelOfDev(): TemplateModel {
  process.env.CDK_VALIDATION = 'false';
  const realms = loadRealms(join(root, 'realms'), ['dev']);
  const { template, stackName } = buildApp({ realms }).synth().stacks[0]!;
  return readTemplates([{ template, stackName, region: 'eu-west-1', accountId: '123456789012' }]);
}

interface Line {
  readonly event_type: string;
  readonly timestamp: string;
  readonly [field: string]: unknown;
}

/** The events in the log group: the line that the transformer takes off the body, and its time. */
const stored = (): { raw: string; line: Line; timestamp: number }[] =>
  cloudWatch.events.map(({ message, timestamp }) => {
    const { body } = JSON.parse(message);
    return { raw: body, line: JSON.parse(body), timestamp };
  });

function onLoopback(): object {
  return {
    extensions: { file_storage: { directory: join(folder, 'storage') } },
    receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${port}` } } } },
    exporters: {
      'otlp_http/logs': { logs_endpoint: `${cloudWatch.url}/v1/logs`, encoding: 'json' },
      'otlp_http/metrics': { metrics_endpoint: `${cloudWatch.url}/v1/metrics`, encoding: 'json' },
    },
    service: { telemetry: { logs: { level: 'error' }, metrics: { level: 'none' } } },
  };
}

function startWorker(language: 'node' | 'python', heartbeat: number): ChildProcess {
  const [command, file] =
    language === 'node'
      ? [process.execPath, join(root, 'dist/examples/otel-node/worker.js')]
      : [python, join(root, 'examples/otel-python/worker.py')];
  return children.start(command, [file], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: {
      PATH: process.env.PATH,
      LAVA_REALM: 'dev',
      LAVA_WORKER: 'core',
      LAVA_HEARTBEAT: `${heartbeat}`,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    },
  });
}

/** A Python with the packages of a file, in an environment of its own that is made once. */
async function until(condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 60_000; !condition(); ) {
    if (Date.now() > deadline) throw new Error('waited a minute');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
