import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A compiled file of this package, e.g. `lib/local/process/leash.js`: what a child process runs is compiled even
 * where its parent runs from the sources, as in tests.
 */
export function compiled(path: string): string {
  return join(packageRoot(), 'dist', path);
}

// --- internal ---

function packageRoot(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}
