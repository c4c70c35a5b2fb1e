import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { logFile, MESSAGES_LOG, realmNames, SYSTEM_VARIABLE, variablePrefix } from '../../contract';
import type { RealmConfig, WorkerConfig } from '../../realm/realm-config';
import { workerEnvironment } from '../../realm/worker-environment';
import { after } from '../after';
import { readAgentConfig } from '../agent/agent-config';
import { type AgentTailer, createAgentTailer } from '../agent/agent-tailer';
import type { LogIntake } from '../aws/log-intake';
import type { EventStream } from '../event/event-stream';
import type { WorkerStatus } from '../event/realm-event';
import { startChild } from '../process/child';
import { compiled } from '../process/compiled';
import { createInstance, type Instance, pathOnInstance } from './instance';
import { createWorkerProcess, type WorkerState } from './worker-process';
import { seeRecord } from './worker-record';

/** One machine of a fleet: a directory for its files, a process for its worker, and an agent. */
export interface Machine {
  readonly instance: Instance;
  readonly start: () => void;
  readonly kill: (why: string) => void;
  /** What the agent has collected since the last time; `now` is the realm time of reading it. */
  readonly collect: (now: number) => readonly CollectedLine[];
  readonly member: () => Member;
  readonly close: () => Promise<void>;
}

export interface CollectedLine {
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly message: string;
  /** As it is stored, where that differs from what filters see. */
  readonly stored?: string;
  /** Its own time, realm time; absent: that of reading it. */
  readonly timestamp?: number;
}

/** A machine as others see it. */
export interface Member extends Instance {
  readonly state: WorkerState;
  readonly pid?: number;
  /** Realm time of its latest heartbeat, epoch milliseconds; absent before the first. */
  readonly lastHeartbeat?: number;
}

export interface MachineProps {
  readonly config: RealmConfig;
  readonly workPath: string;
  /** The program that a worker runs which does not run its own command. */
  readonly workerModule: string;
  /** Where the workers' own commands run that the realm file gives; absent: none does. */
  readonly ownCommandsIn?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly queueUrl: (queueName: string) => string;
  /** Value of a parameter of the template. */
  readonly parameter: (name: string) => string | undefined;
  readonly events: EventStream;
  /** What the workers send themselves, where the realm's records come by OTLP. */
  readonly intake: Pick<LogIntake, 'take'>;
}

export function createMachine(props: MachineProps, worker: WorkerConfig, index: number): Machine {
  const { config, events } = props;
  const instance = createInstance(config.realm, worker.name, index, props.workPath);
  makeFolders(props, instance);
  const tails = sendsRecords(props) ? [] : openTails(props, worker, instance);
  const { logGroupName, logStreamName } = streamOf(props, worker, instance);
  let lastHeartbeat: number | undefined;
  let up = false;

  const pid = () => (process.pid() === undefined ? {} : { pid: process.pid() });
  const say = (status: WorkerStatus, detail?: string) =>
    events.emit({
      type: 'worker',
      worker: worker.name,
      instance: instance.name,
      instance_id: instance.instanceId,
      status,
      ...pid(),
      ...(detail !== undefined && { detail }),
    });
  const process = createWorkerProcess({
    spawn: () => (ownCommand(props, worker) === undefined ? spawnWorker : spawnOwn)(props, worker, instance),
    after,
    wallNow: Date.now,
    onStatus: (status, detail) => {
      up = false;
      say(status, detail);
    },
  });
  const see = (line: string, now: number) => {
    const seen = seeRecord(line, config.system);
    if (seen?.kind === 'job') {
      const { jobId: job_id, runId: run_id, status } = seen;
      events.emit({ type: 'job', job_id, run_id, worker: worker.name, status }, now);
    }
    if (seen?.kind !== 'heartbeat') return;
    lastHeartbeat = now;
    if (up || process.state() !== 'running') return;
    up = true;
    say('up');
  };
  return {
    instance,
    start: process.start,
    kill: process.kill,
    collect: (now) => [
      ...props.intake.take(logStreamName).map((event) => {
        see(event.message, now);
        return { logGroupName, logStreamName, ...event };
      }),
      ...tails.flatMap(({ tailer, ...stream }) =>
        tailer.poll().map((message) => {
          see(message, now);
          return { ...stream, message };
        }),
      ),
    ],
    member: () => ({
      ...instance,
      state: process.state(),
      ...pid(),
      ...(lastHeartbeat !== undefined && { lastHeartbeat }),
    }),
    async close() {
      await process.close();
      for (const { tailer } of tails) tailer.close();
    },
  };
}

/** The command of a worker's machines, where it is to be run here. */
export function ownCommand(
  { ownCommandsIn }: Pick<MachineProps, 'ownCommandsIn'>,
  { fleet }: Pick<WorkerConfig, 'fleet'>,
): string | undefined {
  return ownCommandsIn === undefined ? undefined : fleet.created?.command;
}

// --- internal ---

interface Tail {
  readonly tailer: AgentTailer;
  readonly logGroupName: string;
  readonly logStreamName: string;
}

const TMP = '/tmp';

const sendsRecords = ({ config }: MachineProps): boolean => config.logs.route === 'otlp';

function streamOf({ config }: MachineProps, { name }: WorkerConfig, { instanceId }: Instance) {
  const names = realmNames(config.realm, config.system);
  const logStreamName = names.worker(name).logStream.replace('{instance_id}', instanceId);
  return { logGroupName: names.logGroup, logStreamName };
}

/** What a worker is told of where its records go to: a stream as the agent has it, so that it is known whose they are. */
function logOption(props: MachineProps, worker: WorkerConfig, instance: Instance): string | undefined {
  if (!sendsRecords(props)) return undefined;
  const { logGroupName, logStreamName } = streamOf(props, worker, instance);
  return `otlp:cloudwatch:${logGroupName}:${logStreamName}`;
}

function makeFolders({ config }: MachineProps, instance: Instance): void {
  for (const folder of [dirname(logFile(config.system)), TMP]) {
    mkdirSync(pathOnInstance(instance, folder), { recursive: true });
  }
}

/** Starts the worker as a machine of the fleet does, with production settings. */
function spawnWorker(props: MachineProps, worker: WorkerConfig, instance: Instance) {
  const { realm, system } = props.config;
  const { tag } = realmNames(realm, system).worker(worker.name);
  return startChild({
    module: props.workerModule,
    args: [
      ...['--realm', realm, '--worker', worker.name, '--tag', tag],
      ...['--heartbeat', String(worker.heartbeat.everySeconds), '--level', 'info'],
      '--log',
      logOption(props, worker, instance) ?? pathOnInstance(instance, logFile(system)),
      '--log-json',
    ],
    env: environmentOf(props, worker, instance),
    cwd: instance.root,
    preload: ['leash', 'fast-clock'],
  });
}

/** Starts a worker's own command with the environment of its machine; a Node program in it lives in realm time. */
function spawnOwn(props: MachineProps, worker: WorkerConfig, instance: Instance) {
  const { realm, system } = props.config;
  const prefix = variablePrefix(system);
  return startChild({
    module: compiled('lib/local/worker/own-command.js'),
    args: [pathOnInstance(instance, logFile(system)), ownCommand(props, worker)!],
    env: {
      ...environmentOf(props, worker, instance),
      [`${prefix}REALM`]: realm,
      [`${prefix}WORKER`]: worker.name,
      ...(sendsRecords(props) && { [`${prefix}LOG`]: logOption(props, worker, instance) }),
      NODE_OPTIONS: `--require ${JSON.stringify(compiled('lib/local/process/fast-clock.js'))}`,
    },
    cwd: props.ownCommandsIn!,
    preload: [],
  });
}

function environmentOf(
  props: MachineProps,
  worker: WorkerConfig,
  instance: Instance,
): Record<string, string> {
  const { realm, system } = props.config;
  const { queue, tag } = realmNames(realm, system).worker(worker.name);
  return {
    ...props.env,
    [SYSTEM_VARIABLE]: system,
    ...workerEnvironment(props.config),
    QUEUE_URL: props.queueUrl(queue),
    TMPDIR: pathOnInstance(instance, TMP),
    STATE_DIRECTORY: pathOnInstance(instance, join('/var/lib', tag)),
  };
}

function openTails(props: MachineProps, worker: WorkerConfig, instance: Instance): Tail[] {
  const { realm, system } = props.config;
  const name = realmNames(realm, system).worker(worker.name).agentConfig;
  const json = props.parameter(name);
  // One notice a worker is enough.
  const notice = (code: string, what: string) => {
    if (instance.index > 0) return;
    props.events.emit({ type: 'notice', code, message: `worker ${worker.name}: ${what}` });
  };
  if (json === undefined) {
    notice('no-agent-config', `the template has no agent configuration ${name}; its log is not collected`);
    return [];
  }
  const { files, notModelled } = readAgentConfig(name, json, instance.instanceId);
  for (const feature of notModelled) {
    notice('not-modelled', `the local realm leaves out ${feature} of its agent configuration`);
  }
  return files.map((file) => ({
    tailer: createAgentTailer(pathOnInstance(instance, sourceOf(file.filePath, system)), file),
    logGroupName: file.logGroupName,
    logStreamName: file.logStreamName,
  }));
}

/** rsyslog's part: where the agent collects the system's log, the machine copies its worker's records to it. */
function sourceOf(filePath: string, system: string): string {
  return filePath === MESSAGES_LOG ? logFile(system) : filePath;
}
