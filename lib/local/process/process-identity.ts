import { readFileSync, readlinkSync } from 'node:fs';

/** What tells a process from every other, of this machine or another, that has had the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** In ticks since the boot. */
  readonly started: string;
  /** The boot and the process namespace in which the number is meant. */
  readonly where: string;
}

/** Of a process that runs. Undefined: it does not, or there is no /proc to ask. */
export function processIdentity(pid: number): ProcessIdentity | undefined {
  const where = place();
  if (where === undefined) return undefined;
  try {
    // The second field is the program's name, which may hold anything.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, started] = [fields[0], fields[19]];
    if (started === undefined || state === 'Z' || state === 'X') return undefined;
    return { pid, started, where };
  } catch {
    return undefined;
  }
}

/** Whether it is known that this process is no more; of another boot, container or machine it is not known. */
export function isDead({ pid, started, where }: ProcessIdentity): boolean {
  return where === place() && processIdentity(pid)?.started !== started;
}

// --- internal ---

function place(): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return undefined;
  }
}
