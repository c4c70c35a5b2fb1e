import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type Children, end, isRunning } from './children';
import { freePort } from './free-port';

/** A real OpenTelemetry Collector on loopback that writes what it receives into files. */
export interface Collector {
  readonly url: string;
  /** The requests that it has written, as JSON: `logs` or `metrics`. */
  readonly written: (signal: 'logs' | 'metrics') => readonly Record<string, unknown>[];
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * @param program built from support/otel-collector
 * @param folder for its configuration and files
 */
export async function openTelemetryCollector(
  children: Children,
  program: string,
  folder: string,
): Promise<Collector> {
  const port = await freePort();
  const config = join(folder, 'collector.yaml');
  const file = (signal: string) => join(folder, `${signal}.jsonl`);
  writeFileSync(
    config,
    `receivers:
  otlp: { protocols: { http: { endpoint: "127.0.0.1:${port}" } } }
exporters:
  file/logs: { path: ${JSON.stringify(file('logs'))}, append: true }
  file/metrics: { path: ${JSON.stringify(file('metrics'))}, append: true }
service:
  telemetry: { logs: { level: error }, metrics: { level: none } }
  pipelines:
    logs: { receivers: [otlp], exporters: [file/logs] }
    metrics: { receivers: [otlp], exporters: [file/metrics] }
`,
  );
  await children.run(program, ['validate', `--config=${config}`]);
  let stop = async () => {};
  return {
    url: `http://127.0.0.1:${port}`,
    written(signal) {
      if (!existsSync(file(signal))) return [];
      const lines = readFileSync(file(signal), 'utf8').split('\n').filter(Boolean);
      return lines.map((line) => JSON.parse(line));
    },
    async start() {
      stop = await startCollector(children, program, [config], port);
    },
    stop: () => stop(),
  };
}

/**
 * Starts a collector and waits until it listens; later configurations win over earlier ones.
 * @returns what stops it, and resolves when what it has taken is written
 */
export async function startCollector(
  children: Children,
  program: string,
  configs: readonly string[],
  port: number,
  env: Readonly<Record<string, string>> = {},
): Promise<() => Promise<void>> {
  const running: ChildProcess = children.start(
    program,
    configs.map((config) => `--config=${config}`),
    { stdio: ['ignore', 'ignore', 'inherit'], env: { PATH: process.env.PATH, ...env } },
  );
  while (isRunning(running) && !(await listens(port)))
    await new Promise((resolve) => setTimeout(resolve, 50));
  if (!isRunning(running))
    throw new Error(`the collector ended with ${running.exitCode ?? running.signalCode}`);
  return () => end(running, 'SIGTERM');
}

// --- internal ---

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
