import { connect } from 'node:net';
import { join } from 'node:path';
import { drainScript } from '../../lib/constructs/fleet/drain';
import { HEALTH } from '../../lib/constructs/user-events/user-events-service';
import { startLoopbackServer } from '../../lib/local/loopback-server';
import { createMetrics, servePrometheus } from '../../lib/runtime';
import { SERVER_LIMITS } from '../../lib/time-limit/server-limits';
import { startExporter } from '../../lib/user-events/service/exporter';
import { type SilentPeer, silentPeer } from '../time-limit/silent-peer';
import { Children, collect } from './support/children';

/** Peers that are silent for calls that only a process of their own can make, and for servers, at the wall's pace. */
const dist = join(__dirname, '../../dist');
const children = new Children();
let peer: SilentPeer;
beforeEach(async () => {
  peer = await silentPeer();
});
afterEach(async () => {
  await children.killAll();
  await peer.close();
});

test('Kafka: a broker that is silent is given up by consumer and producer', async () => {
  const script = join(__dirname, 'support/silent-kafka.mjs');
  const ends = await children.run(process.execPath, [script, dist, String(peer.port)]);
  const text = `topic t at 127.0.0.1:${peer.port}: no answer within 40 s`;
  expect(JSON.parse(ends)).toEqual([text, text]);
  expect(peer.asked()).toBeGreaterThan(0);
});

test('the metadata service: a script that drains a machine asks again, and stops when it is answered', async () => {
  const machine = { system: 'lava', realm: 'dev', worker: 'core', drainSeconds: 60 };
  const text = drainScript(machine as never, 'lava-dev-core').replace('http://169.254.169.254', peer.url);
  const [question] = /^read_metadata.*$/m.exec(text)!;
  const [token] = /^token.*$/m.exec(text)!;
  const [metadata] = /^metadata=.*$/m.exec(text)!;
  const begun = performance.now();
  const script = [
    metadata,
    token,
    question,
    'read_metadata autoscaling/target-lifecycle-state || echo "ended $?"',
  ];
  // Two questions, the token's and its own, each for 5 s; curl says 28 when time is up.
  expect(await children.run('bash', ['-c', script.join('\n')])).toBe('ended 28\n');
  expect(performance.now() - begun).toBeGreaterThan(9_000);
  expect(peer.asked()).toBe(2);
});

test('the health check of a container of user events ends by itself', async () => {
  const code = HEALTH.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${peer.port}`);
  const child = children.start(process.execPath, ['-e', code], { stdio: 'ignore' });
  expect(await new Promise((done) => child.once('exit', done))).toBe(1);
});

test('served ports: a client that sends no whole request is answered 408 and cut off', async () => {
  const prometheus = await servePrometheus({ metrics: createMetrics({ sinks: [] }) });
  const exporter = await startExporter({
    host: '127.0.0.1',
    port: 0,
    allowHosts: [],
    metrics: () => [],
    beginScrape: () => () => {},
    isRunning: () => true,
    state: () => ({}),
  });
  const console = await startLoopbackServer('console', 0, (_, response) => response.end());
  const ports = [(prometheus.address() as { port: number }).port, portOf(exporter.url), console.port];
  const begun = performance.now();
  expect(await Promise.all(ports.map(silentClient))).toEqual(ports.map(() => 'HTTP/1.1 408 Request Timeout'));
  expect(performance.now() - begun).toBeGreaterThan(SERVER_LIMITS.headersTimeout);
  await Promise.all([exporter.close(), console.close(), new Promise((down) => prometheus.close(down))]);
});

// --- internal ---

const portOf = (url: string): number => Number(new URL(url).port);

/** The first line of what the server says to half a request. */
async function silentClient(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const said = collect(socket);
  socket.on('error', () => {});
  socket.write('GET / HTTP/1.1\r\nHost: loc');
  await new Promise((closed) => socket.once('close', closed));
  return said().split('\r\n')[0]!;
}
