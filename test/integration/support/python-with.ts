import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Path of a Python with the packages of a requirements file, which are installed once. */
export function pythonWith(requirements: string): string {
  const name = readFileSync(requirements, 'utf8').replaceAll(/[^\w.]+/g, '-');
  const home = join(__dirname, '../../../node_modules/.cache/tiltmeter', name);
  const [command, done] = [join(home, 'bin/python'), join(home, 'complete')];
  if (existsSync(done)) return command;
  const options = { stdio: ['ignore', 'ignore', 'inherit'] as ('ignore' | 'inherit')[] };
  execFileSync('python3', ['-m', 'venv', home], options);
  execFileSync(join(home, 'bin/pip'), ['install', '--quiet', '-r', requirements], options);
  writeFileSync(done, '');
  return command;
}
