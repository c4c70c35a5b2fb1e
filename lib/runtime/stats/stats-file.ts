import { appendFileSync, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { OptionsError } from '../options-error';
import type { Stats } from './stats';

/**
 * Appends one line of JSON. `{{ date }}` in the path is the UTC date of the statistics, so that there is a
 * file a day; the file is created, its folder must exist.
 * @returns the path that was written.
 * @throws OptionsError when the folder is missing.
 */
export function appendStats(path: string, stats: Stats): string {
  const file = path.replace(/\{\{\s*date\s*\}\}/g, stats.time.slice(0, 10));
  if (!existsSync(dirname(file))) {
    throw new OptionsError(`cannot append statistics to ${file}: its folder does not exist; create it first`);
  }
  appendFileSync(file, `${JSON.stringify(stats)}\n`);
  return file;
}
