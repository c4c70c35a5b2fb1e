import type { QueryRuns } from '../../lib/contract';
import { withinTime } from '../../lib/time-limit/time-limit';
import type { SearchLogs } from './search-logs';

/** ms that a search of a log group, all its pages, may take; and a page of the table. */
export const SEARCH_LIMIT_MS = 15_000;
export const QUERY_LIMIT_MS = 5_000;

/**
 * AWS's services as the function's ports. Each SDK client is loaded when it is first needed: with require(), since import()
 * does not find the SDK of the Lambda runtime, which NODE_PATH points at.
 */
export function logSearch(): SearchLogs {
  let client: import('@aws-sdk/client-cloudwatch-logs').CloudWatchLogsClient | undefined;
  return ({ logGroup, pattern, from, to, limit, accept = () => true }) =>
    withinTime(SEARCH_LIMIT_MS, async (abortSignal) => {
      const { CloudWatchLogsClient, FilterLogEventsCommand } =
        require('@aws-sdk/client-cloudwatch-logs') as typeof import('@aws-sdk/client-cloudwatch-logs');
      client ??= new CloudWatchLogsClient({});
      const found: { timestamp: number; message: string }[] = [];
      let nextToken: string | undefined;
      do {
        const page = await client.send(
          new FilterLogEventsCommand({
            logGroupName: logGroup,
            filterPattern: pattern,
            startTime: from,
            endTime: to,
            startFromHead: false,
            limit: Math.min(limit, 10_000),
            nextToken,
          }),
          { abortSignal },
        );
        for (const { timestamp = 0, message = '' } of page.events ?? []) {
          if (accept(message)) found.push({ timestamp, message });
        }
        nextToken = page.nextToken;
      } while (nextToken && found.length < limit);
      return found.sort((a, b) => b.timestamp - a.timestamp);
    });
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
