import { createLogger, type Logger, otlpLogs } from '../../../lib/runtime';
import { attribute, type Behaviour, otlpServer } from '../otlp/otlp-server';
import type { FaultOutcome } from './cloudwatch-faults';

interface Fault {
  readonly behave?: Behaviour;
  readonly compression?: 'gzip';
  /** Whether it is away for a second when the records are written. */
  readonly restarts?: true;
  readonly count: number;
  /** Records that it will never take. */
  readonly impossible: number;
}

/** What a collector does to its writers, by name. */
export const COLLECTOR_FAULTS: Readonly<Record<string, () => Fault>> = {
  'it restarts, away for 1 s': () => ({ restarts: true, count: 5000, impossible: 0 }),
  'it takes 300 ms for each request': () => ({ behave: () => ({ delay: 300 }), count: 5000, impossible: 0 }),
  'every second request is answered 429 with Retry-After': () => ({
    behave: (request) => (request % 2 === 1 ? { status: 429, headers: { 'retry-after': '0' } } : undefined),
    count: 5000,
    impossible: 0,
  }),
  '503 for 1 s': () => {
    const end = Date.now() + 1000;
    return { behave: () => (Date.now() < end ? { status: 503 } : undefined), count: 5000, impossible: 0 };
  },
  '413 for more than 100 records': () => ({
    behave: (_, { body }) =>
      body.resourceLogs![0]!.scopeLogs[0]!.logRecords.length > 100 ? { status: 413 } : undefined,
    count: 1000,
    impossible: 0,
  }),
  "400 for more than 20 KB, the collector's answer": () => ({
    behave: (_, { raw }) =>
      raw.length > 20_000 ? { status: 400, body: { message: 'http: request body too large' } } : undefined,
    count: 1000,
    impossible: 0,
  }),
  '415 for gzip': () => ({
    behave: (_, { headers }) => (headers['content-encoding'] === 'gzip' ? { status: 415 } : undefined),
    compression: 'gzip',
    count: 1000,
    impossible: 0,
  }),
  'it takes a request, and closes in the middle of its answer (arrives twice)': () => ({
    behave: (request) => (request === 1 ? { cut: true, takes: true } : undefined),
    count: 1000,
    impossible: 0,
  }),
  'a partial success without 3 records': () => ({
    behave: (request) =>
      request === 1
        ? { without: 3, body: { partialSuccess: { rejectedLogRecords: '3', errorMessage: 'too old' } } }
        : undefined,
    count: 100,
    impossible: 3,
  }),
  'every request is answered 400': () => ({ behave: () => ({ status: 400 }), count: 100, impossible: 100 }),
};

/** Writes against a collector with the fault, and closes. */
export async function sufferCollector(name: string): Promise<FaultOutcome> {
  const { behave, restarts, compression, count } = COLLECTOR_FAULTS[name]!();
  let server = await otlpServer(behave);
  const destination = otlpLogs({ endpoint: `${server.url}/v1/logs`, compression });
  const logger = createLogger({ realm: 'dev', worker: 'core', destination });
  if (restarts) await server.close();
  write(logger, count);
  if (restarts) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    server = await otlpServer(behave, server.port);
  }
  await logger.close();
  const numbers = server.records().map((record) => Number(attribute(record, 'n')));
  await server.close();
  return { written: count, arrived: [...new Set(numbers)], counted: logger.dropped() };
}

// --- internal ---

function write(logger: Logger, count: number): void {
  for (let n = 0; n < count; n += 1) logger.info('record', { n });
}
