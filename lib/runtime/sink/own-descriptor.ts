import { constants, fstatSync, openSync, type Stats } from 'node:fs';
import { sharedState } from '../shared-state';

/**
 * A descriptor through which no call can block. A pipe as a shell, Docker and systemd give it blocks whoever writes when
 * its reader is stuck; opened anew it is non-blocking for us alone, whoever else holds it, and stays the pipe that it
 * was when the host closes the number and it becomes another file's. It is kept until the process ends.
 * Where it cannot be opened anew (a socket, another user's pipe, no /proc), Node's own stream makes it non-blocking.
 */
export function ownDescriptor(fd: number): number {
  try {
    const stat = fstatSync(fd);
    if (!stat.isFIFO() && !stat.isSocket()) return fd;
    const id = idOf(stat);
    const known = opened.get(fd);
    if (known?.id === id) return known.own;
    const own = stat.isFIFO() ? reopen(fd) : touch(fd);
    opened.set(fd, { own, id });
    return own;
  } catch {
    return fd;
  }
}

/** Device and inode of what a descriptor is open on; undefined when it is closed. */
export function identity(fd: number): string | undefined {
  try {
    return idOf(fstatSync(fd));
  } catch {
    return undefined;
  }
}

export const idOf = ({ dev, ino }: Stats): string => `${dev}:${ino}`;

// --- internal ---

interface Opened {
  readonly own: number;
  readonly id: string;
}

const opened = sharedState('descriptors', () => new Map<number, Opened>());

function reopen(fd: number): number {
  try {
    return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return touch(fd);
  }
}

/** The first use of process.stdout or process.stderr makes a pipe or a socket non-blocking. */
function touch(fd: number): number {
  if (fd === 1) void process.stdout;
  if (fd === 2) void process.stderr;
  return fd;
}
