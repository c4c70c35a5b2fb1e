import { execFileSync } from 'node:child_process';
import { isAbsolute, relative } from 'node:path';
import { UsageError } from './usage-error';

/** The files of a directory as a revision of git has them; paths are absolute or of the directory. */
export interface Revision {
  /** The text of a file; undefined where the revision does not have it. */
  readonly read: (path: string) => string | undefined;
  /** The files of a folder and of its folders, relative to the directory. */
  readonly files: (folder: string) => string[];
  /** Those that are new, changed or gone since, of these folders, relative to the directory. */
  readonly changed: (folders: readonly string[]) => string[];
}

/**
 * Opens a revision of the repository that a directory is in.
 *
 * @param what the option or verb that asks, for errors
 * @throws {UsageError} without git, and for a revision that it does not know
 */
export function openRevision(name: string, cwd: string, what: string): Revision {
  const git = (...args: string[]): string | undefined => {
    try {
      return execFileSync('git', args, {
        cwd,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        maxBuffer: 2 ** 28,
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return undefined;
      throw new UsageError(`${what} needs git, which is not installed`);
    }
  };
  const commit = git('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`)?.trim();
  if (!commit) throw new UsageError(`${what}: git knows no revision '${name}' here`);
  const local = (path: string) => (isAbsolute(path) ? relative(cwd, path) : path) || '.';
  const lines = (text = '') => text.split('\0').filter((line) => line !== '');
  return {
    read: (path) => git('show', `${commit}:./${local(path)}`),
    files: (folder) => lines(git('ls-tree', '-r', '-z', '--name-only', commit, '--', local(folder))),
    changed: (folders) => {
      const paths = folders.map(local);
      return [
        ...lines(git('diff', '-z', '--name-only', '--relative', commit, '--', ...paths)),
        ...lines(git('ls-files', '-z', '--others', '--exclude-standard', '--', ...paths)),
      ];
    },
  };
}
