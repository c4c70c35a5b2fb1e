import type { RecordIdentity } from '../logger/format';
import type { OwnDestination } from '../sink/destination';
import type { Sink } from '../sink/sink';
import { cloudWatchSink } from './cloudwatch-sink';
import { sdkLogClient } from './log-client';
import { ownStream } from './own-stream';

/** A log stream of this process's own; several writers of one stream would shuffle it. */
export interface CloudWatchTarget {
  readonly group: string;
  /** @default <worker>/<host>/<pid>/<start time> */
  readonly stream?: string;
  /** A CloudWatchLogsClient. @default one of the process's own */
  readonly client?: { readonly send: (command: never) => Promise<unknown> };
  /**
   * Loads the SDK, for a program that is bundled with it: `() => import('@aws-sdk/client-cloudwatch-logs')`.
   * @default it is looked for where the program runs
   */
  readonly sdk?: () => Promise<unknown>;
}

/** A logger's destination whose records are events of CloudWatch Logs. */
export interface CloudWatchDestination extends OwnDestination {
  readonly cloudwatch: CloudWatchTarget;
}

/** Records to CloudWatch Logs by PutLogEvents; needs `@aws-sdk/client-cloudwatch-logs`. */
export const cloudWatchLogs = (target: CloudWatchTarget): CloudWatchDestination => ({
  cloudwatch: target,
  open: (identity) => open(target, identity),
});

// --- internal ---

function open({ group, stream, client, sdk }: CloudWatchTarget, identity: RecordIdentity): Sink {
  return cloudWatchSink({
    client: sdkLogClient({ group, stream: stream ?? ownStream(identity), client, sdk }),
    name: `log group ${group}`,
  });
}
