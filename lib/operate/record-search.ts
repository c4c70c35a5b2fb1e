import {
  DEFAULT_SYSTEM,
  DISPATCHER_EVENT_SOURCE,
  LEVELS,
  type Level,
  recordPattern,
  workerSource,
} from '../contract';
import { printable } from './printable';
import type { FoundRecord, RealmPorts, RecordQuery } from './realm-ports';

/** What a record has to have; absent is anything. */
export interface RecordCriteria {
  readonly realm: string;
  readonly system: string;
  readonly worker?: string;
  readonly job?: string;
  readonly run?: string;
  readonly event?: string;
  /** This level or a higher one. */
  readonly level?: Level;
  /** Whether those of Lava's own dispatcher are meant, too, where the system is Lava; it says no worker. */
  readonly dispatcher?: boolean;
}

/** The filter pattern of the records that meet all criteria. */
export function criteriaPattern({
  realm,
  system,
  worker,
  job,
  run,
  event,
  level,
  dispatcher = false,
}: RecordCriteria): string {
  const isAny = dispatcher && system === DEFAULT_SYSTEM;
  const fields = {
    event_source: isAny ? undefined : workerSource(system),
    realm,
    worker,
    job_id: job,
    run_id: run,
    event_type: event,
  };
  const given = Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined);
  const levels = level === undefined ? [] : LEVELS.slice(LEVELS.indexOf(level));
  const ofLevel = levels.map((name) => `$.level = "${name}"`).join(' || ');
  return recordPattern(
    Object.fromEntries(given),
    ...(isAny ? [ANY_SOURCE] : []),
    ...(ofLevel === '' ? [] : [ofLevel]),
  );
}

export interface FollowProps {
  /** Waits until records are asked for again; false ends it. */
  readonly pause: () => Promise<boolean>;
}

/** Records as they arrive, each once, without end. */
export async function* followRecords(
  ports: Pick<RealmPorts, 'findRecords'>,
  query: RecordQuery,
  { pause }: FollowProps,
): AsyncGenerator<FoundRecord> {
  const seen = new Map<string, number>();
  let { from } = query;
  do {
    let newest = from;
    for await (const page of ports.findRecords({ ...query, from })) {
      for (const record of page) {
        newest = Math.max(newest, record.timestamp);
        if (seen.has(record.id)) continue;
        seen.set(record.id, record.timestamp);
        yield record;
      }
    }
    // What is late arrives with an older time, so the last minutes are asked for again.
    from = Math.max(from, newest - LATE_MS);
    for (const [id, timestamp] of seen) if (timestamp < from) seen.delete(id);
  } while (await pause());
}

/** A record for programs. */
export interface RecordDocument {
  /**
   * Event time.
   * @format date-time
   */
  readonly timestamp: string;
  /** `<worker>/<instance>`. */
  readonly stream: string;
  /** The line as it was written: JSON of docs/runtime.md, or any other text. */
  readonly message: string;
}

/** A record as one line for programs. */
export function recordJson({ timestamp, stream, message }: FoundRecord): string {
  return JSON.stringify({
    timestamp: new Date(timestamp).toISOString(),
    stream,
    message,
  } satisfies RecordDocument);
}

/** A record as one line for people: time, level, stream, job, run, message; any other line as it is. */
export function recordLine({ timestamp, stream, message }: FoundRecord): string {
  const record = parse(message);
  const time = new Date(timestamp).toISOString().slice(0, 19).replace('T', ' ');
  if (!record) return `${time} ${stream} ${printable(message)}`;
  const run = typeof record.run_id === 'string' ? ` run=${record.run_id.slice(0, 8)}` : '';
  const job = typeof record.job_id === 'string' ? ` ${record.job_id}` : '';
  const text = `${time} ${record.level ?? ''} ${stream}${job}${run} ${record.message ?? ''}`;
  return printable(text);
}

// --- internal ---

const ANY_SOURCE = [workerSource(DEFAULT_SYSTEM), DISPATCHER_EVENT_SOURCE]
  .map((source) => `$.event_source = "${source}"`)
  .join(' || ');

/** How late a record may be that is still followed. */
const LATE_MS = 120_000;

function parse(message: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
