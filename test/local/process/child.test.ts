import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChildProps, startChild } from '../../../lib/local/process/child';

const folder = mkdtempSync(join(tmpdir(), 'child-'));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
function start(code: string, props: Partial<ChildProps> = {}) {
  const module = join(folder, `${count++}.js`);
  writeFileSync(module, code);
  return startChild({ module, env: {}, cwd: folder, preload: ['leash'], ...props });
}

/** Resolves at the first line that the child writes. */
function firstLine(code: string, props: Partial<ChildProps> = {}) {
  let tell: (line: string) => void;
  const line = new Promise<string>((resolve) => {
    tell = resolve;
  });
  return { line, child: start(code, { ...props, onOutput: (text) => tell(text) }) };
}

test('the end of a process is told with its last words', async () => {
  const child = start('console.error("starting"); console.error("no queue"); process.exitCode = 3');
  expect(await child.exited).toEqual({ reason: 'exit code 3', lastError: 'no queue' });
});

test('the last words of an uncaught error are its message', async () => {
  const child = start('throw Object.assign(new TypeError("no queue"), { code: "E1" })');
  expect(await child.exited).toEqual({ reason: 'exit code 1', lastError: 'TypeError: no queue' });
});

test('a process that ignores SIGTERM is killed after the grace', async () => {
  const { child, line } = firstLine(
    'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("up")',
  );
  await line;
  expect((await child.stop(50)).reason).toBe('SIGKILL');
});

test('what a process has started itself is killed with it', async () => {
  const { child, line } = firstLine(
    `const { spawn } = require('node:child_process');
     console.log(spawn('sleep', ['60']).pid);
     setInterval(() => {}, 1000);`,
    { env: { PATH: process.env.PATH! } },
  );
  const grandchild = Number(await line);
  child.kill();
  await child.exited;
  await until(() => !isAlive(grandchild));
});

test('a process ends when the channel to its parent closes', async () => {
  const { child, line } = firstLine('setInterval(() => {}, 1000); console.log("up")');
  await line;
  // What the death of the parent does to the channel.
  child.disconnect();
  expect((await child.exited).reason).toBe('exit code 129');
});

test('the leash keeps no process alive that has nothing left to do', async () => {
  expect((await start('').exited).reason).toBe('exit code 0');
});

test('a process lives in realm time, its timers too where asked for', async () => {
  // A year ago: at ten times the speed the realm is nine years ahead of the wall.
  const origin = Date.now() - 365.25 * 24 * 3_600_000;
  const realmYear = new Date(origin + 10 * (Date.now() - origin)).getFullYear();
  const code = `
    const began = process.hrtime.bigint();
    setTimeout(() => {
      const wallMs = Number(process.hrtime.bigint() - began) / 1e6;
      console.log(JSON.stringify({ year: new Date().getFullYear(), wallMs }));
    }, 2000);`;
  const run = async (clock: string) => {
    const { line } = firstLine(code, { preload: ['fast-clock'], env: { TILTMETER_CLOCK: clock } });
    return JSON.parse(await line) as { year: number; wallMs: number };
  };
  const fast = await run(`${Math.floor(origin)},10,timers`);
  expect(fast.wallMs).toBeLessThan(1_900);
  expect(fast.year).toBe(realmYear);
  const dateOnly = await run(`${Math.floor(origin)},10`);
  expect(dateOnly.wallMs).toBeGreaterThan(1900);
  expect(dateOnly.year).toBe(realmYear);
});

test('a function cannot reach another machine', async () => {
  const { line } = firstLine(
    `require('node:http').get('http://192.0.2.1/').on('error', (error) => console.log(error.message))`,
    { preload: ['loopback-only'], env: { TILTMETER_LOOPBACK_ONLY: '1' } },
  );
  expect(await line).toBe('the local realm does not connect to 192.0.2.1, only to this machine');
});

// --- internal ---

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
