import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/**
 * The line by which an editor completes a file of a folder from a schema of the installed package; undefined where the
 * package.json of `cwd` does not have the package, so that there is no path that is the same on any machine.
 */
export function schemaLine(kind: 'realm' | 'incident', folder: string, cwd: string): string | undefined {
  if (!hasPackage(cwd)) return undefined;
  const schema = join(cwd, 'node_modules', 'tiltmeter', 'docs', 'schemas', `${kind}.schema.json`);
  return `# yaml-language-server: $schema=${relative(resolve(cwd, folder), schema).replaceAll('\\', '/')}`;
}

// --- internal ---

function hasPackage(cwd: string): boolean {
  try {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'));
    return Object.hasOwn({ ...dependencies, ...devDependencies }, 'tiltmeter');
  } catch {
    return false;
  }
}
