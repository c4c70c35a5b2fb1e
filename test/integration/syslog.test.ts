import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, type Logger } from '../../lib/runtime';
import { openSyslog, type SyslogSinkProps } from '../../lib/runtime/syslog/syslog-sink';

// The logger's syslog routes against the daemons that take them in production.
const COUNT = 5000;

let folder: string;
let daemon: ChildProcess;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tiltmeter-syslog-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function until(condition: () => boolean, what: string): Promise<void> {
  for (const deadline = Date.now() + 60_000; !condition(); ) {
    if (Date.now() > deadline) throw new Error(`waited a minute: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function stopDaemon(): Promise<void> {
  const ended = daemon.exitCode !== null || once(daemon, 'exit');
  daemon.kill('SIGTERM');
  await ended;
}

function loggerTo(props: Partial<SyslogSinkProps>): Logger {
  const sink = openSyslog({ facility: 'local6', tag: 'lava-dev-core', ...props });
  return createLogger({ realm: 'dev', worker: 'core', host: 'h', level: 'debug', destination: { sink } });
}

/** Writes records, a burst among them, and waits until the daemon should have them. */
async function write(logger: Logger, burst: number): Promise<void> {
  // a connection is made in the background; what is measured here is a worker in its life, not its first moment
  logger.info('first');
  await logger.drain();
  for (let n = 0; n < burst; n += 1) {
    logger.info('burst', { n });
    // a daemon that gets no processor for a while is a reader that is stuck, for which other tests are
    if (n % 500 === 499) await logger.drain();
  }
  for (const level of ['debug', 'warning', 'error', 'critical'] as const) logger[level](level);
  logger.info(`long ${'☃'.repeat(50_000)}`);
  logger.info('line\nfeed and ☃');
  await logger.close();
  expect(logger.dropped()).toBe(0);
}

interface Received {
  readonly text: string;
  readonly facility: string;
  readonly severity: string;
  readonly tag: string;
}

function check(received: readonly Received[], burst: number, maxBytes: number): void {
  const records = received.map(({ text }) => JSON.parse(text) as Record<string, unknown>);
  expect(records.filter(({ message }) => message === 'burst').map(({ n }) => n)).toEqual(
    Array.from({ length: burst }, (_, n) => n),
  );
  const bySeverity = Object.fromEntries(
    received.map(({ text, severity }) => [JSON.parse(text).level, severity]),
  );
  expect(bySeverity).toEqual({ DEBUG: '7', INFO: '6', WARNING: '4', ERROR: '3', CRITICAL: '2' });
  expect(new Set(received.map(({ facility }) => facility))).toEqual(new Set(['22']));
  expect(new Set(received.map(({ tag }) => tag))).toEqual(new Set(['lava-dev-core']));
  const long = received.find(({ text }) => text.includes('"message":"long'))!;
  expect(JSON.parse(long.text)).toMatchObject({ truncated: true });
  expect(Buffer.byteLength(long.text)).toBeLessThanOrEqual(maxBytes);
  expect(records.at(-1)).toMatchObject({ message: 'line\nfeed and ☃' });
}

describe('rsyslogd', () => {
  let log: string;
  let socket: string;
  let port: number;

  beforeAll(async () => {
    log = join(folder, 'rsyslog.jsonl');
    socket = join(folder, 'dev-log');
    port = await freePort();
    const config = join(folder, 'rsyslog.conf');
    writeFileSync(
      config,
      `global(workDirectory="${folder}" maxMessageSize="8k")
module(load="imuxsock" SysSock.Use="off")
module(load="imtcp")
module(load="imudp")
input(type="imuxsock" Socket="${socket}" RateLimit.Interval="0" CreatePath="on")
input(type="imtcp" address="127.0.0.1" port="${port}")
input(type="imudp" address="127.0.0.1" port="${port}" rcvbufSize="4m")
template(name="received" type="list") {
  property(name="syslogfacility") constant(value=" ") property(name="syslogseverity") constant(value=" ")
  property(name="programname") constant(value=" ") property(name="msg" position.from="1") constant(value="\\n")
}
action(type="omfile" file="${log}" template="received")
`,
    );
    const program = existsSync('/usr/sbin/rsyslogd') ? '/usr/sbin/rsyslogd' : 'rsyslogd';
    daemon = spawn(program, ['-n', '-f', config, '-i', join(folder, 'rsyslogd.pid')], { stdio: 'inherit' });
    await until(() => existsSync(socket), 'rsyslogd opens its socket');
  });
  afterAll(stopDaemon);

  const received = (): Received[] =>
    (existsSync(log) ? readFileSync(log, 'utf8') : '')
      .split('\n')
      .slice(0, -1)
      .map((line) => {
        const [, facility, severity, tag, text] = /^(\d+) (\d+) (\S+) ?(.*)$/.exec(line)!;
        return { facility: facility!, severity: severity!, tag: tag!, text: text!.trim() };
      });

  test.each<[string, () => Partial<SyslogSinkProps>, number]>([
    ['logger(1)', () => ({ host: { loggerArgs: ['-u', socket] } }), COUNT],
    ['TCP', () => ({ address: `tcp://127.0.0.1:${port}` }), COUNT],
    // a burst of datagrams is lost where the kernel gives the daemon no larger buffer
    ['UDP', () => ({ address: `udp://127.0.0.1:${port}` }), 100],
  ])(
    'takes every record by %s, with facility, severity and tag, and none in pieces',
    async (_name, props, burst) => {
      writeFileSync(log, '');
      await write(loggerTo(props()), burst);
      await until(() => received().some(({ text }) => text.includes('feed and')), 'the last record');
      check(received(), burst, 8192);
    },
  );
});

const journald = '/usr/lib/systemd/systemd-journald';
const runs = existsSync(journald) && process.getuid?.() === 0 && existsSync('/etc/machine-id');
if (!runs) console.warn('systemd-journald cannot be started here (it takes root): the journal is not tried');

(runs ? describe : describe.skip)('systemd-journald', () => {
  // a journal of its own, beside the machine's
  const namespace = `tiltmeter-${process.pid}`;
  const directory = `/run/systemd/journal.${namespace}`;

  beforeAll(async () => {
    daemon = spawn(journald, [namespace], { stdio: 'inherit', env: { ...process.env, ...QUIET } });
    await until(() => existsSync(join(directory, 'stdout')), 'systemd-journald opens its socket');
  });
  afterAll(async () => {
    await stopDaemon();
    for (const path of [directory, ...journals()]) rmSync(path, { recursive: true, force: true });
  });

  const journals = (): string[] =>
    ['/run/log/journal', '/var/log/journal'].map((parent) =>
      join(parent, `${readFileSync('/etc/machine-id', 'utf8').trim()}.${namespace}`),
    );

  function received(): Received[] {
    const found = journals().find(existsSync);
    if (found === undefined) return [];
    const output = execFileSync('journalctl', ['-D', found, '-o', 'json', '--all', '-t', 'lava-dev-core'], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return output
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
      .map(({ MESSAGE, PRIORITY, SYSLOG_FACILITY, SYSLOG_IDENTIFIER }) => ({
        // journalctl shows what is not ASCII text as a list of bytes
        text: typeof MESSAGE === 'string' ? MESSAGE : Buffer.from(MESSAGE).toString(),
        severity: PRIORITY,
        facility: SYSLOG_FACILITY,
        tag: SYSLOG_IDENTIFIER,
      }));
  }

  test('takes every record, with facility, severity and tag, and none in pieces', async () => {
    await write(loggerTo({ host: { journalSocket: join(directory, 'stdout') } }), COUNT);
    await until(() => received().some(({ text }) => text.includes('feed and')), 'the last record');
    check(received(), COUNT, 48 * 1024);
  });
});

// --- internal ---

const QUIET = { SYSTEMD_LOG_LEVEL: 'err' };

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
