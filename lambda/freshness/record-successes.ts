import { storedSuccessPattern, succeededJob } from '../../lib/contract';
import { TimeLimitError } from '../../lib/time-limit/time-limit';
import type { FreshnessConfig } from './config';
import type { SearchLogs } from './search-logs';
import type { FindSuccesses } from './watch';

/**
 * Finds the successes of jobs in the workers' records, where no table has them: what all jobs have said since the last search
 * in one search, and a job that was never looked for as far back as its last success may be, or as there is time.
 */
export function createRecordSuccesses(
  { system, realm, jobs }: Pick<FreshnessConfig, 'system' | 'realm' | 'jobs'>,
  logGroup: string,
  search: SearchLogs,
): FindSuccesses {
  const of = { system, realm };
  return async (asked, now) => {
    const successes = new Map<string, number>();
    const learn = (job: string, at: number) => {
      successes.set(job, Math.max(at, successes.get(job) ?? at));
    };
    let late = false;
    // One after the other: FilterLogEvents takes five calls a second (CloudWatch Logs quotas).
    for (const { job } of asked.filter(({ lookedAt }) => lookedAt === undefined)) {
      if (late) break;
      const from = now - Math.min(jobs[job]! * 1_000, LONGEST_LOOK_MS);
      const pattern = storedSuccessPattern(of, [job]);
      const accept = (message: string) => succeededJob(of, message) === job;
      const query = { logGroup, pattern, from, to: now, limit: 1, accept };
      const [newest] = await search(query).catch((error) => {
        if (!(error instanceof TimeLimitError)) throw error;
        late = true;
        return [];
      });
      if (newest) learn(job, newest.timestamp);
    }
    const again = asked.filter(({ lookedAt }) => lookedAt !== undefined);
    if (again.length > 0) {
      const from = Math.min(...again.map(({ lookedAt }) => lookedAt!)) - LATE_MS;
      const jobsAgain = again.map(({ job }) => job);
      const pattern = storedSuccessPattern(of, jobsAgain);
      const accept = (message: string) => jobsAgain.includes(succeededJob(of, message) ?? '');
      const query = { logGroup, pattern, from, to: now, limit: MOST_RECORDS, accept };
      for (const { timestamp, message } of await search(query)) {
        learn(succeededJob(of, message)!, timestamp);
      }
    }
    return successes;
  };
}

// --- internal ---

/** A record may come so late: an agent that was stopped catches up. */
const LATE_MS = 10 * 60_000;
/** Further back, a search of a group with much in it takes too long. */
const LONGEST_LOOK_MS = 7 * 24 * 3_600_000;
const MOST_RECORDS = 1_000;
