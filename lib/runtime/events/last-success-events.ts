import { EVENTS_TABLE } from '../../contract/events-table';
import { withinTime } from '../../time-limit/time-limit';
import { loadSdk } from '../aws-sdk';
import type { LastSuccess } from '../worker/last-success';
import type { DynamoDbEventsProps } from './dynamodb-events';

/** ms that a page of events may take. */
export const READ_LIMIT_MS = 10_000;

/**
 * The last success of jobs by the events table, which all workers of the realm write, Lava's too: right however many
 * machines there are. Reads what a job's events need, newest first, at most `MOST_PAGES` pages of them.
 */
export function lastSuccessOfEvents({ table, client, sdk }: DynamoDbEventsProps): LastSuccess {
  let own = client;
  return {
    name: table,
    async read(job) {
      const { DynamoDBClient, QueryCommand } = await loadSdk<typeof import('@aws-sdk/client-dynamodb')>(
        '@aws-sdk/client-dynamodb',
        'reads events',
        sdk,
      );
      own ??= new DynamoDBClient({});
      let from: Page['LastEvaluatedKey'];
      for (let page = 0; page < MOST_PAGES; page++) {
        const query = { TableName: table, ...queryOf(job), ExclusiveStartKey: from as never };
        const answer = (await withinTime(READ_LIMIT_MS, (abortSignal) =>
          own!.send(new QueryCommand(query) as never, { abortSignal }),
        )) as Page;
        const at = Math.max(...(answer.Items ?? []).map(timeOf));
        if (Number.isFinite(at)) return at;
        from = answer.LastEvaluatedKey;
        if (from === undefined) return undefined;
      }
      return undefined;
    },
  };
}

// --- internal ---

interface Page {
  readonly Items?: readonly { readonly tu_event?: { readonly S?: string } }[];
  readonly LastEvaluatedKey?: Readonly<Record<string, unknown>>;
}

/** A page is at most 1 MB, some hundred runs. */
const MOST_PAGES = 10;

const { byTime, partitionKey } = EVENTS_TABLE;

const queryOf = (job: string) => ({
  IndexName: byTime.name,
  KeyConditionExpression: '#job = :job',
  FilterExpression: '#status = :complete',
  ProjectionExpression: '#time',
  ExpressionAttributeNames: { '#job': partitionKey, '#status': 'status', '#time': byTime.sortKey },
  ExpressionAttributeValues: { ':job': { S: job }, ':complete': { S: 'complete' } },
  ScanIndexForward: false,
});

/** Lava writes UTC without an offset. */
const timeOf = ({ tu_event }: NonNullable<Page['Items']>[number]): number =>
  Date.parse(`${(tu_event?.S ?? '').slice(0, 23).replace(' ', 'T')}Z`);
