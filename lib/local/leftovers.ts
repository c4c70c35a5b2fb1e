import { lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDead, type ProcessIdentity, processIdentity } from './process/process-identity';

/** Says in a work directory whose it is, so that the next realm can clear it when that one was killed. */
export function own(directory: string): void {
  const identity = processIdentity(process.pid);
  if (identity) writeFileSync(join(directory, OWNER_FILE), JSON.stringify(identity));
}

/**
 * Removes the work directories below `base` whose realms are known to be dead, and ends what those have left running.
 * Whatever cannot be read, or is somebody else's, stays as it is: a leftover is no reason not to start.
 */
export function clearLeftovers(base: string): void {
  for (const name of attempt(() => readdirSync(base)) ?? []) {
    const directory = join(base, name);
    if (!WORK_DIRECTORY.test(name) || !isOurs(directory)) continue;
    const owner = ownerOf(directory);
    if (owner === undefined || !isDead(owner)) continue;
    endProcesses(name);
    attempt(() => rmSync(directory, { recursive: true, force: true, maxRetries: 3 }));
  }
}

// --- internal ---

const OWNER_FILE = 'owner.json';
const WORK_DIRECTORY = /^.+-[0-9a-f]{8}$/;

/** A process of somebody else may be hidden, and would look dead. */
function isOurs(path: string): boolean {
  const stat = attempt(() => lstatSync(path));
  return stat?.isDirectory() === true && stat.uid === process.getuid?.();
}

function ownerOf(directory: string): ProcessIdentity | undefined {
  const read = attempt(() => JSON.parse(readFileSync(join(directory, OWNER_FILE), 'utf8')));
  const { pid, started, where } = read ?? {};
  const right = Number.isInteger(pid) && pid > 0 && typeof started === 'string' && typeof where === 'string';
  return right ? { pid, started, where } : undefined;
}

/** Those that the realm has started: their AWS settings are in its directory, whose name is no other's. */
function endProcesses(name: string): void {
  for (const pid of (attempt(() => readdirSync('/proc')) ?? []).filter((entry) => /^\d+$/.test(entry))) {
    const environment = attempt(() => readFileSync(`/proc/${pid}/environ`, 'utf8'));
    if (
      !environment?.split('\0').some((one) => one.startsWith('AWS_CONFIG_FILE=') && one.includes(`/${name}/`))
    )
      continue;
    attempt(() => process.kill(Number(pid), 'SIGKILL'));
  }
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
