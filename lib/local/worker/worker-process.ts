import type { After } from '../after';
import type { Child, Exit } from '../process/child';

/** Keeps one instance's worker running, as systemd would, until it is told otherwise. */
export interface WorkerProcess {
  readonly start: () => void;
  /** SIGKILL; it stays down until `start`. */
  readonly kill: (why: string) => void;
  /** SIGTERM, then SIGKILL; for the end of the realm. */
  readonly close: () => Promise<void>;
  readonly state: () => WorkerState;
  readonly pid: () => number | undefined;
}

export type WorkerState = 'running' | 'stopped' | 'restarting' | 'failed';

export interface WorkerProcessPorts {
  readonly spawn: () => Child;
  readonly after: After;
  /** Wall time, epoch milliseconds. */
  readonly wallNow: () => number;
  readonly onStatus: (status: 'started' | 'stopped' | 'crashed' | 'failed', detail?: string) => void;
}

/** Starts after crashes in a row before it is given up. */
export const MAX_RESTARTS = 4;
/** A worker that has run for this long has started; its crashes are counted anew. */
const STABLE_MS = 10_000;
const FIRST_DELAY_MS = 250;
const STOP_GRACE_MS = 2_000;

export function createWorkerProcess({ spawn, after, wallNow, onStatus }: WorkerProcessPorts): WorkerProcess {
  let state: WorkerState = 'stopped';
  let child: Child | undefined;
  let crashes = 0;
  let cancelRestart: () => void = () => {};
  let gone: Promise<unknown> = Promise.resolve();

  const launch = () => {
    const current = spawn();
    const startedAt = wallNow();
    child = current;
    state = 'running';
    onStatus('started');
    gone = current.exited.then((exit) => {
      // A worker that was stopped, and perhaps started again since, has not crashed.
      if (child !== current || state !== 'running') return;
      if (wallNow() - startedAt >= STABLE_MS) crashes = 0;
      crashed(exit);
    });
  };
  const crashed = ({ reason, lastError }: Exit) => {
    crashes++;
    child = undefined;
    const detail = lastError ? `${reason}: ${lastError}` : reason;
    if (crashes > MAX_RESTARTS) {
      state = 'failed';
      onStatus('failed', `${detail}; given up after ${MAX_RESTARTS} restarts`);
      return;
    }
    state = 'restarting';
    onStatus('crashed', detail);
    cancelRestart = after(FIRST_DELAY_MS * 2 ** (crashes - 1), launch);
  };
  const leave = () => {
    cancelRestart();
    const current = child;
    child = undefined;
    state = 'stopped';
    return current;
  };
  return {
    start() {
      if (state === 'running') return;
      cancelRestart();
      crashes = 0;
      launch();
    },
    kill(why) {
      if (state === 'stopped') return;
      leave()?.kill();
      onStatus('stopped', why);
    },
    async close() {
      await leave()?.stop(STOP_GRACE_MS);
      await gone; // Also of one that was killed a moment ago.
    },
    state: () => state,
    pid: () => child?.pid,
  };
}
