import { mkdirSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { DispatchMessage } from '../../contract/dispatch-message';
import { parseTraceparent } from '../../contract/trace-context';
import type { EventQueue } from '../events/event-queue';
import type { EventSink } from '../events/event-sink';
import { type Heartbeat, type QueueDepth, startHeartbeat } from '../heartbeat/heartbeat';
import { type ThreadProps, ThreadRegistry, type WorkerThread } from '../heartbeat/thread-registry';
import { createLogger } from '../logger/create-logger';
import type { Logger } from '../logger/logger';
import type { MetricSink } from '../metrics/metric-sink';
import type { Metrics } from '../metrics/metrics';
import type { Transaction } from '../metrics/transaction';
import { messageOf } from '../notice';
import { createRedaction } from '../redaction/secret-fields';
import type { StatsCollector } from '../stats/stats';
import type { Freshness } from './freshness';
import type { LastSuccess } from './last-success';
import { lazy } from './lazy';
import { runDelay } from './run-delay';
import { onDumpSignal } from './state-dump';
import { onStopSignals } from './stop-signals';
import type { WorkerOptions } from './worker-options';
import { workerSinks } from './worker-sinks';

export interface WorkerProps {
  /** Depth of the worker's queue, for the heartbeat. @default none: its heartbeat has no `sqs` */
  readonly sqs?: () => Promise<QueueDepth>;
  /** Messages that wait inside the worker. @default 0 */
  readonly internal?: () => number;
  /** Version of the worker program, for the heartbeat. @default left out */
  readonly version?: string;
  /**
   * Where metrics go besides EMF records in the log, which CW_METRICS_JOB and _WORKER switch, and StatsD, which
   * METRICS_KAMON switches. @default nowhere
   */
  readonly metricSinks?: readonly MetricSink[];
  /** Where the events of runs go: one sink, or several that know nothing of each other. @default nowhere */
  readonly events?: EventSink | readonly EventSink[];
  /**
   * Where the last successes of FRESH_JOBS are kept.
   * @default a file in STATE_DIR, and without one nowhere: a restart forgets them
   */
  readonly lastSuccess?: LastSuccess;
  /** A job's own `cw_metrics`, which wins over CW_METRICS_JOB. @default no job has one */
  readonly cwMetrics?: (message: DispatchMessage) => boolean | undefined;
}

export interface Worker {
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Times what happens within a transaction, as OpenWhisk does, by its switches. */
  readonly transaction: (id?: string, parent?: string) => Transaction;
  /** Statistics of the process; observed from when they are first asked for. */
  readonly stats: StatsCollector;
  /** Aborted when the worker shall finish what is running and take nothing new. */
  readonly stopping: AbortSignal;
  readonly thread: (name: string, props?: ThreadProps) => WorkerThread;
  /** Runs a task when the worker closes, the latest first; until then the heartbeat counts it. */
  readonly defer: (description: string, task: () => unknown) => void;
  /**
   * Runs one dispatched job: its records carry the job and the run; its start and end are logged, measured and
   * recorded as events. Never rejects.
   * @returns whether the job completed.
   */
  readonly run: (
    thread: WorkerThread,
    message: DispatchMessage,
    body: (logger: Logger) => unknown,
  ) => Promise<boolean>;
  /** Records an event of a run besides those that `run` records, e.g. 'retrying'. */
  readonly event: EventQueue['record'];
  /** Runs the deferred tasks, stops the heartbeat and hands over what is buffered. */
  readonly close: () => Promise<void>;
}

/** Everything that a worker says about itself, started: logger, heartbeat, metrics, events and signals. */
export function startWorker(options: WorkerOptions, props: WorkerProps = {}): Worker {
  const { config } = options;
  const logger = createLogger(options);
  const threads = new ThreadRegistry(logger);
  const tasks: Task[] = [];
  const events = props.events && openEvents(options, props.events, logger);
  const muteDump = onDumpSignal(logger, {
    threads: () => threads.states(),
    deferredEvents: () => events?.waiting() ?? 0,
    tasks: () => tasks.map(({ description }) => description),
    config: { ...options, ...config, config: undefined },
    isSecret: createRedaction(),
  });
  const metrics = openMetrics(options, props, logger);
  if (config.CW_METRICS_JOB || config.CW_METRICS_DELAY || config.CW_METRICS_JOBS.length > 0)
    lazy.jobMetrics().makeRunSeries(metrics, options.realm, options.worker, config.CW_METRICS_JOBS);
  const stop = new AbortController();
  const status = () => (stop.signal.aborted ? 'stopping' : 'running');
  const heartbeat = startBeating(
    options,
    { ...props, status, deferredTasks: () => tasks.length },
    logger,
    threads,
  );
  const workerMetrics = config.CW_METRICS_WORKER ? measure(options, metrics, threads) : undefined;
  const freshness = config.FRESH_JOBS.length > 0 ? keepFresh(options, props, metrics, logger) : undefined;
  const removeSignals = onStopSignals({
    soft(signal) {
      logger.warning(`${signal}: stopping when the running jobs have ended`, WORKER);
      stop.abort(signal);
    },
    hard(signal) {
      logger.critical(`${signal}: stopping now`, WORKER);
      logger.flush();
    },
  });
  let transactions: Worker['transaction'] | undefined;
  let stats: StatsCollector | undefined;
  let running = 0;
  logger.info(`Worker ${options.worker} of realm ${options.realm} is up`, WORKER);

  return {
    logger,
    metrics,
    transaction(id, parent) {
      transactions ??= lazy.transaction().createTransactions({ logger, metrics, ...config.METRICS });
      return transactions(id, parent);
    },
    get stats() {
      stats ??= lazy.stats().startStats(() => ({
        num_waiting: props.internal?.() ?? 0,
        num_running: running,
        num_active_runs: running,
      }));
      return stats;
    },
    event: (...event) => events?.record(...event),
    stopping: stop.signal,
    thread: (name, threadProps) => threads.thread(name, threadProps),
    defer: (description, task) => void tasks.push({ description, task }),
    run(thread, message, body) {
      const { job_id, run_id } = message;
      const meter = () =>
        lazy
          .jobMetrics()
          .startRunMeter(
            metrics,
            message,
            ownSwitch(props, message, logger),
            config.CW_METRICS_JOB || config.CW_METRICS_JOBS.includes(message.job_id),
            config.CW_METRICS_DELAY,
          );
      running += 1;
      return thread.logger
        .run({ job_id, run_id, thread: thread.name, ...parseTraceparent(message.traceparent) }, () =>
          runJob(thread.logger, message, body, meter, events),
        )
        .then((completed) => {
          if (completed) freshness?.succeeded(job_id);
          return completed;
        })
        .finally(() => {
          running -= 1;
        });
    },
    async close() {
      await runDeferred(tasks, logger);
      heartbeat?.stop();
      workerMetrics?.stop();
      freshness?.stop();
      stats?.stop();
      removeSignals();
      muteDump();
      await events?.drain(CLOSE_WAIT_MS);
      const left = events?.waiting() ?? 0;
      if (left > 0)
        logger.error(`${left} events are not written: their sink did not take them in time`, WORKER);
      await metrics.close();
      logger.info(`Worker ${options.worker} of realm ${options.realm} is down`, WORKER);
      await logger.close();
    },
  };
}

// --- internal ---

interface Task {
  readonly description: string;
  readonly task: () => unknown;
}

const WORKER = { event_type: 'worker' } as const;
const JOB = { event_type: 'job' } as const;
const CLOSE_WAIT_MS = 5000;
/** OpenWhisk's. */
const KAMON_FLUSH_S = 1;
/** Where there is no docker, or its data are elsewhere, the probe has no answer. */
const DOCKER_ROOT = '/var/lib/docker';

function openEvents(
  { worker, config }: WorkerOptions,
  sinks: EventSink | readonly EventSink[],
  logger: Logger,
): EventQueue {
  const origin = {
    worker,
    worker_id: `${config.INSTANCE}-${process.pid}`,
    hostname: logger.identity.host,
    instance_id: config.INSTANCE,
    ttl: config.EVENT_TTL,
  };
  const queues = [sinks].flat().map((sink) => lazy.eventQueue().createEventQueue({ sink, origin, logger }));
  return lazy.eventQueue().joinEventQueues(queues);
}

function openMetrics(options: WorkerOptions, { metricSinks = [] }: WorkerProps, logger: Logger): Metrics {
  const { metricsKamon, statsd } = options.config.METRICS;
  const kamon = metricsKamon ? [lazy.statsdSink().statsdSink({ ...statsd, every: KAMON_FLUSH_S })] : [];
  return lazy.metrics().createMetrics({ sinks: [...workerSinks(options, logger), ...kamon, ...metricSinks] });
}

function startBeating(
  { heartbeat: every, config }: WorkerOptions,
  props: WorkerProps & { status: () => string; deferredTasks: () => number },
  logger: Logger,
  threads: ThreadRegistry,
): Heartbeat | undefined {
  if (every === 0) return undefined;
  const { HEARTBEAT_FILE: name, TMPDIR: folder } = config;
  const inFolder = name !== '' && !isAbsolute(name);
  // once: if it vanishes later, whoever watches it shall know
  if (inFolder) makeFolder(folder, logger);
  const file = inFolder ? join(folder, name) : name || undefined;
  return startHeartbeat({ ...props, logger, every, threads, file });
}

/** A job's own `cw_metrics`. A function that throws decides nothing, and fails no job. */
function ownSwitch(
  { cwMetrics }: WorkerProps,
  message: DispatchMessage,
  logger: Logger,
): boolean | undefined {
  try {
    return cwMetrics?.(message);
  } catch (error) {
    logger.error('Cannot tell whether the job is measured', { ...JOB, error });
    return undefined;
  }
}

function measure({ realm, worker, config }: WorkerOptions, metrics: Metrics, threads: ThreadRegistry) {
  return lazy.workerMetrics().startWorkerMetrics({
    metrics,
    realm,
    worker,
    instance: config.INSTANCE,
    threads,
    every: config.CW_METRICS_PERIOD,
    tmpdir: config.TMPDIR,
    dockerRoot: DOCKER_ROOT,
  });
}

function keepFresh(
  { realm, config }: WorkerOptions,
  { lastSuccess }: WorkerProps,
  metrics: Metrics,
  logger: Logger,
): Freshness {
  const { STATE_DIR: folder, FRESH_JOBS: jobs } = config;
  const kept =
    lastSuccess ??
    (folder === '' ? undefined : lazy.lastSuccess().lastSuccessFile(join(folder, 'last-success.json')));
  if (!kept) {
    logger.warning(
      'No STATE_DIR: how old the last success of a job is will be unknown after a restart',
      WORKER,
    );
  }
  return lazy.freshness().startFreshness({ metrics, logger, realm, jobs, lastSuccess: kept });
}

function makeFolder(path: string, logger: Logger): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    logger.error(`Cannot make TMPDIR ${path}: ${messageOf(error)}`, WORKER);
  }
}

async function runJob(
  logger: Logger,
  message: DispatchMessage,
  body: (logger: Logger) => unknown,
  startMeter: () => { ended: (failed: boolean) => void },
  events: EventQueue | undefined,
): Promise<boolean> {
  events?.record(message, 'starting');
  logger.info('Starting', { ...JOB, delay: runDelay(message.ts_dispatch, Date.now()) });
  const meter = startMeter();
  events?.record(message, 'running');
  try {
    await body(logger);
    meter.ended(false);
    logger.info('Complete', JOB);
    events?.record(message, 'complete');
    return true;
  } catch (error) {
    meter.ended(true);
    logger.error('Failed', { ...JOB, error });
    events?.record(message, 'failed', { error: messageOf(error) });
    return false;
  }
}

async function runDeferred(tasks: Task[], logger: Logger): Promise<void> {
  for (let next = tasks.pop(); next !== undefined; next = tasks.pop()) {
    try {
      await next.task();
    } catch (error) {
      logger.error(`Deferred task failed: ${next.description}`, { ...WORKER, error });
    }
  }
}
