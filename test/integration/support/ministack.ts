import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** Pinned: what the emulator can create differs from version to version. */
const VERSION = '1.5.33';
const HOME = join(__dirname, '../../../node_modules/.cache/tiltmeter', `ministack-${VERSION}`);

/** An AWS emulator on loopback; it creates resources and delivers, and its verdicts on alarms are never asked. */
export interface Ministack {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

/** Installs the emulator into a virtual environment of its own, once, and starts it. */
export async function startMinistack(): Promise<Ministack> {
  install();
  const port = await freePort();
  const child = spawn(join(HOME, 'bin/ministack'), [], {
    env: { ...process.env, BIND_HOST: '127.0.0.1', GATEWAY_PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk) => {
    log = `${log}${chunk}`.slice(-4_000);
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const endpoint = `http://127.0.0.1:${port}`;
  try {
    await answering(`${endpoint}/_ministack/health`);
  } catch (error) {
    child.kill('SIGKILL');
    throw new Error(`ministack does not answer: ${(error as Error).message}\n${log}`);
  }
  return {
    endpoint,
    stop: async () => {
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await ended;
      clearTimeout(hard);
    },
  };
}

// --- internal ---

function install(): void {
  if (existsSync(join(HOME, 'bin/ministack'))) return;
  mkdirSync(HOME, { recursive: true });
  execFileSync('python3', ['-m', 'venv', HOME], { stdio: ['ignore', 'ignore', 'inherit'] });
  execFileSync(join(HOME, 'bin/pip'), ['install', '--quiet', `ministack==${VERSION}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function answering(url: string): Promise<void> {
  let problem = 'no answer';
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; ) {
    try {
      await fetch(url);
      return;
    } catch (error) {
      problem = String((error as Error).cause ?? error);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(problem);
}
