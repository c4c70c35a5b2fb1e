// What user events cost: events a second on one core, memory with 10,000 series, and how long GET /metrics keeps
// others waiting, beside prom-client doing the same.
// usage: npm run build && npm --prefix bench ci && node bench/user-events.mjs
import { createServer, get } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Histogram, Registry } from 'prom-client';
import eventMeter from '../dist/lib/user-events/event-meter.js';
import families from '../dist/lib/user-events/families.js';
import metricRegistry from '../dist/lib/user-events/metric-registry.js';
import exporter from '../dist/lib/user-events/service/exporter.js';
import { atLeast, atMost, markdownTable, median } from './report.mjs';

const { createEventMeter, familyList } = eventMeter;
const SERIES = 10_000;
const EVENTS = 400_000;

// As --expose-gc does, so that run.mjs can start this script like any other.
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

/** Enough jobs for 10,000 label sets, 7 or 8 a job. */
const events = Array.from({ length: 20_000 }, (_, number) => event(number, 1_400));

const rows = [];
for (const preset of ['openwhisk', 'jobs']) {
  const of = families.familiesOf(preset);
  const registry = new metricRegistry.MetricRegistry(familyList(of));
  const meter = createEventMeter({ families: of, registry });
  count(meter, EVENTS);
  const before = heap();
  const perSecond = Math.round(median([1, 2, 3, 4, 5].map(() => count(meter, EVENTS))));
  const growth = Math.max(0, Math.round((heap() - before) * 10) / 10);
  const { longest, bytes, took } = await scrape(await ours(() => registry.render()));
  rows.push(
    [
      `${preset}: events parsed and counted, a second of processor time`,
      perSecond,
      atLeast(perSecond, 50_000),
    ],
    [`${preset}: label sets`, registry.size, atLeast(registry.size, SERIES)],
    [`${preset}: heap growth in 2,000,000 more events`, `${growth} MB`, atMost(growth, 1, ' MB')],
    [`${preset}: text of /metrics`, megabytes(bytes), ''],
    [`${preset}: time to serve it`, `${took} ms`, ''],
    [`${preset}: longest block of the loop meanwhile`, `${longest} ms`, atMost(longest, 20, ' ms')],
  );
}
const rival = await scrape(await promClient());
rows.push(
  ['prom-client, 10,000 series of one histogram: text', megabytes(rival.bytes), ''],
  ['prom-client: time to serve it', `${rival.took} ms`, ''],
  ['prom-client: longest block of the loop', `${rival.longest} ms`, ''],
);

console.log(`### User events on one core

${SERIES.toLocaleString('en')} label sets and more; events in batches of ${EVENTS.toLocaleString('en')}. The block of the loop is the least of five scrapes
by a client in the same process, whose own work is in it.

${markdownTable(['what', 'measured', 'target'], rows)}`);
process.exitCode = rows.some(([, , target]) => target.includes('missed')) ? 1 : 0;

// --- internal ---

function event(number, jobs) {
  const body = {
    name: `guest/pkg/job${number % jobs}`,
    activationId: number.toString(16).padStart(32, '0'),
    statusCode: 0,
    duration: (number * 37) % 100_000,
    waitTime: number % 500,
    initTime: number % 5 === 0 ? 120 : 0,
    kind: 'nodejs:20',
    conductor: false,
    memory: 256,
    size: 1_234,
    userDefinedStatusCode: 200,
  };
  return Buffer.from(
    JSON.stringify({
      source: 'invoker0',
      body,
      subject: 'guest',
      namespace: 'guest',
      userId: '23bc46b1-71f6-4ed5-8c54-816aa4f8c502',
      eventType: 'Activation',
      timestamp: 1_767_603_600_000 + number,
    }),
  );
}

function count(meter, total) {
  const before = process.cpuUsage();
  for (let number = 0; number < total; number++) meter.count(events[number % events.length]);
  const { user, system } = process.cpuUsage(before);
  return total / ((user + system) / 1e6);
}

function heap() {
  collect();
  return Math.round((process.memoryUsage().heapUsed / 1_048_576) * 10) / 10;
}

function megabytes(bytes) {
  return `${(bytes / 1_048_576).toFixed(1)} MB`;
}

/** The longest time between two turns of the loop while /metrics is served to a client in this process. */
async function scrape({ url, close }) {
  let best = { longest: Number.POSITIVE_INFINITY };
  for (let round = 0; round < 5; round++) {
    collect();
    await turn();
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const began = performance.now();
    const bytes = await fetchBytes(`${url}/metrics`);
    const took = Math.round(performance.now() - began);
    delay.disable();
    const longest = Math.round(delay.max / 1e5) / 10;
    if (longest < best.longest) best = { longest, bytes, took };
  }
  await close();
  return best;
}

function ours(metrics) {
  const rest = { beginScrape: () => () => {}, isRunning: () => true, state: () => ({}) };
  return exporter.startExporter({ host: '127.0.0.1', port: 0, metrics, ...rest });
}

function fetchBytes(url) {
  return new Promise((resolve, reject) => {
    get(url, (response) => {
      let bytes = 0;
      response.on('data', (chunk) => {
        bytes += chunk.length;
      });
      response.on('end', () => resolve(bytes));
    }).on('error', reject);
  });
}

/** Served as its documentation shows: as many series of one histogram as ours has label sets. */
async function promClient() {
  const registry = new Registry();
  const histogram = new Histogram({
    name: 'duration_seconds',
    help: 'x',
    labelNames: ['namespace', 'initiator', 'action'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    registers: [registry],
  });
  for (let number = 0; number < SERIES; number++)
    histogram.observe({ namespace: 'guest', initiator: 'guest', action: `job${number}` }, number % 12);
  const server = createServer(async (_request, response) => response.end(await registry.metrics()));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
