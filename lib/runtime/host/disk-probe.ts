import type { StatsFs } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

export type Statfs = (path: string) => Promise<Pick<StatsFs, 'blocks' | 'bfree' | 'bavail'>>;

/**
 * Percentage of a file system in use, as df counts it. A dead network disk blocks for ever: the question is
 * then given up after `patience` ms, and not asked again before the first answer has come, since each
 * question holds one of Node's few I/O threads.
 * @returns undefined when there is no answer.
 */
export function diskProbe(path: string, patience = 2000, ask: Statfs = statfs) {
  let hanging = false;
  return async (): Promise<number | undefined> => {
    if (hanging) return undefined;
    hanging = true;
    let timer: NodeJS.Timeout | undefined;
    const answer = ask(path)
      .then(percentUsed, () => undefined)
      .finally(() => {
        hanging = false;
      });
    const timeout = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), patience);
      timer.unref();
    });
    return Promise.race([answer, timeout]).finally(() => clearTimeout(timer));
  };
}

/** Asks for the file system that a folder is on, or would be on if it were made. */
export const statfsOfParent: Statfs = async (path) => {
  try {
    return await statfs(path);
  } catch (error) {
    const parent = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === path) throw error;
    return statfsOfParent(parent);
  }
};

// --- internal ---

function percentUsed({ blocks, bfree, bavail }: Pick<StatsFs, 'blocks' | 'bfree' | 'bavail'>): number {
  const used = blocks - bfree;
  return used + bavail === 0 ? 0 : (used / (used + bavail)) * 100;
}
