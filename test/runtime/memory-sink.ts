import { createLogger, type Logger, type LoggerProps, type Sink } from '../../lib/runtime';

export interface MemorySink extends Sink {
  readonly lines: string[];
  /** The lines, parsed. */
  readonly records: () => Record<string, unknown>[];
}

/** A sink that keeps lines, and refuses them while `refuse` says so. */
export function memorySink(maxRecordBytes = 10_000, refuse: () => boolean = () => false): MemorySink {
  const lines: string[] = [];
  let dropped = 0;
  return {
    lines,
    records: () => lines.map((line) => JSON.parse(line)),
    write(line) {
      if (refuse()) dropped += 1;
      else lines.push(line);
    },
    flush() {},
    drain: async () => {},
    reopen() {},
    close: async () => {},
    dropped: () => dropped,
    maxRecordBytes,
  };
}

export function memoryLogger(props: Partial<LoggerProps> = {}, sink = memorySink()): [Logger, MemorySink] {
  const logger = createLogger({
    realm: 'dev',
    worker: 'core',
    host: 'h1',
    destination: { sink },
    ...props,
  });
  return [logger, sink];
}
