import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { closest } from '../text';
import { readAtMost } from '../text/read-at-most';
import type { RealmConfig } from './realm-config';
import { type RealmFile, readRealmFile } from './realm-file';
import { RealmFileError, type RealmProblem } from './realm-file-error';

/**
 * Reads and checks `<directory>/<realm>.yaml` for the realms named, in that order, or for every realm there, in
 * the order of their names.
 *
 * @throws RealmFileError with every mistake of every file read.
 */
export function loadRealms(directory: string, names?: readonly string[]): RealmConfig[] {
  const { known, problems } = realmsIn(directory);
  const wanted = names ? [...new Set(names)] : known;
  const configs: RealmConfig[] = [];
  for (const name of wanted) {
    if (!known.includes(name)) {
      problems.push({ file: directory, message: unknownRealm(name, known) });
      continue;
    }
    const file = join(directory, `${name}.yaml`);
    const read = readFile(file);
    if ('config' in read) configs.push(read.config);
    else problems.push(...read.problems);
  }
  if (problems.length > 0) throw new RealmFileError(problems);
  return configs;
}

// --- internal ---

const MAX_BYTES = 4 * 1024 * 1024;

function readFile(file: string): RealmFile {
  let bytes: Buffer | undefined;
  try {
    bytes = readAtMost(file, MAX_BYTES);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { problems: [{ file, message: `cannot be read, got ${code}, allowed: a readable file` }] };
  }
  if (bytes) return readRealmFile(file, bytes.toString());
  return { problems: [{ file, message: `larger than ${MAX_BYTES} bytes, allowed: a realm file` }] };
}

function realmsIn(directory: string): { known: string[]; problems: RealmProblem[] } {
  let entries: string[];
  try {
    entries = readdirSync(directory).sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const what = code === 'ENOENT' ? 'no such directory' : 'no realm files';
    const message = `${what}, got ${code}, allowed: a directory with <realm>.yaml files; tiltmeter init makes one`;
    throw new RealmFileError([{ file: directory, message }]);
  }
  const known = entries
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length));
  const problems = entries
    .filter((name) => name.endsWith('.yml'))
    .map((name) => ({ file: join(directory, name), message: `wrong ending, got '.yml', allowed: '.yaml'` }));
  if (known.length === 0 && problems.length === 0) {
    problems.push({
      file: directory,
      message: 'no realm files, got none, allowed: <realm>.yaml files; tiltmeter init makes one',
    });
  }
  return { known, problems };
}

function unknownRealm(name: string, known: readonly string[]): string {
  const near = closest(name, known);
  const hint = near ? `, did you mean '${near}'` : '';
  const allowed = known.length === 1 ? `${known[0]}, the only realm there` : known.join(', ');
  return `unknown realm, got '${name}'${hint}, allowed: ${allowed}`;
}
