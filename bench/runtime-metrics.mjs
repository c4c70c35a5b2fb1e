// Metrics: an EMF document of 3 metrics and 2 dimensions, StatsD counters, bound handles, Prometheus text.
// usage: node bench/runtime-metrics.mjs
import { createSocket } from 'node:dgram';
import { openSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compare, isParent, table } from './runtime-compare.mjs';

const require = createRequire(import.meta.url);
const runtime = () => require(process.env.TILTMETER_RUNTIME ?? '../dist/lib/runtime');
const GROUPS = { emf: 40_000, statsd: 400_000, counter: 20_000_000, histogram: 10_000_000, prometheus: 30 };

const emf = {
  tiltmeter: () => {
    const fd = openSync('/dev/null', 'w');
    const metrics = [
      { name: 'RunTime', unit: 'Seconds' },
      { name: 'RunDelay', unit: 'Seconds' },
      { name: 'JobFailed', unit: 'Count' },
    ];
    const shape = { namespace: 'Lava', dimensions: ['Realm', 'Job'], metrics };
    const write = runtime().emfDocument(shape, (line) => writeSync(fd, `${line}\n`));
    return { run: (n) => write(['dev', 'cmd/hello-world'], [n, 1.5, 0], Date.now()) };
  },
  'Powertools metrics': () => {
    const { Metrics } = require('@aws-lambda-powertools/metrics');
    const metrics = new Metrics({ namespace: 'Lava', serviceName: 'lava' });
    return {
      run(n) {
        metrics.addDimension('Realm', 'dev');
        metrics.addDimension('Job', 'cmd/hello-world');
        metrics.addMetric('RunTime', 'Seconds', n);
        metrics.addMetric('RunDelay', 'Seconds', 1.5);
        metrics.addMetric('JobFailed', 'Count', 0);
        metrics.publishStoredMetrics();
      },
    };
  },
  'aws-embedded-metrics': async () => {
    process.env.AWS_EMF_ENVIRONMENT = 'Local';
    const { createMetricsLogger, Configuration } = require('aws-embedded-metrics');
    Configuration.namespace = 'Lava';
    const logger = createMetricsLogger();
    return {
      waits: true,
      run(n) {
        logger.setDimensions({ Realm: 'dev', Job: 'cmd/hello-world' });
        logger.putMetric('RunTime', n, 'Seconds');
        logger.putMetric('RunDelay', 1.5, 'Seconds');
        logger.putMetric('JobFailed', 0, 'Count');
        return logger.flush();
      },
    };
  },
};

/** A server that throws everything away, so that nobody is slowed down by refusals. */
async function sink() {
  const socket = createSocket('udp4');
  await new Promise((resolve) => socket.bind(0, '127.0.0.1', resolve));
  socket.unref();
  return socket.address().port;
}

const statsd = {
  tiltmeter: async () => {
    const { createMetrics, statsdSink } = runtime();
    const metrics = createMetrics({ sinks: [statsdSink({ port: await sink() })] });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const counter = metrics.counter('jobs', { realm: 'dev' });
    return { run: () => counter.add(), finish: () => metrics.flush() };
  },
  'hot-shots, buffered': async () => {
    const { StatsD } = require('hot-shots');
    const client = new StatsD({ host: '127.0.0.1', port: await sink(), maxBufferSize: 1432 });
    return {
      run: () => client.increment('jobs', 1, { realm: 'dev' }),
      finish: () => new Promise((resolve) => client.close(resolve)),
    };
  },
};

const counter = {
  tiltmeter: () => {
    const bound = runtime().createMetrics().counter('jobs', { realm: 'dev' });
    return { run: () => bound.add() };
  },
  'prom-client': () => {
    const { Counter } = require('prom-client');
    const bound = new Counter({ name: 'jobs', help: 'h', labelNames: ['realm'] }).labels('dev');
    return { run: () => bound.inc() };
  },
};

const buckets = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800];
const histogram = {
  tiltmeter: () => {
    const bound = runtime().createMetrics().histogram({ name: 'run', buckets }, { realm: 'dev' });
    return { run: (n) => bound.record(n % 100) };
  },
  'prom-client': () => {
    const { Histogram } = require('prom-client');
    const bound = new Histogram({ name: 'run', help: 'h', labelNames: ['realm'], buckets }).labels('dev');
    return { run: (n) => bound.observe(n % 100) };
  },
};

const SERIES = 10_000;
const prometheus = {
  tiltmeter: () => {
    const { createMetrics, prometheusText } = runtime();
    const metrics = createMetrics({ maxSeries: SERIES });
    for (let n = 0; n < SERIES; n += 1) metrics.counter('jobs', { job: `cmd/job-${n}`, realm: 'dev' }).add(n);
    return { run: () => prometheusText(metrics) };
  },
  'prom-client': () => {
    const { Counter, register } = require('prom-client');
    const jobs = new Counter({ name: 'jobs', help: 'h', labelNames: ['job', 'realm'] });
    for (let n = 0; n < SERIES; n += 1) jobs.inc({ job: `cmd/job-${n}`, realm: 'dev' }, n);
    return { waits: true, run: () => register.metrics() };
  },
};

const groups = { emf, statsd, counter, histogram, prometheus };
const REPORTS = [
  [
    'EMF document, 3 metrics and 2 dimensions',
    'emf',
    { 'Powertools metrics': 4.5, 'aws-embedded-metrics': 6 },
  ],
  ['StatsD counter', 'statsd', { 'hot-shots, buffered': 20 }],
  ['Bound counter', 'counter', { tiltmeter: 20 }],
  ['Bound histogram of 12 buckets', 'histogram', { tiltmeter: 60 }],
  ['Prometheus text of 10,000 series', 'prometheus', { 'prom-client': 5 }],
];

const PACKAGES = {
  'Powertools metrics': '@aws-lambda-powertools/metrics',
  'aws-embedded-metrics': 'aws-embedded-metrics',
  'hot-shots, buffered': 'hot-shots',
  'prom-client': 'prom-client',
};

const chosen = process.env.BENCH_GROUP;
for (const [title, group, targets] of REPORTS) {
  if (!isParent() && group !== chosen) continue;
  process.env.BENCH_GROUP = group;
  const times = await compare(import.meta.url, groups[group], { operations: GROUPS[group] });
  console.log(table(title, times, 'tiltmeter', targets, PACKAGES));
}
