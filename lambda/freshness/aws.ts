import type { QueryRuns } from '../../lib/contract';
import { withinTime } from '../../lib/time-limit/time-limit';
import { logSearch } from '../shared/search-logs';
import type { SearchLogs } from './search-logs';

/** ms that a search of a log group, all its pages, may take; and a page of the table. */
export const SEARCH_LIMIT_MS = 15_000;
export const QUERY_LIMIT_MS = 5_000;

/**
 * AWS's services as the function's ports. Each SDK client is loaded when it is first needed: with require(), since import()
 * does not find the SDK of the Lambda runtime, which NODE_PATH points at.
 */
export function timedSearch(): SearchLogs {
  const search = logSearch();
  return async (query) => {
    const found = await withinTime(SEARCH_LIMIT_MS, (abortSignal) => search(query, abortSignal));
    return [...found].sort((a, b) => b.timestamp - a.timestamp);
  };
}

export function tableQuery(): QueryRuns {
  let client: import('@aws-sdk/client-dynamodb').DynamoDBClient | undefined;
  return async (runs) => {
    const { DynamoDBClient, QueryCommand } =
      require('@aws-sdk/client-dynamodb') as typeof import('@aws-sdk/client-dynamodb');
    client ??= new DynamoDBClient({});
    const answer = await withinTime(QUERY_LIMIT_MS, (abortSignal) =>
      client!.send(new QueryCommand(runs as never), { abortSignal }),
    );
    return answer as Awaited<ReturnType<QueryRuns>>;
  };
}
