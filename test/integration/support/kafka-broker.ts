import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real Apache Kafka on loopback: one process, broker and controller (KRaft), data in a folder of its own. */
export interface KafkaBroker {
  readonly address: string;
  readonly start: () => Promise<void>;
  /** SIGKILL: what it had not written is gone. */
  readonly kill: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** Prepares a broker; the first time on a machine Maven downloads it, about 50 MB. */
export async function kafkaBroker(): Promise<KafkaBroker> {
  const folder = mkdtempSync(join(tmpdir(), 'tiltmeter-kafka-'));
  const classpath = resolveClasspath(folder);
  const [port, controllerPort] = [await freePort(), await freePort()];
  const address = `127.0.0.1:${port}`;
  const config = join(folder, 'server.properties');
  mkdirSync(join(folder, 'data'));
  writeFileSync(config, properties(folder, port, controllerPort));
  const format = ['kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', config];
  execFileSync('java', ['-Xmx256m', '-cp', classpath, ...format], { stdio: ['ignore', 'ignore', 'inherit'] });

  let child: ChildProcess | undefined;
  async function kill(): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  return {
    address,
    async start() {
      child = spawn('java', ['-Xmx512m', '-cp', classpath, 'kafka.Kafka', config], { stdio: 'ignore' });
      await untilListening(port, child);
    },
    kill,
    async remove() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

// --- internal ---

const CLUSTER_ID = 'AAAAAAAAQACAAAAAAAAAAA';
const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath';
const START_LIMIT_MS = 60_000;

function resolveClasspath(folder: string): string {
  const output = join(folder, 'classpath');
  execFileSync(
    'mvn',
    ['-B', '-q', '-f', join(__dirname, 'kafka', 'pom.xml'), PLUGIN, `-Dmdep.outputFile=${output}`],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return readFileSync(output, 'utf8');
}

function properties(folder: string, port: number, controllerPort: number): string {
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': join(folder, 'data'),
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'auto.create.topics.enable': false,
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the broker ended with exit code ${child.exitCode}`);
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the broker does not listen after ${START_LIMIT_MS / 1000} s`);
}
