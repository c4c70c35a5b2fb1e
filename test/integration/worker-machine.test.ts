import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logrotateConfig } from '../../lib/constructs/fleet/logrotate-config';
import type { Machine } from '../../lib/constructs/fleet/machine';
import { rsyslogConfig, socketInput } from '../../lib/constructs/fleet/rsyslog-config';
import { machineFiles, userDataCommands } from '../../lib/constructs/fleet/user-data';

/** The machine of a worker, checked with the programs that will read its files. */
const machine: Machine = {
  system: 'lava',
  realm: 'dev',
  worker: 'core',
  tag: 'lava-dev-core',
  logFile: '/var/log/lava',
  command: "node /opt/worker.js --note '100%'",
  drainSeconds: 1800,
  watchdogSeconds: 120,
  docker: true,
  copyToMessages: false,
};
const options = {
  machine,
  fleetName: 'lava-dev-core',
  agentConfigParameter: '/lava/dev/core/cloudwatch-agent',
  environment: {
    LAVA_REALM: 'dev',
    LAVA_WORKER: 'core',
    QUEUE_URL: 'https://queue',
    AWS_REGION: 'eu-west-1',
  },
  setup: ['aws s3 cp s3://bucket/worker.js /opt/worker.js'],
  signal: { stack: 'Realm', resource: 'Group', region: 'eu-west-1' },
};
const files = new Map(machineFiles(options).map(({ path, content }) => [path, content]));
const script = ['#!/bin/bash', ...userDataCommands(options), ''].join('\n');

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'tiltmeter-machine-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe.each([
  ['user data', script],
  ['the drain script', files.get('/usr/local/sbin/lava-drain')!],
  ['the start script', files.get('/usr/local/sbin/lava-core')!],
])('%s', (_, content) => {
  test('bash parses it', () => {
    expect(spawnSync('bash', ['-n'], { input: content, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  test('shellcheck finds nothing', () => {
    const checked = spawnSync('shellcheck', ['-s', 'bash', '-'], { input: content, encoding: 'utf8' });
    expect(checked.stdout).toBe('');
    expect(checked.status).toBe(0);
  });
});

test('user data writes each file as it is', () => {
  const written = join(directory, 'written');
  const [path, content] = ['/usr/local/sbin/lava-core', files.get('/usr/local/sbin/lava-core')!];
  const block = script.slice(script.indexOf(`install -D -m 0755 /dev/stdin ${path}`));
  const command = block.slice(0, block.indexOf('END_OF_FILE\n', block.indexOf("'END_OF_FILE'\n") + 1) + 12);
  execFileSync('bash', ['-c', command.replace(path, written)]);
  expect(readFileSync(written, 'utf8')).toBe(content);
});

test('systemd accepts the units', () => {
  const names = ['lava-core.service', 'lava-drain.service'];
  const units = names.map((name) => {
    const unit = join(directory, name);
    // The programs and the user exist on the machine, not here.
    const content = files
      .get(`/etc/systemd/system/${name}`)!
      .replace(/^ExecStart=.*/m, 'ExecStart=/bin/true')
      .replace(/^User=.*/m, 'User=root');
    writeFileSync(unit, content);
    return unit;
  });
  const verified = spawnSync('systemd-analyze', ['verify', '--man=no', ...units], { encoding: 'utf8' });
  expect(`${verified.stdout}${verified.stderr}`).toBe('');
  expect(verified.status).toBe(0);
});

test('logrotate accepts its configuration', () => {
  const file = join(directory, 'logrotate');
  writeFileSync(file, logrotateConfig(machine), { mode: 0o644 });
  const tried = spawnSync('logrotate', ['-d', '-s', join(directory, 'state'), file], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
  });
  expect(tried.stderr).not.toMatch(/error/i);
  expect(tried.status).toBe(0);
});

describe('rsyslogd', () => {
  test('accepts the configuration of a machine', () => {
    const state = join(directory, 'state-dir');
    mkdirSync(state);
    expect(validate(rsyslogConfig(machine, undefined, { state, log: directory }))).toMatchObject({
      status: 0,
    });
  });

  test('writes a record that came through a socket as one pure JSON line, and nothing else', async () => {
    const run = await startRsyslogd({ copyToMessages: false });
    const record = { message: 'Complete 100% ✓ "quoted"', level: 'INFO', realm: 'dev' };
    run.log('local0.info', JSON.stringify(record));
    run.log('local0.info', 'a boot script says something');
    run.log('user.info', '{"not":"ours"}');
    await run.stop();
    expect(run.lines('lava').map((line) => JSON.parse(line))).toEqual([record]);
    expect(run.lines('messages').join('\n')).toMatch(/a boot script says something[\s\S]*"not":"ours"/);
    expect(run.lines('messages').join('\n')).not.toContain('Complete');
  });

  test('writes the record twice when a copy is wanted', async () => {
    const run = await startRsyslogd({ copyToMessages: true });
    run.log('local0.info', '{"message":"twice"}');
    await run.stop();
    expect(run.lines('lava')).toEqual(['{"message":"twice"}']);
    // as pure there, for the same filter patterns
    expect(run.lines('messages')).toContain('{"message":"twice"}');
  });
});

// --- internal ---

function rsyslogd(): string {
  return existsSync('/usr/sbin/rsyslogd') ? '/usr/sbin/rsyslogd' : 'rsyslogd';
}

function validate(config: string): { status: number | null; stderr: string } {
  const file = join(directory, 'rsyslog.conf');
  writeFileSync(file, config);
  const { status, stderr } = spawnSync(rsyslogd(), ['-N1', '-f', file], { encoding: 'utf8' });
  return { status, stderr };
}

async function startRsyslogd({ copyToMessages }: { copyToMessages: boolean }) {
  const home = mkdtempSync(join(directory, 'rsyslog-'));
  const socket = join(home, 'log');
  const config = rsyslogConfig({ logFile: join(home, 'lava'), copyToMessages }, socketInput(socket), {
    state: home,
    log: home,
  });
  const file = join(home, 'rsyslog.conf');
  writeFileSync(file, config);
  const daemon = spawn(rsyslogd(), ['-n', '-f', file, '-i', join(home, 'pid')], { stdio: 'inherit' });
  await until(() => existsSync(socket));
  const log = (priority: string, text: string) =>
    execFileSync('logger', ['-u', socket, '-p', priority, '-t', 'lava-dev-core', text]);
  const lines = (name: string) =>
    existsSync(join(home, name)) ? readFileSync(join(home, name), 'utf8').split('\n').filter(Boolean) : [];
  return {
    log,
    lines,
    stop: async () => {
      // records keep their order, so what came before this one is written too
      log('user.info', 'the last record');
      await until(() => lines('messages').some((line) => line.endsWith('the last record')));
      daemon.kill('SIGTERM');
      await new Promise((resolve) => daemon.on('close', resolve));
    },
  };
}

async function until(condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 60_000; !condition(); ) {
    if (Date.now() > deadline) throw new Error('rsyslogd has not done it in a minute');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
