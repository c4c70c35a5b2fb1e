import { randomBytes } from 'node:crypto';
import { rmdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { clearLeftovers, own } from './leftovers';
import { LocalRealmError } from './local-realm-error';
import { makeFolders } from './make-folders';

/** Where a local realm keeps everything it writes; gone after `remove()`. */
export interface WorkDirectory {
  readonly path: string;
  readonly remove: () => void;
}

/** The folder under the current directory that holds the work directories of running realms. */
export const WORK_FOLDER = '.tiltmeter';

/**
 * Makes a fresh directory `<parent>/<realm>-<random>`, in `.tiltmeter` under the current directory unless
 * another parent is given. `.tiltmeter`, or the parents that had to be made, go away with it when empty.
 * What a realm has left there that was killed goes first. One to `keep` is nobody's to clear.
 */
export function makeWorkDirectory(realm: string, cwd: string, parent?: string, keep = false): WorkDirectory {
  const base = resolve(cwd, parent ?? WORK_FOLDER);
  const path = join(base, `${realm}-${randomBytes(4).toString('hex')}`);
  try {
    clearLeftovers(base);
    const firstMade = makeFolders(path) ?? path;
    if (!keep) own(path);
    return { path, remove: () => removeUpTo(path, parent === undefined ? base : firstMade) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new LocalRealmError(
      `work directory: cannot write to ${base} (${code ?? message}); give a writable one with --work-dir`,
    );
  }
}

// --- internal ---

function removeUpTo(path: string, top: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  for (let folder = dirname(path); folder.startsWith(top); folder = dirname(folder)) {
    try {
      rmdirSync(folder);
    } catch {
      return; // Somebody else's realm lives there as well.
    }
  }
}
