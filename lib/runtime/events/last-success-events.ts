import { newestSuccess, type QueryRuns } from '../../contract/newest-success';
import { withinTime } from '../../time-limit/time-limit';
import { loadSdk } from '../aws-sdk';
import type { LastSuccess } from '../worker/last-success';
import type { DynamoDbEventsProps } from './dynamodb-events';

/** ms that a page of events may take. */
export const READ_LIMIT_MS = 10_000;

/**
 * The last success of jobs by the events table, which all workers of the realm write, Lava's too: right however many
 * machines there are.
 */
export function lastSuccessOfEvents({ table, client, sdk }: DynamoDbEventsProps): LastSuccess {
  let own = client;
  const query: QueryRuns = async (runs) => {
    const { DynamoDBClient, QueryCommand } = await loadSdk<typeof import('@aws-sdk/client-dynamodb')>(
      '@aws-sdk/client-dynamodb',
      'reads events',
      sdk,
    );
    own ??= new DynamoDBClient({});
    const answer = await withinTime(READ_LIMIT_MS, (abortSignal) =>
      own!.send(new QueryCommand(runs as never) as never, { abortSignal }),
    );
    return answer as Awaited<ReturnType<QueryRuns>>;
  };
  const looked = new Map<string, number>();
  return {
    name: table,
    async read(job) {
      const now = Date.now();
      const success = await newestSuccess(query, table, job, looked.get(job));
      looked.set(job, now);
      return success;
    },
  };
}
