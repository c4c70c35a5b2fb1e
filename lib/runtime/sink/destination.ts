import { lazy } from '../lazy';
import type { SyslogTarget } from '../syslog/syslog-target';
import { FdWriter } from './fd-writer';
import { fileSink } from './file-sink';
import { type Coalescing, lineSink } from './line-sink';
import type { Sink } from './sink';

/** Where records go; `{ sink }` is anything of your own. */
export type Destination =
  | 'stderr'
  | 'stdout'
  | { readonly file: string }
  | { readonly fd: number }
  | { readonly syslog: SyslogTarget }
  | { readonly sink: Sink };

/**
 * @param tag What a log daemon files the records under.
 * @throws OptionsError when the destination cannot be opened.
 */
export function openDestination(destination: Destination, tag: string, coalescing?: Coalescing): Sink {
  if (destination === 'stderr') return descriptor(2, 'stderr', coalescing);
  if (destination === 'stdout') return descriptor(1, 'stdout', coalescing);
  if ('file' in destination) return fileSink(destination.file, MAX_RECORD_BYTES, coalescing);
  if ('fd' in destination) return descriptor(destination.fd, `descriptor ${destination.fd}`, coalescing);
  if ('syslog' in destination) return lazy.syslogSink().openSyslog({ ...destination.syslog, tag });
  return destination.sink;
}

// --- internal ---

/** The CloudWatch agent cuts lines at 256 KiB, of which CloudWatch counts 26 bytes as overhead. */
const MAX_RECORD_BYTES = 256 * 1024 - 26;

function descriptor(fd: number, name: string, coalescing?: Coalescing): Sink {
  return lineSink(new FdWriter({ fd, name }), MAX_RECORD_BYTES, coalescing);
}
