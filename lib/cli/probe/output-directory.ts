import { mkdirSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Io } from '../io';
import { UsageError } from '../usage-error';
import type { OptionValues } from '../verb';

/** `--out`. @throws UsageError */
export function emptyDirectory(value: OptionValues[string], io: Io): string {
  if (value === undefined) throw new UsageError('probe: needs --out DIR, --plan or --clean');
  const directory = resolve(io.cwd, String(value));
  try {
    mkdirSync(directory, { recursive: true });
    if (readdirSync(directory).length === 0) return directory;
  } catch (error) {
    throw new UsageError(`probe: --out: cannot make '${value}': ${(error as NodeJS.ErrnoException).code}`);
  }
  throw new UsageError(`probe: --out: '${value}' holds files, allowed: a new or empty directory`);
}
