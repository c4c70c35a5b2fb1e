import { appendFileSync, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { OptionsError } from '../options-error';
import type { Stats } from './stats';

/**
 * Appends one line of JSON. `{{ name }}` in the path is an argument of the run; `{{ date }}`, unless it is one, the UTC
 * date of the statistics, so that there is a file a day. The file is created, its folder must exist.
 * @returns the path that was written.
 * @throws OptionsError when the folder is missing, or the run has no such argument.
 */
export function appendStats(
  path: string,
  stats: Stats,
  args: Readonly<Record<string, unknown>> = {},
): string {
  const values = { date: stats.time.slice(0, 10), ...args };
  const file = path.replace(/\{\{\s*([\w.-]+)\s*\}\}/g, (_whole, name: string) => {
    if (Object.hasOwn(values, name)) return String(values[name as keyof typeof values]);
    const known = Object.keys(values).sort().join(', ');
    throw new OptionsError(`the path ${path} names '${name}', which the run does not have; it has ${known}`);
  });
  if (!existsSync(dirname(file))) {
    throw new OptionsError(`cannot append statistics to ${file}: its folder does not exist; create it first`);
  }
  appendFileSync(file, `${JSON.stringify(stats)}\n`);
  return file;
}
