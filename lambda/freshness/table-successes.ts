import { newestSuccess, type QueryRuns } from '../../lib/contract';
import type { FindSuccesses } from './watch';

/** Finds the successes of jobs in the realm's table of run events. */
export const createTableSuccesses =
  (table: string, query: QueryRuns): FindSuccesses =>
  async (asked) => {
    const successes = new Map<string, number>();
    // One after the other: Lava's table has five reads a second.
    for (const { job, lookedAt } of asked) {
      const at = await newestSuccess(query, table, job, lookedAt);
      if (at !== undefined) successes.set(job, at);
    }
    return successes;
  };
