// What user events cost: events a second on one core, memory with 10,000 series, and how long GET /metrics keeps
// others waiting, beside prom-client doing the same.
// usage: npm run build && npm --prefix bench ci && node --expose-gc bench/user-events.mjs [--json]
import { get } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { Histogram, Registry } from 'prom-client';
import eventMeter from '../dist/lib/user-events/event-meter.js';
import families from '../dist/lib/user-events/families.js';
import metricRegistry from '../dist/lib/user-events/metric-registry.js';
import exporter from '../dist/lib/user-events/service/exporter.js';

const { createEventMeter, familyList } = eventMeter;
const SERIES = 10_000;
const EVENTS = 400_000;

/** Enough jobs for 10,000 label sets: 9 or 10 a job. */
const events = Array.from({ length: 20_000 }, (_, number) => event(number, 1_080));

const rows = [];
for (const preset of ['openwhisk', 'jobs']) {
  const of = families.familiesOf(preset);
  const registry = new metricRegistry.MetricRegistry(familyList(of));
  const meter = createEventMeter({ families: of, registry });
  count(meter, EVENTS);
  const before = heap();
  const perSecond = Math.max(count(meter, EVENTS), count(meter, EVENTS), count(meter, EVENTS));
  const growth = heap() - before;
  rows.push([
    `${preset}: events/s, parsed and counted`,
    Math.round(perSecond),
    '>= 50,000',
    perSecond >= 50_000,
  ]);
  rows.push([`${preset}: label sets`, registry.size, `>= ${SERIES}`, registry.size >= SERIES]);
  rows.push([`${preset}: heap growth in 1,200,000 more events, MB`, growth, '<= 1', growth <= 1]);
  const { longest, bytes, took } = await scrape(() => registry.render());
  rows.push([`${preset}: bytes of /metrics`, bytes]);
  rows.push([`${preset}: ms to serve them`, took]);
  rows.push([`${preset}: longest block of the loop meanwhile, ms`, longest, '<= 20', longest <= 20]);
}
rows.push(['heap with all of that, MB', heap()]);

const rival = await scrape(promClient());
rows.push(['prom-client, 10,000 histogram series: bytes', rival.bytes]);
rows.push(['prom-client: longest block of the loop, ms', rival.longest]);

if (process.argv.includes('--json')) console.log(JSON.stringify(rows));
else
  for (const [what, value, limit = ''] of rows)
    console.log(what.padEnd(62), String(value).padStart(12), limit);
process.exitCode = rows.every(([, , , kept = true]) => kept) ? 0 : 1;

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
  const began = performance.now();
  for (let number = 0; number < total; number++) meter.count(events[number % events.length]);
  return total / ((performance.now() - began) / 1_000);
}

function heap() {
  globalThis.gc?.();
  return Math.round((process.memoryUsage().heapUsed / 1_048_576) * 10) / 10;
}

/** The longest time between two turns of the loop while /metrics is served to a client in this process. */
async function scrape(metrics) {
  const server = await exporter.startExporter({
    host: '127.0.0.1',
    port: 0,
    metrics,
    beginScrape: () => () => {},
    isRunning: () => true,
    state: () => ({}),
  });
  let best = { longest: Number.POSITIVE_INFINITY };
  for (let round = 0; round < 5; round++) {
    globalThis.gc?.();
    await turn();
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const began = performance.now();
    const bytes = await fetchBytes(`${server.url}/metrics`);
    const took = Math.round(performance.now() - began);
    delay.disable();
    const longest = Math.round(delay.max / 1e5) / 10;
    if (longest < best.longest) best = { longest, bytes, took };
  }
  await server.close();
  return best;
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

/** As many histogram series as ours has label sets, which is what its text is made of. */
function promClient() {
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
  // Its metrics() is a promise that resolves after all the text was made in one go.
  let text;
  registry.metrics().then((made) => {
    text = made;
  });
  return () => [text];
}
