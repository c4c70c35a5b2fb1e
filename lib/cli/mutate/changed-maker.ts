import { join } from 'node:path';
import { packageFolder } from '../package-folder';
import type { Revision } from '../revision';
import { version } from '../version';

/**
 * Why the template of a realm may be another one since a revision although its file is the same: the code that makes it has
 * changed, in this package's own repository, or by another version of it. Undefined where it is the same, or where
 * nothing says which version it was.
 */
export function changedMaker(revision: Revision, home: string = packageFolder()): string | undefined {
  const own = revision.read(join(home, 'package.json'));
  if (own !== undefined) {
    const [file] = revision.changed(MADE_OF.map((folder) => join(home, folder)));
    return file === undefined ? undefined : `${file}, which makes its template, has changed`;
  }
  const then = lockedVersion(revision.read('package-lock.json'));
  if (then === undefined || then === version()) return undefined;
  return `its template was made by tiltmeter ${then}, and is by ${version()} now`;
}

// --- internal ---

/** What a template is made of besides the realm file. */
const MADE_OF = ['lib/constructs', 'lib/contract', 'lib/realm', 'lib/text', 'lambda'];

/** Source: package-lock.json, lockfileVersion 2 and 3: `packages` by path. */
function lockedVersion(lock: string | undefined): string | undefined {
  try {
    const found: unknown = JSON.parse(lock ?? '')?.packages?.['node_modules/tiltmeter']?.version;
    return typeof found === 'string' ? found : undefined;
  } catch {
    return undefined;
  }
}
