import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const TILTMETER = join(__dirname, '../../../dist/bin/tiltmeter.js');

const running: ChildProcess[] = [];

/** For afterEach. */
export function endSupervisors(): void {
  for (const child of running.splice(0)) child.kill('SIGKILL');
}

/** Starts the compiled command line as `tiltmeter run`, with a real command under it. */
export function startSupervisor(
  options: readonly string[],
  command: readonly string[],
  env: Record<string, string> = {},
) {
  const args = [TILTMETER, 'run', '--realm=dev', '--worker=core', ...options, '--', ...command];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  running.push(child);
  let text = '';
  child.stderr.on('data', (data) => {
    text += data;
  });
  const lines = () => text.split('\n').filter((line) => line !== '');
  return {
    child,
    lines,
    records: () => lines().map((line) => JSON.parse(line) as Record<string, unknown>),
    exit: once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
    /** Waits for a text in the log. */
    async until(text_: string) {
      for (let n = 0; n < 1200 && !text.includes(text_); n += 1)
        await new Promise((resolve) => setTimeout(resolve, 25));
      expect(text).toContain(text_);
    },
  };
}
