import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { openWhiskSwitches, startWorker, workerOptions } from '../../../lib/runtime';
import { memorySink } from '../memory-sink';

test.each<[Record<string, string>, object]>([
  [
    {},
    {
      metricsLog: true,
      metricsKamon: false,
      metricsKamonTags: false,
      statsd: { address: '127.0.0.1', port: 8125, host: hostname(), names: 'received', dialect: 'plain' },
    },
  ],
  [{ METRICS_LOG: 'false' }, { metricsLog: false }],
  [{ METRICS_LOG: '' }, { metricsLog: true }],
  [
    { METRICS_KAMON: 'true', METRICS_KAMON_TAGS: 'TRUE' },
    { metricsKamon: true, metricsKamonTags: true },
  ],
  [
    { METRICS_KAMON_STATSD_HOST: '10.0.0.9', METRICS_KAMON_STATSD_PORT: '9125' },
    { statsd: { address: '10.0.0.9', port: 9125 } },
  ],
  [{ METRICS_KAMON_STATSD_HOST: 'localhost' }, { statsd: { address: '127.0.0.1' } }],
  [{ METRICS_KAMON_STATSD_HOST: 'statsd.internal' }, { statsd: { address: 'statsd.internal', port: 8125 } }],
  [{ METRICS_KAMON_STATSD_HOST: '[fd00::9]:9125' }, { statsd: { address: 'fd00::9', port: 9125 } }],
  [{ METRICS_KAMON_STATSD_HOST: 'fd00::9' }, { statsd: { address: 'fd00::9', port: 8125 } }],
  [
    { METRICS_KAMON_STATSD_PREFIX: 'acme', METRICS_KAMON_STATSD_NAMES: 'documented' },
    { statsd: { prefix: 'acme', names: 'documented' } },
  ],
  [{ METRICS_KAMON_STATSD_DIALECT: 'dogstatsd' }, { statsd: { dialect: 'dogstatsd' } }],
])('%j map one to one', (env, expected) => {
  expect(openWhiskSwitches(env)).toMatchObject(expected);
});

test.each(['0', '65536', 'statsd', '-1'])('the port %s is refused', (port) => {
  expect(() => openWhiskSwitches({ METRICS_KAMON_STATSD_PORT: port })).toThrow(
    `bad METRICS_KAMON_STATSD_PORT '${port}': give a whole number from 1 to 65535, e.g. 8125`,
  );
});

test('the host leaves the keys when it is told to', () => {
  expect(openWhiskSwitches({ METRICS_KAMON_STATSD_HOSTNAME: 'false' }).statsd).not.toHaveProperty('host');
});

test.each([
  [
    { METRICS_KAMON_STATSD_HOST: 'http://statsd' },
    "bad METRICS_KAMON_STATSD_HOST 'http://statsd': give a host name or an address, e.g. statsd.internal, 10.0.0.9, ::1 or [::1]:8125",
  ],
  [{ METRICS_LOG: 'maybe' }, "bad METRICS_LOG 'maybe': give true or false"],
  [{ METRICS_KAMON: 'enabled' }, "bad METRICS_KAMON 'enabled': give true or false"],
  [{ METRICS_KAMON_STATSD_HOSTNAME: '2' }, "bad METRICS_KAMON_STATSD_HOSTNAME '2': give true or false"],
  [
    { METRICS_KAMON_STATSD_DIALECT: 'datadog' },
    "bad METRICS_KAMON_STATSD_DIALECT 'datadog': allowed are plain, dogstatsd",
  ],
])('%j is refused', (env, message) => {
  expect(() => openWhiskSwitches(env)).toThrow(message);
});

test('a worker starts though its StatsD host has no address', async () => {
  const { lines } = await play({ METRICS_KAMON: 'true', METRICS_KAMON_STATSD_HOST: 'nobody.invalid' });
  expect(lines).toHaveLength(2);
});

async function play(env: Record<string, string>): Promise<{ lines: string[]; packets: string[] }> {
  const server = createSocket('udp4');
  const packets: string[] = [];
  server.on('message', (data) => packets.push(...String(data).split('\n')));
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  const sink = memorySink();
  const port = String(server.address().port);
  const options = workerOptions(['-r', 'dev', '-w', 'core', '--log-json'], {
    METRICS_KAMON_STATSD_PORT: port,
    METRICS_KAMON_STATSD_HOSTNAME: 'false',
    ...env,
  });
  const worker = startWorker({ ...options, destination: { sink } });
  await new Promise((resolve) => setTimeout(resolve, 20));
  const transaction = worker.transaction('t1');
  transaction.finished(
    transaction.started({ component: 'worker', action: 'docker', subAction: 'pull', tags: { cmd: 'pull' } }),
  );
  await worker.close();
  const isSent = env.METRICS_KAMON && !env.METRICS_KAMON_STATSD_HOST;
  for (let n = 0; n < 1500 && packets.length === 0 && isSent; n += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  server.close();
  const lines = sink.records().flatMap(({ tid, message }) => (tid === 't1' ? [String(message)] : []));
  return { lines, packets: packets.map((packet) => packet.replace(/:\d+\|/, ':N|')) };
}

test('a worker by default: markers in the log, nothing to StatsD', async () => {
  const { lines, packets } = await play({});
  expect(lines).toEqual([
    expect.stringMatching(/^ \[marker:worker_docker\.pull_start:\d+\]$/),
    expect.stringMatching(/^ \[marker:worker_docker\.pull_finish:\d+:\d+\]$/),
  ]);
  expect(packets).toEqual([]);
});

test('METRICS_KAMON sends to StatsD, METRICS_KAMON_TAGS takes the sub-action out of the name', async () => {
  const off = { METRICS_LOG: 'false', METRICS_KAMON: 'true' };
  expect(await play(off)).toEqual({
    lines: [],
    packets: [
      'openwhisk-statsd.counter.worker_docker_pull_start:N|c',
      'openwhisk-statsd.histogram.worker_docker_pull_finish:N|ms',
    ],
  });
  expect((await play({ ...off, METRICS_KAMON_TAGS: 'true' })).packets).toEqual([
    'openwhisk-statsd.counter.worker_docker_start.cmd.pull:N|c',
    'openwhisk-statsd.histogram.worker_docker_finish.cmd.pull:N|ms',
  ]);
});
