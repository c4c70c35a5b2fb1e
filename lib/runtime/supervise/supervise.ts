import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { startHeartbeat } from '../heartbeat/heartbeat';
import { ThreadRegistry, type WorkerThread } from '../heartbeat/thread-registry';
import { createLogger } from '../logger/create-logger';
import type { Logger } from '../logger/logger';
import { createMetrics } from '../metrics/metrics';
import { OptionsError } from '../options-error';
import { startWorkerMetrics } from '../worker/worker-metrics';
import type { WorkerOptions } from '../worker/worker-options';
import { workerSinks } from '../worker/worker-sinks';
import { readTree } from './process-tree';
import type { Ending, RestartPolicy } from './restart-policy';
import { kill, watchCommand } from './watch-command';

export interface SuperviseProps {
  readonly options: WorkerOptions;
  readonly command: readonly string[];
  readonly policy: RestartPolicy;
  /** ms that the command has to end after a signal. @default 30,000 */
  readonly grace?: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
}

/**
 * Runs any command as a worker: heartbeat, worker metrics of its process tree, its output as records, signals
 * passed on, restarts by the policy. What the command leaves behind in its process group when it ends is ended
 * too, before anything is started again.
 * @returns the command's last exit code; 128 and the signal's number when a signal ended it, 127 when it could
 *   not be started.
 * @throws OptionsError when there is no command or the log cannot be opened.
 */
export async function supervise({
  options,
  command,
  policy,
  grace = 30_000,
  env,
  cwd,
}: SuperviseProps): Promise<number> {
  const [file, ...args] = command;
  if (file === undefined)
    throw new OptionsError(
      'no command: give it after --, e.g. tiltmeter run --realm dev --worker core -- python3 job.py',
    );
  const logger = createLogger(options);
  const threads = new ThreadRegistry(logger);
  const thread = threads.thread('command');
  let child: ChildProcess | undefined;
  /** The signals that were sent for the command to end. */
  const sent = new Set<NodeJS.Signals>();
  let wake = () => {};

  const stopReporting = report(
    options,
    logger,
    threads,
    () => child?.pid,
    () => (sent.size > 0 ? 'stopping' : 'running'),
  );
  const removeSignals = passSignals((signal, again) => {
    if (isMessage(signal)) {
      kill(child, signal);
      return;
    }
    if (again) {
      end(`${signal} again`);
    } else {
      logger.info(`${signal}: passed on to the command`, WORKER);
      sent.add(signal);
      kill(child, signal);
      setTimeout(() => end(`not ended ${grace / 1000} s after ${signal}`), grace).unref();
    }
    wake();
  });
  function end(why: string): void {
    if (child === undefined) return;
    logger.warning(`Command is killed: ${why}`, WORKER);
    sent.add('SIGKILL');
    kill(child, 'SIGKILL');
  }

  let ending: Ending;
  for (;;) {
    thread.beat();
    child = spawn(file, args, {
      stdio: ['inherit', 'pipe', 'pipe'],
      detached: true,
      env: env as NodeJS.ProcessEnv,
      cwd,
    });
    if (child.pid !== undefined)
      logger.info(`Command started: ${file}`, { ...WORKER, command_pid: child.pid });
    ending = await watchCommand(child, logger);
    child = undefined;
    tell(logger, thread, ending, sent);
    const pause = sent.size > 0 ? undefined : policy.next(ending);
    if (pause === undefined) break;
    logger.warning(`Command starts again in ${pause / 1000} s`, WORKER);
    await new Promise<void>((resolve) => {
      wake = resolve;
      setTimeout(resolve, pause);
    });
    if (sent.size > 0) break;
  }
  removeSignals();
  // each may wait for its destination; the last metrics are in the log when this call returns
  await Promise.all([stopReporting(), logger.close()]);
  return exitCode(ending);
}

// --- internal ---

const WORKER = { event_type: 'worker' } as const;
const STOPS = ['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGQUIT'] as const;
/** Mean what the command makes of them; without a handler the first would open Node's debugger here. */
const MESSAGES = ['SIGUSR1', 'SIGUSR2', 'SIGWINCH', 'SIGCONT'] as const;
const isMessage = (signal: NodeJS.Signals): boolean => (MESSAGES as readonly string[]).includes(signal);

/** An end that was asked for is no failure, whatever its code; one by a signal that nobody sent is. */
function tell(
  logger: Logger,
  thread: WorkerThread,
  { code, signal, ran }: Ending,
  sent: ReadonlySet<NodeJS.Signals>,
): void {
  const told = sent.size > 0 && (signal === null || sent.has(signal));
  const how = signal ? `by ${signal}` : `with code ${code}`;
  const fields = {
    ...WORKER,
    exit_code: code ?? undefined,
    signal: signal ?? undefined,
    seconds: ran / 1000,
  };
  if (code === 0 || told) logger.info(`Command ended ${how}`, fields);
  else {
    logger.error(`Command ended ${how}`, fields);
    thread.die(`ended ${how}`);
  }
}

/** Heartbeat and worker metrics, as the options want them. @returns what ends both. */
function report(
  options: WorkerOptions,
  logger: Logger,
  threads: ThreadRegistry,
  pid: () => number | undefined,
  status: () => string,
): () => Promise<void> {
  const { realm, worker, heartbeat: every, config } = options;
  const heartbeat = every > 0 ? startHeartbeat({ logger, every, threads, status }) : undefined;
  const metrics = createMetrics({ sinks: workerSinks(options, logger) });
  let peak = 0;
  const maxRss = () => {
    const current = pid();
    peak = Math.max(peak, (current && readTree(current)?.rss) || 0);
    return peak;
  };
  const measured = config.CW_METRICS_WORKER
    ? startWorkerMetrics({
        metrics,
        realm,
        worker,
        instance: config.INSTANCE,
        threads,
        every: config.CW_METRICS_PERIOD,
        tmpdir: config.TMPDIR,
        maxRss,
      })
    : undefined;
  return () => {
    heartbeat?.stop();
    measured?.stop();
    return metrics.close();
  };
}

/** @param pass Is told of each signal, and whether it is not the first. */
function passSignals(pass: (signal: NodeJS.Signals, again: boolean) => void): () => void {
  let signalled = false;
  const handler = (signal: NodeJS.Signals) => {
    pass(signal, signalled);
    signalled ||= !isMessage(signal);
  };
  for (const signal of [...STOPS, ...MESSAGES]) process.on(signal, handler);
  return () => {
    for (const signal of [...STOPS, ...MESSAGES]) process.removeListener(signal, handler);
  };
}

function exitCode({ code, signal }: Ending): number {
  return code ?? (signal ? 128 + constants.signals[signal] : 1);
}
