import type { FormatFactory, RecordIdentity } from '../logger/format';
import { OptionsError } from '../options-error';
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
  | OwnDestination
  | { readonly sink: Sink };

/** A destination that is a function's: a program that does not use it does not have it in its bundle. */
export interface OwnDestination {
  /** A format of its own. @default the logger's */
  readonly format?: FormatFactory;
  /** @throws OptionsError when it cannot be opened. */
  readonly open: (identity: RecordIdentity, maxRecordBytes: number) => Sink;
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
  if ('sink' in destination) return destination.sink;
  const given = Object.keys(destination).join(', ');
  throw new OptionsError(
    `unknown destination { ${given} }: allowed are 'stderr', 'stdout', { file }, { fd }, { syslog }, { sink }, otlpLogs(), cloudWatchLogs() and cloudWatchOtlpLogs()`,
  );
}

// --- internal ---

/** The CloudWatch agent cuts lines at 256 KiB, of which CloudWatch counts 26 bytes as overhead. */
const MAX_RECORD_BYTES = 256 * 1024 - 26;

function descriptor(fd: number, name: string, coalescing?: Coalescing): Sink {
  return lineSink(fdWriter({ fd: ownDescriptor(fd), name }), MAX_RECORD_BYTES, coalescing);
}
