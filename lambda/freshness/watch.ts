import {
  freshnessLine,
  freshnessLinePattern,
  type KnownSuccess,
  readFreshnessLine,
} from '../../lib/contract';
import type { FreshnessConfig } from './config';
import type { SearchLogs } from './search-logs';

/** A job whose last success is asked for. */
export interface Asked {
  readonly job: string;
  /** When it was last looked for, in epoch milliseconds; absent: never. */
  readonly lookedAt?: number;
}

/** When jobs last succeeded, as far as that is found out since they were looked for; those are left out that have not. */
export type FindSuccesses = (asked: readonly Asked[], now: number) => Promise<ReadonlyMap<string, number>>;

export interface FreshnessPorts {
  readonly findSuccesses: FindSuccesses;
  /** In the function's own log. */
  readonly searchLogs: SearchLogs;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Takes a line of the function's log. */
  readonly write: (line: string) => void;
}

/**
 * Says, each time it is called, how old the last success of each job is. What it knew before it started anew it reads in its
 * own log. When its log or the successes cannot be read, how old they are is not known: then it says nothing and fails.
 */
export function createWatch(config: FreshnessConfig, ports: FreshnessPorts): () => Promise<void> {
  const jobs = Object.keys(config.jobs);
  let known: ReadonlyMap<string, Looked> | undefined;

  return async () => {
    const now = ports.now();
    const before = known ?? (await remember(config, now, ports.searchLogs));
    const found = await ports.findSuccesses(
      jobs.map((job) => ({ job, lookedAt: before.get(job)?.at })),
      now,
    );
    known = new Map(jobs.map((job) => [job, { ...learn(before.get(job), found.get(job), now), at: now }]));
    for (const [job, one] of known) ports.write(freshnessLine(config, job, one, now));
  };
}

// --- internal ---

type Looked = KnownSuccess & { readonly at: number };

/** How long it may have been away. */
const MEMORY_MS = 14 * 24 * 3_600_000;

/** Lines of each job that are looked at: a job that is new has none, and of others some may be missing. */
const LINES_OF_A_JOB = 3;

/** What is older than is known is told late, and changes nothing. */
function learn(was: KnownSuccess | undefined, found: number | undefined, now: number): KnownSuccess {
  const success = Math.max(found ?? Number.NEGATIVE_INFINITY, was?.success ?? Number.NEGATIVE_INFINITY);
  return { ...(Number.isFinite(success) && { success }), watchedSince: was?.watchedSince ?? now };
}

async function remember(
  { realm, memory, jobs }: FreshnessConfig,
  now: number,
  search: SearchLogs,
): Promise<ReadonlyMap<string, Looked>> {
  const lines = await search({
    logGroup: memory,
    pattern: freshnessLinePattern(realm),
    from: now - MEMORY_MS,
    to: now,
    limit: Object.keys(jobs).length * LINES_OF_A_JOB,
  });
  const known = new Map<string, Looked>();
  for (const { timestamp, message } of lines) {
    const said = readFreshnessLine(message);
    // The newest comes first.
    if (said && !known.has(said.job)) known.set(said.job, { ...said.known, at: timestamp });
  }
  return known;
}
