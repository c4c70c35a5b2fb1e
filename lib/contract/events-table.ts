/** Key schema of the realm's table of run events, as Lava has it. */
export const EVENTS_TABLE = {
  partitionKey: 'job_id',
  sortKey: 'run_id',
  timeToLive: 'ttl',
  byTime: { name: 'job_id-tu_event-index', sortKey: 'tu_event' },
} as const;

/** What a run's item tells of its successes, as DynamoDB answers. */
export interface EventItem {
  readonly status?: { readonly S?: string };
  readonly tu_event?: { readonly S?: string };
  readonly log?: {
    readonly L?: readonly {
      readonly M?: { readonly status?: { readonly S?: string }; readonly tu_event?: { readonly S?: string } };
    }[];
  };
}

/**
 * A query of the runs of a job, those first that were last heard of. Pages are small: Lava's table has five reads a second.
 * @param after epoch milliseconds; runs that were last heard of before it are left out
 */
export function runsQuery(table: string, job: string, after?: number) {
  const { byTime, partitionKey } = EVENTS_TABLE;
  return {
    TableName: table,
    IndexName: byTime.name,
    KeyConditionExpression: `#job = :job${after === undefined ? '' : ' AND #time > :after'}`,
    ProjectionExpression: '#status, #time, #log',
    ExpressionAttributeNames: {
      '#job': partitionKey,
      '#time': byTime.sortKey,
      '#status': 'status',
      '#log': 'log',
    },
    ExpressionAttributeValues: {
      ':job': { S: job },
      ...(after !== undefined && { ':after': { S: new Date(after).toISOString().slice(0, -1) } }),
    },
    ScanIndexForward: false,
    Limit: PAGE_RUNS,
  };
}

/**
 * When a run succeeded, in epoch milliseconds; undefined when it did not. Its last status does not tell: an action that
 * fails after a success is a status of its own.
 */
export function successOf({ status, tu_event, log }: EventItem): number | undefined {
  const entries = [{ status, tu_event }, ...(log?.L ?? []).map(({ M = {} }) => M)];
  const times = entries
    .filter((entry) => entry.status?.S === 'complete')
    .map((entry) => timeOf(entry.tu_event?.S))
    .filter((time) => !Number.isNaN(time));
  return times.length === 0 ? undefined : Math.max(...times);
}

// --- internal ---

const PAGE_RUNS = 25;

/** Lava writes UTC without an offset, in microseconds unless there are none. */
const timeOf = (text = ''): number => Date.parse(`${text.slice(0, 23).replace(' ', 'T')}Z`);
