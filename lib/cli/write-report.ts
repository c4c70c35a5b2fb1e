import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Io } from './io';
import { UsageError } from './usage-error';

/** Writes what an option asked for; `--junit`, `--html`. */
export function writeReport(option: string, file: string, text: string, { cwd }: Io): void {
  try {
    writeFileSync(resolve(cwd, file), text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `${option}: cannot write '${file}' (${code}); give a file in a folder that is there`,
    );
  }
}
