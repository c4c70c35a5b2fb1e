// Records and counters by OTLP over HTTP, to a server on loopback in a process of its own that throws them away.
// What is measured is the processor time of the whole process: the calls, encoding, sending and reading the answers. Both sides
// write the same message, severity and attributes, as JSON and not compressed, with their own batches, and send all of it; the
// SDK's queue is made large enough to lose nothing. Ours also cleans secrets and numbers its records, which the SDK does not.
// usage: node bench/runtime-otlp.mjs     (ROUNDS=11 for quieter numbers)
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compare, isParent, table } from './runtime-compare.mjs';

const require = createRequire(import.meta.url);
const runtime = () => require(process.env.TILTMETER_RUNTIME ?? '../dist/lib/runtime');
/** Records after which everything is waited for, so that nobody's queue is full. */
const TOGETHER = 5000;
const own = (n) => ({
  job_id: 'cmd/hello-world',
  run_id: '4f1c8f5e-9c1b-4f0a-8a6e-0d5b5d8a7c11',
  attempt: n,
  seconds: 1.5,
});

const SERVER = `
  require('node:http').createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  }).listen(0, '127.0.0.1', function () { console.log(this.address().port); });
  process.stdin.resume().on('end', () => process.exit());`;

/** It ends with this process, whose end of its standard input it has. */
async function server() {
  const child = spawn(process.execPath, ['-e', SERVER], { stdio: ['pipe', 'pipe', 'inherit'] });
  const port = await new Promise((resolve) => child.stdout.once('data', (data) => resolve(Number(data))));
  return `http://127.0.0.1:${port}`;
}

const tiltmeter = (destination) => {
  const logger = runtime().createLogger({ realm: 'dev', worker: 'core', destination });
  const inRun = logger.child({ event_type: 'job' });
  return {
    waits: true,
    run(n) {
      inRun.info('Starting', own(n));
      return n % TOGETHER === TOGETHER - 1 ? logger.drain(60_000) : undefined;
    },
    async finish() {
      await logger.drain(60_000);
      if (logger.dropped() > 0) throw new Error(`${logger.dropped()} records were dropped`);
    },
  };
};

const records = {
  'tiltmeter, OTLP': async () => tiltmeter(runtime().otlpLogs({ endpoint: `${await server()}/v1/logs` })),
  'tiltmeter, file': () => tiltmeter({ fd: openSync('/dev/null', 'w') }),
  'OpenTelemetry SDK': async () => {
    const { LoggerProvider, BatchLogRecordProcessor } = require('@opentelemetry/sdk-logs');
    const { OTLPLogExporter } = require('@opentelemetry/exporter-logs-otlp-http');
    const exporter = new OTLPLogExporter({ url: `${await server()}/v1/logs` });
    const processor = new BatchLogRecordProcessor({ exporter, maxQueueSize: 2 * TOGETHER });
    const provider = new LoggerProvider({ processors: [processor] });
    const logger = provider.getLogger('bench');
    return {
      waits: true,
      run(n) {
        const attributes = { event_type: 'job', 'thread.name': 'main', ...own(n) };
        logger.emit({ severityNumber: 9, severityText: 'INFO', body: 'Starting', attributes });
        return n % TOGETHER === TOGETHER - 1 ? provider.forceFlush() : undefined;
      },
      finish: () => provider.forceFlush(),
    };
  },
};

const counter = {
  tiltmeter: async () => {
    const { createMetrics, otlpSink } = runtime();
    const endpoint = `${await server()}/v1/metrics`;
    const sink = otlpSink({ realm: 'dev', worker: 'core', endpoint, process: false });
    const metrics = createMetrics({ sinks: [sink] });
    const bound = metrics.counter('jobs', { realm: 'dev' });
    return { run: () => bound.add(), finish: () => metrics.close() };
  },
  'OpenTelemetry SDK': async () => {
    const { MeterProvider, PeriodicExportingMetricReader } = require('@opentelemetry/sdk-metrics');
    const { OTLPMetricExporter } = require('@opentelemetry/exporter-metrics-otlp-http');
    const exporter = new OTLPMetricExporter({ url: `${await server()}/v1/metrics` });
    const reader = new PeriodicExportingMetricReader({ exporter });
    const provider = new MeterProvider({ readers: [reader] });
    const jobs = provider.getMeter('bench').createCounter('jobs');
    const labels = { realm: 'dev' };
    return { run: () => jobs.add(1, labels), finish: () => provider.forceFlush() };
  },
};

const groups = { records, counter };
/** So many that what is compiled on the way does not matter, of either side. */
const OPERATIONS = { records: 500_000, counter: 2_000_000 };
const REPORTS = [
  [
    'Records by OTLP, as JSON',
    'records',
    'tiltmeter, OTLP',
    { 'tiltmeter, file': 0.67, 'OpenTelemetry SDK': 4 },
  ],
  ['Bound counter, exported by OTLP', 'counter', 'tiltmeter', { 'OpenTelemetry SDK': 5 }],
];

const chosen = process.env.BENCH_GROUP;
for (const [title, group, reference, targets] of REPORTS) {
  if (!isParent() && group !== chosen) continue;
  process.env.BENCH_GROUP = group;
  const times = await compare(import.meta.url, groups[group], { operations: OPERATIONS[group] });
  const sdk = group === 'records' ? '@opentelemetry/sdk-logs' : '@opentelemetry/sdk-metrics';
  console.log(table(title, times, reference, targets, { 'OpenTelemetry SDK': sdk }));
}
