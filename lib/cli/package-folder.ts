import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where this package is, above its sources or above what is compiled of them. */
export function packageFolder(): string {
  let directory = __dirname;
  while (!existsSync(join(directory, 'package.json'))) directory = dirname(directory);
  return directory;
}
