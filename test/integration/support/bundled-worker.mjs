// A worker that uses every part of the runtime, with a still clock: bundled or not, it writes the same bytes.
import './still-clock.mjs';
import * as runtime from 'tiltmeter/runtime';

const { createLogger, createMetrics, emfSink, memoryEvents, parseMarker, prometheusText, sqsQueue } = runtime;
const common = { realm: 'prod', worker: 'reports', host: 'h', destination: 'stdout' };

async function main() {
  for (const format of ['json', 'text', 'logfmt']) writeRecords(createLogger({ ...common, format }));
  const logger = createLogger(common);
  measure(logger);
  logger.info('marker', parseMarker('[marker:a_b_start:12]'));
  logger.info('exports', { names: Object.keys(runtime).sort(), events: memoryEvents().name });
  try {
    createLogger({ ...common, format: 'xml' });
  } catch (error) {
    logger.info('refused', { text: error.message });
  }
  await readQueues(logger);
}

function writeRecords(logger) {
  const failure = Object.assign(new Error('disk full'), { stack: 'Error: disk full', code: 'ENOSPC' });
  logger.info('two\tcolumns\nand two lines \u2028 \u202e \x1b[31m', { password: 'x', when: new Date(0) });
  logger.run({ job_id: 'cmd/x', run_id: '4f1c' }, () => logger.error('Failed', failure));
  logger.always('heartbeat realm=prod worker=reports', { event_type: 'heartbeat', sqs: { messages: 3 } });
  logger.critical('x'.repeat(300_000));
}

function measure(logger) {
  const metrics = createMetrics({ sinks: [emfSink({ write: logger.raw, every: 3600 })] });
  metrics.counter({ name: 'Runs', unit: 'Count' }, { Job: 'cmd/x' }).add(2);
  metrics.histogram({ name: 'Load', unit: 'Seconds' }, {}).record(1.5);
  logger.raw(prometheusText(metrics));
  metrics.close();
}

/** One with an SDK that is given, and one that finds none. */
async function readQueues(logger) {
  const sdk = async () => ({ SQSClient: class {}, GetQueueAttributesCommand: class {} });
  const queue = sqsQueue({ url: 'http://q', sdk, client: { send: async () => ({}) } });
  logger.info('depth', await queue.depth());
  const lack = await sqsQueue({ url: 'http://q' })
    .ready()
    .then(() => 'found', String);
  logger.info('no SDK', { text: lack.replace(/queue: .*;/, 'queue: …;') });
}

main();
