import { type EventItem, runsQuery, successOf } from './events-table';

/** DynamoDB's Query: one page. */
export type QueryRuns = (
  query: ReturnType<typeof runsQuery> & { readonly ExclusiveStartKey?: Readonly<Record<string, unknown>> },
) => Promise<{
  readonly Items?: readonly EventItem[];
  readonly LastEvaluatedKey?: Readonly<Record<string, unknown>>;
}>;

/**
 * When a job last succeeded, from the table of run events, which all workers of a realm write, Lava's too.
 * @param lookedAt when the table was last looked at: only runs that were heard of since are read. Absent: the last thousand
 * @returns epoch milliseconds; undefined when there is no success in what was read
 */
export async function newestSuccess(
  query: QueryRuns,
  table: string,
  job: string,
  lookedAt?: number,
): Promise<number | undefined> {
  const runs = runsQuery(table, job, lookedAt === undefined ? undefined : lookedAt - LATE_MS);
  let from: Readonly<Record<string, unknown>> | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { Items = [], LastEvaluatedKey } = await query({
      ...runs,
      ...(from && { ExclusiveStartKey: from }),
    });
    const times = Items.map(successOf).filter((time) => time !== undefined);
    if (times.length > 0) return Math.max(...times);
    from = LastEvaluatedKey;
    if (from === undefined) break;
  }
  return undefined;
}

// --- internal ---

/** Of clocks that differ, and of events that are written late. */
const LATE_MS = 10 * 60_000;

/** A thousand runs. */
const MOST_PAGES = 40;
