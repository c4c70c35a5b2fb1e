import { existsSync, type FSWatcher, statSync, watch } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Io } from '../io';
import { EXIT, type ExitCode } from '../verb';

export interface WatchProps {
  /** Files and folders whose changes lead to another run; those that do not exist are left out. */
  readonly paths: readonly string[];
  readonly io: Io;
  readonly run: () => ExitCode;
}

/**
 * Runs, and runs again at every change until it is interrupted; the exit code is the last run's. Bad input is
 * said and waited out, since it is what a person who edits produces.
 */
export async function watchAndRun({ paths, io, run }: WatchProps): Promise<ExitCode> {
  let changed = deferred();
  const watchers = watchersOf(paths, io.cwd, () => changed.resolve());
  const stopped = new Promise<void>((done) => {
    if (io.signal.aborted) done();
    else io.signal.addEventListener('abort', () => done(), { once: true });
  });
  let code: ExitCode = EXIT.ok;
  try {
    for (;;) {
      code = attempt(run, io);
      if (io.signal.aborted) return code;
      io.err('watching for changes, Ctrl-C ends');
      await Promise.race([changed.promise, stopped]);
      if (io.signal.aborted) return code;
      // An editor writes a file in several steps.
      await new Promise((done) => setTimeout(done, SETTLE_MS));
      changed = deferred();
    }
  } finally {
    for (const watcher of watchers) watcher.close();
  }
}

// --- internal ---

const SETTLE_MS = 100;

function deferred() {
  let resolvePromise = () => {};
  const promise = new Promise<void>((done) => {
    resolvePromise = done;
  });
  return { promise, resolve: () => resolvePromise() };
}

/** A file is watched through its folder: editors replace files, and a watch on the old one would go deaf. */
function watchersOf(paths: readonly string[], cwd: string, onChange: () => void): FSWatcher[] {
  const folders = paths
    .map((path) => resolve(cwd, path))
    .filter((path) => existsSync(path))
    .map((path) => (statSync(path).isDirectory() ? path : dirname(path)));
  return [...new Set(folders)].map((folder) => watch(folder, onChange));
}

function attempt(run: () => ExitCode, io: Io): ExitCode {
  try {
    return run();
  } catch (error) {
    if ((error as { userError?: boolean }).userError !== true) throw error;
    for (const line of (error as Error).message.split('\n')) io.err(`tiltmeter: ${line}`);
    return EXIT.usage;
  }
}
