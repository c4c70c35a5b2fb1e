import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, type Logger, type Sink } from '../../../lib/runtime';
import { openSyslog, type SyslogSinkProps } from '../../../lib/runtime/syslog/syslog-sink';
import { parseSyslogTarget } from '../../../lib/runtime/syslog/syslog-target';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function loggerTo(props: Partial<SyslogSinkProps>): Logger {
  const sink: Sink = openSyslog({ facility: 'local6', tag: 'lava-dev-core', ...props });
  const logger = createLogger({
    realm: 'dev',
    worker: 'core',
    host: 'h',
    destination: { sink },
    level: 'debug',
  });
  cleanups.push(() => logger.close());
  return logger;
}

async function until(done: () => boolean): Promise<void> {
  for (let n = 0; n < 1500 && !done(); n += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(done()).toBe(true);
}

/** A stream server that keeps what it receives. */
async function streamServer(address: { path: string } | { host: string; port: number }) {
  const state = { text: '', sockets: [] as Socket[], connections: 0 };
  const server = createServer((socket) => {
    state.connections += 1;
    state.sockets.push(socket);
    socket.on('error', () => {});
    socket.on('data', (data) => {
      state.text += data;
    });
  });
  server.listen(address);
  await once(server, 'listening');
  cleanups.push(() => {
    for (const socket of state.sockets) socket.destroy();
    server.close();
  });
  return { state, port: (server.address() as AddressInfo).port };
}

test('journald gets its header, then one line a record with the severity in front', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tiltmeter-journal-'));
  cleanups.push(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'stdout');
  const { state } = await streamServer({ path });
  const logger = loggerTo({ host: { journalSocket: path, loggerArgs: [] } });
  for (const method of ['debug', 'info', 'warning', 'error', 'critical'] as const) logger[method](method);
  await until(() => state.text.includes('"message":"critical"'));
  const lines = state.text.split('\n').slice(0, -1);
  expect(lines.slice(0, 7)).toEqual(['lava-dev-core', '', '182', '1', '0', '0', '0']);
  expect(lines.slice(7).map((line) => /^<(\d)>\{.*"message":"(\w+)"/.exec(line)?.slice(1))).toEqual([
    ['7', 'debug'],
    ['6', 'info'],
    ['4', 'warning'],
    ['3', 'error'],
    ['2', 'critical'],
  ]);
});

// Over TCP: a burst of datagrams overflows the socket buffer of a busy receiver, whoever sends it.
test('logger(1) delivers a burst whole, with facility and severity', async () => {
  const { state, port } = await streamServer({ host: '127.0.0.1', port: 0 });
  const logger = loggerTo({
    host: { loggerArgs: ['--server', '127.0.0.1', '--port', String(port), '--tcp'] },
  });
  for (let n = 0; n < 50; n += 1) logger.error(`record ${n}`, { fill: 'x'.repeat(3000) });
  await until(() => state.text.includes('"message":"record 49"'));
  const received = state.text.split(/(?=<179>)/);
  expect(received).toHaveLength(50);
  expect(received[49]).toMatch(/^<179>.*lava-dev-core.*"message":"record 49"/);
  expect(received.every((text) => text.includes('x'.repeat(3000)))).toBe(true);
});

test('a record that is too long for syslog is cut and says so', async () => {
  const { state, port } = await streamServer({ host: '127.0.0.1', port: 0 });
  const logger = loggerTo({ address: `tcp://127.0.0.1:${port}` });
  logger.info('long', { data: '☃'.repeat(50_000) });
  await until(() => state.text.includes('truncated'));
  expect(Buffer.byteLength(state.text)).toBeLessThanOrEqual(8192);
});

test('TCP carries RFC 5424 with octet counting', async () => {
  const { state, port } = await streamServer({ host: '127.0.0.1', port: 0 });
  const logger = loggerTo({ address: `tcp://127.0.0.1:${port}` });
  logger.info('snow ☃');
  await until(() => state.text.includes('snow'));
  const [, length, text] = /^(\d+) (.*)$/s.exec(state.text)!;
  expect(Buffer.byteLength(text!)).toBe(Number(length));
  expect(text).toMatch(
    new RegExp(`^<182>1 \\d{4}-[\\dT:.-]+000Z ${hostname()} lava-dev-core ${process.pid} - - \\{.*snow ☃`),
  );
});

test('a lost TCP connection is made anew and what waited arrives', async () => {
  const { state, port } = await streamServer({ host: '127.0.0.1', port: 0 });
  const logger = loggerTo({ address: `tcp://127.0.0.1:${port}` });
  logger.info('before');
  await until(() => state.text.includes('before'));
  for (const socket of state.sockets) socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 50));
  logger.info('during');
  await until(() => state.text.includes('during'));
  expect(state.connections).toBe(2);
  expect(logger.dropped()).toBe(0);
});

test('what a daemon never took is spilled at close, not lost', async () => {
  const { port } = await streamServer({ host: '127.0.0.1', port: 0 });
  await cleanups.pop()!();
  const spilled: string[] = [];
  const logger = loggerTo({ address: `tcp://127.0.0.1:${port}`, spill: (text) => spilled.push(text) });
  logger.info('first');
  logger.info('second');
  await logger.close();
  expect(spilled.map((text) => /"message":"(\w+)"/.exec(text)?.[1])).toEqual(['first', 'second']);
});

test('records of before the connection arrive when close waits for it', async () => {
  const { state, port } = await streamServer({ host: '127.0.0.1', port: 0 });
  const logger = loggerTo({ address: `tcp://127.0.0.1:${port}` });
  const start = performance.now();
  for (let n = 0; n < 10; n += 1) logger.info(`early ${n}`);
  expect(performance.now() - start).toBeLessThan(10_000);
  await logger.close();
  await until(() => state.text.includes('early 9'));
  expect(logger.dropped()).toBe(0);
});

test('UDP carries one record a datagram', async () => {
  const server = createSocket('udp4');
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => server.close());
  const received: string[] = [];
  server.on('message', (data) => received.push(String(data)));
  const logger = loggerTo({ facility: 'local0', address: `udp://127.0.0.1:${server.address().port}` });
  for (let n = 0; n < 10; n += 1) logger.info(`record ${n}`);
  await until(() => received.length === 10);
  expect(received[9]).toMatch(/^<134>1 .*"message":"record 9"/);
});

test('a record of before the UDP connection arrives when the logger is closed at once', async () => {
  const server = createSocket('udp4');
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => server.close());
  const received: string[] = [];
  server.on('message', (data) => received.push(String(data)));
  const logger = loggerTo({ address: `udp://127.0.0.1:${server.address().port}` });
  logger.info('only');
  await logger.close();
  await until(() => received.length === 1);
  expect(received[0]).toContain('"message":"only"');
});

test('a UDP host whose name is unknown disturbs nobody, and what waited for it is spilled', async () => {
  const spilled: string[] = [];
  const logger = loggerTo({ address: 'udp://no.such.host.invalid:514', spill: (text) => spilled.push(text) });
  logger.info('first');
  await new Promise((resolve) => setTimeout(resolve, 100));
  logger.info('second');
  await logger.close();
  expect(spilled.map((text) => /"message":"(\w+)"/.exec(text)?.[1])).toEqual(['first', 'second']);
});

test('a facility that does not exist is refused', () => {
  expect(() => loggerTo({ facility: 'toString', host: { loggerArgs: [] } })).toThrow(
    "unknown syslog facility 'toString': allowed are user, daemon, local0, local1, local2, local3, local4, local5, local6, local7",
  );
});

test('a host without syslog is refused with the way out', () => {
  expect(() => loggerTo({ host: {} })).toThrow(
    'no syslog on this host: neither journald nor /dev/log with logger(1); give an address, e.g. @local0:tcp://127.0.0.1:514',
  );
});

describe('a target', () => {
  test.each([
    ['@local0', { facility: 'local0', address: undefined }],
    ['@daemon', { facility: 'daemon', address: undefined }],
    ['@local7:tcp://[::1]:601', { facility: 'local7', address: 'tcp://[::1]:601' }],
  ])('%s is read', (text, target) => {
    expect(parseSyslogTarget(text)).toEqual(target);
  });

  test.each([
    ['@local8', /^unknown syslog facility 'local8': allowed are user, daemon, local0, /],
    ['@constructor', /^unknown syslog facility 'constructor': /],
    ['@local0:udp://h:0', /^bad syslog address 'udp:\/\/h:0': give a port from 1 to 65535$/],
    ['@local0:tcp://h:65536', /^bad syslog address 'tcp:\/\/h:65536': give a port from 1 to 65535$/],
    ['@', /^unknown syslog facility '': /],
    ['@local0:514', /^bad syslog address '514': give udp:\/\/host:port or tcp:\/\/host:port$/],
  ])('%s is refused', (text, message) => {
    expect(() => parseSyslogTarget(text)).toThrow(message);
  });
});
