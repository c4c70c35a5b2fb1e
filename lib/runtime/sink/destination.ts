import type { FormatFactory, RecordIdentity } from '../logger/format';
import type { SyslogTarget } from '../syslog/syslog-target';
import { fdWriter } from './fd-writer';
import type { FileTarget } from './file-sink';
import { lazy } from './lazy';
import { type Coalescing, lineSink } from './line-sink';
import { ownDescriptor } from './own-descriptor';
import type { Sink } from './sink';

/** Where records go; `{ sink }` is anything of your own. */
export type Destination =
  | 'stderr'
  | 'stdout'
  | FileTarget
  | { readonly fd: number }
  | { readonly syslog: SyslogTarget }
  | { readonly cloudwatch: CloudWatchTarget }
  | OwnDestination
  | { readonly sink: Sink };

/** A destination with a format of its own: a program that does not use it does not have it in its bundle. */
export interface OwnDestination {
  readonly format: FormatFactory;
  /** @throws OptionsError when it cannot be opened. */
  readonly open: (identity: RecordIdentity, maxRecordBytes: number) => Sink;
}

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

/**
 * @param identity Names the records for a log daemon, and the log stream.
 * @throws OptionsError when the destination cannot be opened.
 */
export function openDestination(
  destination: Destination,
  identity: RecordIdentity,
  coalescing?: Coalescing,
): Sink {
  if (destination === 'stderr') return descriptor(2, 'stderr', coalescing);
  if (destination === 'stdout') return descriptor(1, 'stdout', coalescing);
  if ('file' in destination) return lazy.fileSink().fileSink(destination, MAX_RECORD_BYTES, coalescing);
  if ('fd' in destination) return descriptor(destination.fd, `descriptor ${destination.fd}`, coalescing);
  if ('syslog' in destination)
    return lazy.syslogSink().openSyslog({ ...destination.syslog, tag: identity.tag });
  if ('open' in destination) return destination.open(identity, MAX_RECORD_BYTES);
  if ('cloudwatch' in destination) return cloudWatch(destination.cloudwatch, identity);
  return destination.sink;
}

// --- internal ---

/** The CloudWatch agent cuts lines at 256 KiB, of which CloudWatch counts 26 bytes as overhead. */
const MAX_RECORD_BYTES = 256 * 1024 - 26;

function descriptor(fd: number, name: string, coalescing?: Coalescing): Sink {
  return lineSink(fdWriter({ fd: ownDescriptor(fd), name }), MAX_RECORD_BYTES, coalescing);
}

function cloudWatch(
  { group, stream, client, sdk }: CloudWatchTarget,
  { worker, host, pid }: RecordIdentity,
): Sink {
  const start = new Date(Date.now()).toISOString().replace(/[:.]/g, '-');
  const own = stream ?? `${worker}/${host}/${pid}/${start}`;
  return lazy.cloudWatchSink().cloudWatchSink({
    client: lazy.logClient().sdkLogClient({ group, stream: own, client, sdk }),
    name: `log group ${group}`,
  });
}
