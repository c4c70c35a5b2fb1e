import { type ChildProcess, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Children, collect, end, isRunning } from './children';
import { freePort } from './free-port';

/** A real Apache Kafka on loopback: one process, broker and controller (KRaft), data in a folder of its own. */
export interface KafkaBroker {
  readonly address: string;
  /** The same broker for clients that prove who they are by SCRAM-SHA-512, over plain TCP. */
  readonly scramAddress: string;
  /** Resolves when it listens; at once if it does. */
  readonly start: () => Promise<void>;
  /** SIGKILL: what it had not written is gone. */
  readonly kill: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** The one user of the broker's SCRAM listener. */
export const SCRAM_USER = { name: 'tiltmeter', password: 'correct horse' } as const;

/** Prepares a broker; the first time on a machine Maven downloads it, about 50 MB. */
export async function kafkaBroker(children: Children): Promise<KafkaBroker> {
  const folder = mkdtempSync(join(tmpdir(), 'tiltmeter-kafka-'));
  const ports = { plain: await freePort(), scram: await freePort(), controller: await freePort() };
  const config = join(folder, 'server.properties');
  let classpath: string;
  try {
    classpath = resolveClasspath(folder);
    mkdirSync(join(folder, 'data'));
    writeFileSync(config, properties(folder, ports));
    format(classpath, config);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }

  let broker: ChildProcess | undefined;
  const kill = async () => broker && end(broker, 'SIGKILL');
  return {
    address: `127.0.0.1:${ports.plain}`,
    scramAddress: `127.0.0.1:${ports.scram}`,
    async start() {
      if (broker && isRunning(broker)) return;
      const args = ['-Xmx512m', '-cp', classpath, 'kafka.Kafka', config];
      broker = children.start('java', args, { stdio: ['ignore', 'ignore', 'pipe'] });
      await untilListening(ports.plain, broker, collect(broker.stderr!));
    },
    kill,
    async remove() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// --- internal ---

const CLUSTER_ID = 'AAAAAAAAQACAAAAAAAAAAA';
const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath';
const START_LIMIT_MS = 120_000;

/** Debian's Maven keeps what it downloads in ~/.m2, so that the next run starts at once. */
function resolveClasspath(folder: string): string {
  const output = join(folder, 'classpath');
  execFileSync(
    'mvn',
    ['-B', '-q', '-f', join(__dirname, 'kafka', 'pom.xml'), PLUGIN, `-Dmdep.outputFile=${output}`],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return readFileSync(output, 'utf8');
}

function format(classpath: string, config: string): void {
  const { name, password } = SCRAM_USER;
  execFileSync(
    'java',
    [
      ...['-Xmx256m', '-cp', classpath, 'kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', config],
      ...['--add-scram', `SCRAM-SHA-512=[name=${name},password=${password}]`],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
}

interface Ports {
  readonly plain: number;
  readonly scram: number;
  readonly controller: number;
}

function properties(folder: string, { plain, scram, controller }: Ports): string {
  const forClients = `PLAINTEXT://127.0.0.1:${plain},SCRAM://127.0.0.1:${scram}`;
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `${forClients},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': forClients,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,SCRAM:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT',
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'listener.name.scram.scram-sha-512.sasl.jaas.config':
      'org.apache.kafka.common.security.scram.ScramLoginModule required;',
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

async function untilListening(port: number, broker: ChildProcess, said: () => string): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline) {
    if (!isRunning(broker)) {
      throw new Error(`the broker ended with exit code ${broker.exitCode}\n${said()}`);
    }
    if (await isListening(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the broker does not listen after ${START_LIMIT_MS / 1000} s\n${said()}`);
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const open = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
  socket.destroy();
  return open;
}
