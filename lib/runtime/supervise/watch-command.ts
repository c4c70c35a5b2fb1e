import type { ChildProcess } from 'node:child_process';
import type { Logger } from '../logger/logger';
import { messageOf } from '../notice';
import { childLines } from './child-lines';
import type { Ending } from './restart-policy';

/** The command's output as records until it ends, and the end of what it left behind in its process group. */
export async function watchCommand(child: ChildProcess, logger: Logger): Promise<Ending> {
  const ending = await outcome(child, logger);
  await endRest(child);
  return ending;
}

/** SIGKILL goes to the whole group, so that nothing the command started is left; others are its own business. */
export function kill(
  child: ChildProcess | undefined,
  signal: NodeJS.Signals,
  group = signal === 'SIGKILL',
): void {
  if (child?.pid === undefined) return;
  try {
    process.kill(group ? -child.pid : child.pid, signal);
  } catch {
    // it is gone already
  }
}

// --- internal ---

const WORKER = { event_type: 'worker' } as const;
const NOT_STARTED = 127;
/** ms that output which is still in the pipes has to arrive, and that left-over processes have to end. */
const REST_MS = 2000;
const REST_STEP_MS = 20;

async function outcome(child: ChildProcess, logger: Logger): Promise<Ending> {
  const began = performance.now();
  for (const stream of ['stdout', 'stderr'] as const) {
    const lines = childLines(logger, stream);
    child[stream]!.on('data', lines.write).on('end', lines.end);
  }
  return new Promise((resolve) => {
    child.once('error', (error) => {
      logger.error(`Command cannot be started: ${messageOf(error)}`, WORKER);
      if (child.pid === undefined) resolve({ code: NOT_STARTED, signal: null, ran: 0 });
    });
    // 'close' comes after the last output, but a process that was left behind may hold the pipes for ever
    const end = (code: number | null, signal: NodeJS.Signals | null) =>
      resolve({ code, signal, ran: Math.round(performance.now() - began) });
    child.once('close', end);
    child.once('exit', (code, signal) => {
      const late = setTimeout(() => end(code, signal), REST_MS);
      child.once('close', () => clearTimeout(late));
      if (!hasGroup(child)) return;
      logger.warning('Command left processes behind, they are ended', WORKER);
      kill(child, 'SIGTERM', true);
    });
  });
}

/** Sees the end of what is left of the command's process group, and cuts its pipes. */
async function endRest(child: ChildProcess | undefined): Promise<void> {
  for (let waited = 0; waited < REST_MS && hasGroup(child); waited += REST_STEP_MS)
    await new Promise((resolve) => setTimeout(resolve, REST_STEP_MS));
  kill(child, 'SIGKILL');
  child?.stdout?.destroy();
  child?.stderr?.destroy();
}

/** Whether any process of the command's group lives. */
function hasGroup(child: ChildProcess | undefined): boolean {
  if (child?.pid === undefined) return false;
  try {
    return process.kill(-child.pid, 0);
  } catch {
    return false;
  }
}
