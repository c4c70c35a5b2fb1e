import { type FormatName, type Logger, startHeartbeat, ThreadRegistry } from '../../lib/runtime';
import { memoryLogger } from '../runtime/memory-sink';

/** The formats that a container may print and the pipeline reads. */
export const FORMATS = [
  'json',
  'oakestra',
  'oakestra-json',
  'logfmt',
  'text',
] as const satisfies readonly FormatName[];

export type RecordName = keyof typeof WRITERS;

/** One line of each kind, as the runtime really writes it: by its logger, its heartbeat, its thread registry. */
export async function writtenRecords(format: FormatName): Promise<Readonly<Record<RecordName, string>>> {
  const entries: [string, string][] = [];
  for (const [name, write] of Object.entries(WRITERS)) {
    const [logger, sink] = memoryLogger({ host: 'h', level: 'debug', format });
    await write(logger);
    entries.push([name, sink.lines.at(-1)!]);
  }
  return Object.fromEntries(entries) as Record<RecordName, string>;
}

/** Writes the record of a name, as the others are written. */
export const writeRecord = async (name: RecordName, logger: Logger): Promise<void> => WRITERS[name](logger);

/** The level of each, whatever the format. */
export const LEVEL_OF: Readonly<Record<RecordName, string>> = {
  debug: 'DEBUG',
  info: 'INFO',
  warning: 'WARNING',
  error: 'ERROR',
  critical: 'CRITICAL',
  heartbeat: 'INFO',
  waiting: 'INFO',
  stuck: 'INFO',
  unreadable: 'INFO',
  'dead thread': 'INFO',
  starting: 'INFO',
  failed: 'ERROR',
};

// --- internal ---

const JOB = {
  event_type: 'job',
  job_id: 'cmd/hello',
  run_id: '6f0b5c1e-0000-4000-8000-000000000001',
} as const;

const WRITERS = {
  debug: (logger: Logger) => logger.debug('looking'),
  info: (logger: Logger) => logger.info('Worker core of realm dev is up', { event_type: 'worker' }),
  warning: (logger: Logger) =>
    logger.warning('slow', { level: 'CRITICAL', service: 'evil', tag: 'evil', seconds: 3 }),
  error: (logger: Logger) =>
    logger.error('Cannot read the queue', { event_type: 'connection', error: new Error('no "net"') }),
  critical: (logger: Logger) => logger.critical('level=DEBUG service=evil {"level":"DEBUG"}'),
  heartbeat: (logger: Logger) => beat(logger, { messages: 0, notvisible: 2 }),
  waiting: (logger: Logger) => beat(logger, { messages: 17, notvisible: 3 }),
  stuck: (logger: Logger) => beat(logger, { messages: 17, notvisible: 0 }),
  unreadable: (logger: Logger) => beat(logger, { messages: -1, notvisible: -1 }),
  'dead thread': (logger: Logger) => beat(logger, { messages: 0, notvisible: 0 }, true),
  starting: (logger: Logger) => logger.info('Starting', JOB),
  failed: (logger: Logger) => logger.error('Failed', { ...JOB, error: new Error('disk full') }),
} as const;

async function beat(
  logger: Logger,
  depth: { messages: number; notvisible: number },
  dead = false,
): Promise<void> {
  const threads = new ThreadRegistry(logger);
  const thread = threads.thread('worker-00');
  if (dead) thread.die(new Error('lost'));
  const heartbeat = startHeartbeat({ logger, every: 60, sqs: async () => depth, threads });
  // the first heartbeat is written as soon as the depth is known
  await new Promise((resolve) => setImmediate(resolve));
  heartbeat.stop();
}
