import { execFile } from 'node:child_process';
import { createSocket, Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createMetrics, type Metrics, statsdSink } from '../../../lib/runtime';
import { type StatsdNaming, statsdNames } from '../../../lib/runtime/metrics/statsd-name';
import type { StatsdSinkProps } from '../../../lib/runtime/metrics/statsd-sink';
import { buildRuntime } from '../built-runtime';

let server: Socket;
let packets: string[];
let metrics: Metrics;

beforeEach(async () => {
  packets = [];
  server = createSocket('udp4');
  server.on('message', (data) => packets.push(String(data)));
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  metrics.close();
  server.close();
});

async function open(naming: StatsdSinkProps = { prefix: 'p' }): Promise<void> {
  metrics = createMetrics({ sinks: [statsdSink({ port: server.address().port, ...naming })] });
  await new Promise((resolve) => setTimeout(resolve, 20));
}

/** What a flush sends: all of it is with the server before a packet that is sent after it. */
async function flushed(): Promise<string[]> {
  packets = [];
  metrics.flush();
  const last = createSocket('udp4');
  last.send('last', server.address().port, '127.0.0.1');
  while (packets.at(-1) !== 'last') await once(server, 'message');
  last.close();
  packets.pop();
  return packets.flatMap((packet) => packet.split('\n'));
}

test('counters are summed and sent once, as what they gained', async () => {
  await open();
  const counter = metrics.counter('jobs', {});
  for (let n = 0; n < 1000; n += 1) counter.add();
  expect(await flushed()).toEqual(['p.counter.jobs:1000|c']);
  counter.add();
  expect(await flushed()).toEqual(['p.counter.jobs:1|c']);
  expect(await flushed()).toEqual([]);
});

test('a negative gauge is not taken for a change', async () => {
  await open();
  metrics.gauge('depth', {}).set(-1);
  expect(await flushed()).toEqual(['p.gauge_depth:0|g', 'p.gauge_depth:-1|g']);
});

test('a histogram goes as milliseconds, a measurement a bucket with its rate', async () => {
  await open();
  const histogram = metrics.histogram({ name: 'run', buckets: [10, 100] }, {});
  for (const value of [2, 4, 50]) histogram.record(value);
  expect(await flushed()).toEqual(['p.histogram.run:3|ms|@0.5', 'p.histogram.run:50|ms']);
});

test('what is measured in seconds goes as milliseconds too', async () => {
  await open();
  metrics.point({ name: 'RunTime', unit: 'Seconds' }, {}, 1.5);
  expect(await flushed()).toEqual(['p.histogram.RunTime:1500|ms']);
});

test('a number is never written with an exponent', async () => {
  await open();
  metrics.gauge('small', {}).set(1e-9);
  metrics.gauge('large', {}).set(1e21);
  expect((await flushed()).join()).not.toMatch(/\de[+-]?\d/);
});

test('packets stay below the limit and hold whole lines', async () => {
  await open();
  for (let n = 0; n < 200; n += 1) metrics.counter(`metric_number_${n}`, {}).add();
  const lines = await flushed();
  expect(lines).toHaveLength(200);
  expect(packets.length).toBeGreaterThan(2);
  expect(Math.max(...packets.map((packet) => packet.length))).toBeLessThanOrEqual(1432);
  expect(lines.every((line) => /^p\.counter\.metric_number_\d+:1\|c$/.test(line))).toBe(true);
});

test('the limit of a packet is one of bytes', async () => {
  await open();
  for (let n = 0; n < 50; n += 1) metrics.counter(`wärme_größe_öäü_${n}`, {}).add();
  expect(await flushed()).toHaveLength(50);
  expect(Math.max(...packets.map((packet) => Buffer.byteLength(packet)))).toBeLessThanOrEqual(1432);
});

test('what is not on the list of names is not sent', async () => {
  await open({ prefix: 'p', only: ['jobs', 'worker_*'] });
  for (const name of ['jobs', 'jobs_failed', 'worker_threads', 'other']) metrics.counter(name, {}).add();
  expect(await flushed()).toEqual(['p.counter.jobs:1|c', 'p.counter.worker_threads:1|c']);
});

test('a server that was away gets metrics again when it is back', async () => {
  await open();
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  const counter = metrics.counter('jobs', {});
  for (let n = 0; n < 3; n += 1) {
    counter.add();
    metrics.flush();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  server = createSocket('udp4');
  server.on('message', (data) => packets.push(String(data)));
  server.bind(port, '127.0.0.1');
  await once(server, 'listening');
  counter.add(5);
  expect(await flushed()).toEqual(['p.counter.jobs:5|c']);
});

test('an address that cannot be reached is tried again at each flush, and nothing is taken for it', async () => {
  const connect = jest.spyOn(Socket.prototype, 'connect');
  await open({ prefix: 'p', address: '255.255.255.255' });
  const counter = metrics.counter('jobs', {});
  counter.add(3);
  for (let n = 0; n < 2; n += 1) {
    metrics.flush();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(connect).toHaveBeenCalledTimes(3);
  expect(metrics.failures()).toBe(0);
  connect.mockRestore();
});

test('close sends what the last flush has not', async () => {
  await open();
  metrics.counter('jobs', {}).add(3);
  packets = [];
  metrics.close();
  for (let n = 0; n < 1500 && packets.length === 0; n += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(packets).toEqual(['p.counter.jobs:3|c']);
});

test.each([
  ['later', 'setTimeout(end, 50)'],
  ['in the tick in which the sink was made', 'end()'],
])(
  'what was counted arrives after process.exit, without close, %s',
  async (_, when) => {
    const folder = mkdtempSync(join(tmpdir(), 'tiltmeter-statsd-'));
    const env = { ...process.env, ...(await buildRuntime(folder)) };
    const code = `
    const { createMetrics, statsdSink } = require(${JSON.stringify(folder)});
    const sink = statsdSink({ port: ${server.address().port}, prefix: 'p' });
    const jobs = createMetrics({ sinks: [sink] }).counter('jobs', {});
    const end = () => { jobs.add(7); process.exit(0); };
    ${when};`;
    metrics = createMetrics();
    await promisify(execFile)(process.execPath, ['-e', code], { env });
    for (let n = 0; n < 1500 && packets.length === 0; n += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    rmSync(folder, { recursive: true });
    expect(packets).toEqual(['p.counter.jobs:7|c']);
  },
  30_000,
);

test('a host name is resolved', async () => {
  await open({ prefix: 'p', address: 'localhost' });
  metrics.counter('jobs', {}).add();
  for (let n = 0; n < 1500 && (await flushed()).length === 0; n += 1);
  expect(packets).toEqual(['p.counter.jobs:1|c']);
});

test('a host name without an address fails nothing, and what is counted waits for one', async () => {
  await open({ prefix: 'p', address: 'nobody.invalid' });
  metrics.counter('jobs', {}).add();
  metrics.flush();
  expect(metrics.failures()).toBe(0);
});

describe('keys', () => {
  const key = (naming: StatsdNaming, kind: string, name: string, labels = {}) => {
    const { key, tags } = statsdNames(naming)({ kind, metric: { name }, labels } as never);
    return key + tags;
  };
  const tagged = { containerState: 'cold', action: 'a b', b: 'x/y' };

  test.each<[StatsdNaming, string, string, object, string]>([
    [
      { host: 'h1.local' },
      'counter',
      'controller_activation_start',
      {},
      'openwhisk-statsd.h1_local.counter.controller_activation_start',
    ],
    [{}, 'counter', 'invoker_docker.pause_start', {}, 'openwhisk-statsd.counter.invoker_docker_pause_start'],
    [{}, 'histogram', 'kafka_health.delay_start', {}, 'openwhisk-statsd.histogram.kafka_health_delay_start'],
    [{}, 'gauge', 'loadbalancer_memory_counter', {}, 'openwhisk-statsd.gauge_loadbalancer_memory_counter'],
    [
      {},
      'counter',
      'invoker_containerStart_counter',
      tagged,
      'openwhisk-statsd.counter.invoker_containerStart_counter.action.a_b.b.x_y.containerState.cold',
    ],
    [
      { names: 'documented' },
      'counter',
      'invoker_docker.pause_start',
      {},
      'openwhisk.counter.invoker_docker.pause_start',
    ],
    [
      { names: 'documented' },
      'gauge',
      'loadbalancer_memory_counter',
      {},
      'openwhisk.gauge.loadbalancer_memory_counter',
    ],
    [
      { prefix: 'x', dialect: 'dogstatsd' },
      'counter',
      'jobs',
      { b: '2', a: '1|:,' },
      'x.counter.jobs|#a:1___,b:2',
    ],
  ])('%j %s %s', (naming, kind, name, labels, expected) => {
    metrics = createMetrics();
    expect(key(naming, kind, name, labels)).toBe(expected);
  });
});
