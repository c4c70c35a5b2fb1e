// A worker: reads jobs from an SQS queue, runs them, and says how it is. Started as Lava starts its workers:
//   QUEUE_URL=… node worker.js --realm dev --worker core --heartbeat 60 --log-json
// What EVENTS_FILE and METRICS_PORT name is optional: a file for the events of runs, a port for Prometheus.
import {
  type Job,
  jsonLinesEvents,
  OptionsError,
  runWorker,
  servePrometheus,
  sqsQueue,
  statsJob,
  type Worker,
  workerOptions,
} from 'tiltmeter/runtime';

const { EVENTS_FILE: events, METRICS_PORT: port } = process.env;

main().catch((error) => {
  console.error(`worker: ${error.message}`);
  process.exit(error.userError ? 2 : 1);
});

async function main(): Promise<void> {
  const options = workerOptions();
  if (!options.queueUrl) throw new OptionsError('no queue: give --queue or QUEUE_URL');
  const queue = sqsQueue({ url: options.queueUrl, wait: options.wait });
  await runWorker(options, queue, (message, ...rest) => (JOBS[message.job_id] ?? sleep)(message, ...rest), {
    version: '1.0.0',
    events: events ? jsonLinesEvents(events) : undefined,
    prepare,
  });
}

async function prepare({ metrics, defer }: Worker): Promise<void> {
  if (!port) return;
  const server = await servePrometheus({ metrics, port: Number(port) });
  defer('close the metrics endpoint', () => server.close());
}

/** `stats` writes the process's statistics; every other job sleeps, and fails if asked to. */
const JOBS: Readonly<Record<string, Job>> = { stats: statsJob };

async function sleep(...[{ run_id, parameters }, logger, worker]: Parameters<Job>): Promise<void> {
  const { seconds: duration = 0.1, fail = false } = (parameters ?? {}) as {
    seconds?: number;
    fail?: boolean;
  };
  const transaction = worker.transaction(run_id);
  const start = transaction.started({ component: 'worker', action: 'sleep' }, `sleeping ${duration} s`);
  await new Promise((resolve) => setTimeout(resolve, duration * 1000));
  worker.metrics.counter({ name: 'SecondsSlept', unit: 'Seconds' }, {}).add(duration);
  logger.debug('slept', { duration });
  if (fail) {
    transaction.failed(start, 'told to fail');
    throw new Error('failed, as its parameters say');
  }
  transaction.finished(start);
}
