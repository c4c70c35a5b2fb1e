/** A search of one log group. */
export interface LogSearch {
  readonly logGroup: string;
  /** A CloudWatch Logs filter pattern. */
  readonly pattern: string;
  /** Epoch milliseconds; the end is not included. */
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  /** Whether what matches counts. @default all does */
  readonly accept?: (message: string) => boolean;
}

export interface FoundRecord {
  readonly timestamp: number;
  readonly message: string;
}

export type SearchLogs = (query: LogSearch, abortSignal: AbortSignal) => Promise<readonly FoundRecord[]>;

/**
 * FilterLogEvents: what matches, newest first, page after page (a page may be empty) until there are enough or no more. The SDK
 * is loaded at the first search: with require(), since import() does not find the SDK of the Lambda runtime, which NODE_PATH
 * points at.
 */
export function logSearch(): SearchLogs {
  let client: import('@aws-sdk/client-cloudwatch-logs').CloudWatchLogsClient | undefined;
  return async ({ logGroup, pattern, from, to, limit, accept = () => true }, abortSignal) => {
    const { CloudWatchLogsClient, FilterLogEventsCommand } =
      require('@aws-sdk/client-cloudwatch-logs') as typeof import('@aws-sdk/client-cloudwatch-logs');
    client ??= new CloudWatchLogsClient({});
    const found: FoundRecord[] = [];
    let nextToken: string | undefined;
    do {
      const page = await client.send(
        new FilterLogEventsCommand({
          logGroupName: logGroup,
          filterPattern: pattern,
          startTime: from,
          endTime: to,
          startFromHead: false,
          limit: Math.min(limit, MOST_OF_A_PAGE),
          nextToken,
        }),
        { abortSignal },
      );
      for (const { timestamp = 0, message = '' } of page.events ?? []) {
        if (accept(message)) found.push({ timestamp, message });
      }
      nextToken = page.nextToken;
    } while (nextToken && found.length < limit);
    return found;
  };
}

// --- internal ---

const MOST_OF_A_PAGE = 10_000;
