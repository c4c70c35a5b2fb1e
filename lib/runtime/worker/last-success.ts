import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Where the last success of each job is kept, so that a restart does not forget it. */
export interface LastSuccess {
  /** For messages. */
  readonly name: string;
  /** Epoch milliseconds; undefined when the job is not known to have succeeded. */
  readonly read: (job: string) => Promise<number | undefined>;
  /** @default nothing to be kept: somebody else does */
  readonly write?: (job: string, at: number) => Promise<void>;
}

/** A file on this machine that all its workers share: JSON, job to time. Another machine's successes are not in it. */
export function lastSuccessFile(path: string): LastSuccess {
  return {
    name: path,
    read: async (job) => successesIn(path).get(job),
    async write(job, at) {
      const known = successesIn(path);
      if ((known.get(job) ?? 0) >= at) return;
      known.set(job, at);
      mkdirSync(dirname(path), { recursive: true });
      const fresh = `${path}.${process.pid}`;
      writeFileSync(fresh, JSON.stringify(Object.fromEntries(known)));
      // whole or not at all, whoever else reads or writes
      renameSync(fresh, path);
    },
  };
}

// --- internal ---

/** What is no such file holds nothing that is known. */
function successesIn(path: string): Map<string, number> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw error;
  }
  try {
    return new Map(Object.entries(JSON.parse(text)).filter(isTime));
  } catch {
    return new Map();
  }
}

const isTime = (entry: [string, unknown]): entry is [string, number] => Number.isFinite(entry[1]);
