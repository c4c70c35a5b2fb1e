import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compiled } from '../../../lib/local/process/compiled';

const folder = mkdtempSync(join(tmpdir(), 'own-'));
const log = join(folder, 'log');
const running: ChildProcess[] = [];
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function start(command: string) {
  const child = fork(compiled('lib/local/worker/own-command.js'), [log, command], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  running.push(child);
  return child;
}

async function there(file: string): Promise<void> {
  while (!existsSync(join(folder, file))) await new Promise((resolve) => setTimeout(resolve, 10));
}

test('what a command prints as JSON is in the log file, as rsyslog writes it; its code is told', async () => {
  const child = start(`bash -c 'echo booting; echo " {\\"a\\":1}"; echo {\\"b\\":2} >&2; exit 7'`);
  const [code] = await once(child, 'exit');
  expect(code).toBe(7);
  expect(readFileSync(log, 'utf8').split('\n').sort()).toEqual(['', '{"a":1}', '{"b":2}']);
});

test('a command that is not there ends as the shell says', async () => {
  const child = start('no-such-command');
  const errors: Buffer[] = [];
  child.stderr!.on('data', (chunk) => errors.push(chunk));
  const [code] = await once(child, 'close');
  expect([code, String(Buffer.concat(errors))]).toEqual([127, expect.stringContaining('no-such-command: ')]);
});

test('a soft stop is the SIGHUP that systemd sends', async () => {
  const child = start(`bash -c 'trap "touch hup; exit 0" HUP; touch ready; while :; do sleep 0.05; done'`);
  await there('ready');
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  expect([code, existsSync(join(folder, 'hup'))]).toEqual([0, true]);
});

test('it goes with whoever started it', async () => {
  const child = start('sh -c "touch alone; exec sleep 1000"');
  await there('alone');
  child.disconnect();
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGKILL');
});
