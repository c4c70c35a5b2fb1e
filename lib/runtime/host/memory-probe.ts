import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Memory in bytes as it limits this process: the control group's when it has a limit, else the machine's. */
export interface MemoryReading {
  readonly total: number;
  readonly used: number;
  readonly swapTotal: number;
  readonly swapUsed: number;
}

/**
 * Reads /proc and /sys, which never block.
 * @param root Seam for tests. @default '/'
 * @returns undefined where there is no /proc/meminfo.
 */
export function readMemory(root = '/'): MemoryReading | undefined {
  const meminfo = parsePairs(read(root, 'proc/meminfo'));
  const total = kib(meminfo.MemTotal);
  if (Number.isNaN(total)) return undefined;
  const swapTotal = kib(meminfo.SwapTotal) || 0;
  const swap = { swapTotal, swapUsed: swapTotal - (kib(meminfo.SwapFree) || 0) };
  const group = readGroup(root);
  if (group && group.limit < total) return { total: group.limit, used: group.used, ...swap };
  return { total, used: total - kib(meminfo.MemAvailable), ...swap };
}

// --- internal ---

const kib = (text: string | undefined): number => Number.parseInt(text ?? '', 10) * 1024;

/** Version 2 first: the nearest limit from the process's own group to the root that it sees; version 1 last. */
function readGroup(root: string): { limit: number; used: number } | undefined {
  const own = /^0::(\/.*)$/m.exec(read(root, 'proc/self/cgroup'))?.[1] ?? '/';
  for (let path = own; ; path = dirname(path)) {
    const folder = join('sys/fs/cgroup', path);
    const group = groupOf(root, folder, 'memory.max', 'memory.current', 'inactive_file');
    if (group) return group;
    if (path === '/') break;
  }
  const v1 = 'sys/fs/cgroup/memory';
  return groupOf(root, v1, 'memory.limit_in_bytes', 'memory.usage_in_bytes', 'total_inactive_file');
}

/** What the kernel can take back at once (inactive file cache) is not used memory. */
function groupOf(root: string, folder: string, limitFile: string, usageFile: string, cache: string) {
  const limit = Number.parseInt(read(root, join(folder, limitFile)), 10);
  const usage = Number.parseInt(read(root, join(folder, usageFile)), 10);
  if (Number.isNaN(limit) || Number.isNaN(usage)) return undefined;
  const stat = parsePairs(read(root, join(folder, 'memory.stat')));
  return { limit, used: Math.max(0, usage - (Number.parseInt(stat[cache] ?? '', 10) || 0)) };
}

function read(root: string, path: string): string {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return '';
  }
}

/** Lines of `name: value` or `name value`. */
function parsePairs(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/^(\w+):?\s+(.*)$/gm)].map(([, name, value]) => [name, value]));
}
