import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a process and everything that it started take together. */
export interface TreeReading {
  readonly processes: number;
  /** Bytes of resident memory. Shared pages count for each process that has them. */
  readonly rss: number;
}

/**
 * Reads /proc; undefined where there is none or the process is gone.
 * @param root Seam for tests. @default '/'
 */
export function readTree(pid: number, root = '/'): TreeReading | undefined {
  const all = readAll(root);
  if (!all.has(pid)) return undefined;
  const children = new Map<number, number[]>();
  for (const [child, { parent }] of all) children.set(parent, [...(children.get(parent) ?? []), child]);
  let [processes, rss] = [0, 0];
  const waiting = [pid];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    processes += 1;
    rss += all.get(next)!.rss;
    waiting.push(...(children.get(next) ?? []));
  }
  return { processes, rss };
}

// --- internal ---

const PAGE_BYTES = 4096;

function readAll(root: string): Map<number, { parent: number; rss: number }> {
  const all = new Map<number, { parent: number; rss: number }>();
  for (const name of list(join(root, 'proc'))) {
    if (!/^\d+$/.test(name)) continue;
    // pid (name) state ppid …: the name may hold anything, so what follows its last bracket is counted
    const fields = read(join(root, 'proc', name, 'stat'))
      .split(') ')
      .at(-1)!
      .split(' ');
    if (fields.length > 21)
      all.set(Number(name), { parent: Number(fields[1]), rss: Number(fields[21]) * PAGE_BYTES });
  }
  return all;
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A process may be gone between the listing and the reading. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
