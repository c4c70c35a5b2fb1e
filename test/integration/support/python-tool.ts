import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const CACHE = join(__dirname, '../../../node_modules/.cache/tiltmeter');

/**
 * Path of a program from PyPI, installed once into a virtual environment of its own.
 * @param name of the package, and of its program
 * @param version pinned, so that a verdict changes only with this repository
 */
export function pythonTool(name: string, version: string): string {
  const home = join(CACHE, `${name}-${version}`);
  const program = join(home, 'bin', name);
  if (existsSync(program)) return program;
  const stdio = ['ignore', 'ignore', 'inherit'] as const;
  mkdirSync(home, { recursive: true });
  execFileSync('python3', ['-m', 'venv', home], { stdio: [...stdio] });
  execFileSync(join(home, 'bin/pip'), ['install', '--quiet', `${name}==${version}`], { stdio: [...stdio] });
  return program;
}
