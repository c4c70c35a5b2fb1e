/** FilterLogEvents: what matches, the newest first, page after page until there are enough. */
export type SearchLogs = (query: {
  readonly logGroup: string;
  /** A CloudWatch Logs filter pattern. */
  readonly pattern: string;
  /** Epoch milliseconds; the end is not included. */
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  /** Whether what matches counts. @default all does */
  readonly accept?: (message: string) => boolean;
}) => Promise<readonly { readonly timestamp: number; readonly message: string }[]>;
