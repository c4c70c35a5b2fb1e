import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { compiled } from './compiled';

/** A Node process of the realm: a worker or a function. */
export interface Child {
  readonly pid: number | undefined;
  readonly send: (message: unknown) => void;
  /** SIGTERM, then SIGKILL for one that has not ended after `graceMs`. Resolves when it is gone. */
  readonly stop: (graceMs: number) => Promise<Exit>;
  /** SIGKILL, at once, for the process and everything it has started. */
  readonly kill: () => void;
  /** Closes the channel, as the death of this process does; a child on the leash ends. */
  readonly disconnect: () => void;
  /** Resolves when the process is gone and its output has been read. */
  readonly exited: Promise<Exit>;
}

export interface Exit {
  /** `exit code 1`, `SIGKILL` … */
  readonly reason: string;
  /** The last line it wrote to stderr, if any; of an uncaught error its message, not what Node prints after it. */
  readonly lastError?: string;
}

export interface ChildProps {
  /** Absolute path of the module to run. */
  readonly module: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Modules of this folder that are loaded before it. */
  readonly preload: readonly Preload[];
  readonly onOutput?: (line: string) => void;
  readonly onMessage?: (message: unknown) => void;
}
export type Preload = 'leash' | 'fast-clock' | 'loopback-only';

/** How long output is waited for after the end: something it started may hold the pipe open. */
const OUTPUT_GRACE_MS = 250;

export function startChild(props: ChildProps): Child {
  // A process group of its own: Ctrl-C in the terminal reaches the realm only, which stops in good order.
  const child = fork(props.module, props.args ?? [], {
    cwd: props.cwd,
    env: props.env as NodeJS.ProcessEnv,
    execArgv: props.preload.flatMap((name) => ['--require', compiled(`lib/local/process/${name}.js`)]),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  let lastError: string | undefined;
  createInterface({ input: child.stderr! }).on('line', (line) => {
    if (line.trim() !== '' && !AFTER_ERROR.test(line)) lastError = line.trim();
    props.onOutput?.(line);
  });
  createInterface({ input: child.stdout! }).on('line', (line) => props.onOutput?.(line));
  if (props.onMessage) child.on('message', props.onMessage);

  const kill = () => killGroup(child);
  const exited = waitForEnd(child).then((reason) => ({ reason, ...(lastError && { lastError }) }));
  return {
    pid: child.pid,
    send: (message) => {
      // The channel may close between two lines of ours; the exit is reported by `exited`.
      if (child.connected) child.send(message as object, () => {});
    },
    kill,
    disconnect: () => child.disconnect(),
    exited,
    async stop(graceMs) {
      child.kill('SIGTERM');
      const timer = setTimeout(kill, graceMs);
      const exit = await exited;
      clearTimeout(timer);
      kill(); // What the process has started itself goes as well.
      return exit;
    },
  };
}

// --- internal ---

/** Node's version, the stack and the properties that follow the message of an uncaught error. */
const AFTER_ERROR = /^(Node\.js v\d|\s|\}$)/;

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // The group is gone.
  }
}

function waitForEnd(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => {
      const reason = signal ?? `exit code ${code}`;
      child.once('close', () => resolve(reason));
      setTimeout(resolve, OUTPUT_GRACE_MS, reason);
    });
  });
}
