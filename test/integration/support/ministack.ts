import { spawn } from 'node:child_process';
import { freePort } from './free-port';
import { pythonTool } from './python-tool';

/** Pinned: what the emulator can create differs from version to version. */
const VERSION = '1.5.33';

/** An AWS emulator on loopback; it creates resources and delivers, and its verdicts on alarms are never asked. */
export interface Ministack {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

/** Installs the emulator into a virtual environment of its own, once, and starts it. */
export async function startMinistack(): Promise<Ministack> {
  const program = pythonTool('ministack', VERSION);
  const port = await freePort();
  const child = spawn(program, [], {
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
