import { EVENTS_TABLE } from './events-table';
import { exactText, type RecordsOf, recordPattern } from './filter-patterns';
import { METRICS } from './metrics';
import { LONGEST_PATTERN, storedLine, storedPattern } from './stored-record';
import { SYSTEM_VARIABLE, workerSource } from './system';

/** Environment of the function that says how old the last success of jobs is. */
export const FRESHNESS_ENV = {
  /** Absent of the default one. */
  system: SYSTEM_VARIABLE,
  realm: 'TILTMETER_REALM',
  namespace: 'TILTMETER_NAMESPACE',
  /** JSON, job to how old its last success may be, in seconds. */
  jobs: 'TILTMETER_FRESH_JOBS',
  /** Name of the table of run events; or else `logGroup`. */
  table: 'TILTMETER_EVENTS_TABLE',
  /** Name of the group of the workers' records. */
  logGroup: 'TILTMETER_RECORDS',
  /** The function's own log group, where it finds what it said before. */
  memory: 'TILTMETER_MEMORY',
} as const;

/** What is known of a job's last success, in epoch milliseconds. */
export interface KnownSuccess {
  /** Undefined while none is known. */
  readonly success?: number;
  /** Since when it is asked for. */
  readonly watchedSince: number;
}

/**
 * How old a job's last success is, in seconds. While none is known it is at least as old as the time for which nobody has
 * seen one: so a new realm is quiet, and a job that never succeeds is told of as late as one that no longer does.
 */
export const secondsSinceSuccess = ({ success, watchedSince }: KnownSuccess, now: number): number =>
  Math.max(0, (now - (success ?? watchedSince)) / 1_000);

/** The line, of the embedded metric format, that says it; the function reads its own lines when it starts anew. */
export function freshnessLine(
  { realm, namespace }: { readonly realm: string; readonly namespace: string },
  job: string,
  known: KnownSuccess,
  now: number,
): string {
  const { name, unit, dimensions } = METRICS.SecondsSinceSuccess;
  return JSON.stringify({
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        { Namespace: namespace, Dimensions: [dimensions], Metrics: [{ Name: name, Unit: unit }] },
      ],
    },
    type: FRESHNESS_LINE,
    Realm: realm,
    Job: job,
    [name]: secondsSinceSuccess(known, now),
    ...(known.success !== undefined && { last_success: new Date(known.success).toISOString() }),
    watched_since: new Date(known.watchedSince).toISOString(),
  });
}

/** The pattern of these lines. */
export const freshnessLinePattern = (realm: string): string =>
  recordPattern({ type: FRESHNESS_LINE, Realm: realm });

/** What a line says; undefined for what is none. */
export function readFreshnessLine(
  line: string,
): { readonly job: string; readonly known: KnownSuccess } | undefined {
  try {
    const { type, Job, last_success, watched_since } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    const watchedSince = Date.parse(String(watched_since));
    if (type !== FRESHNESS_LINE || typeof Job !== 'string' || Number.isNaN(watchedSince)) return undefined;
    const success = Date.parse(String(last_success));
    return { job: Job, known: { ...(!Number.isNaN(success) && { success }), watchedSince } };
  } catch {
    return undefined;
  }
}

/**
 * The pattern of the record of a run that succeeds, which a worker writes once, after all tries: of the jobs, or of all where
 * they are too many for a pattern, or none is named.
 */
export function successPattern({ system, realm }: RecordsOf, jobs: readonly string[]): string {
  const complete = '$.message = "*Complete"';
  const fields = successFields({ system, realm });
  if (jobs.length === 0) return recordPattern(fields, complete);
  const ofThese = recordPattern(fields, complete, jobs.map((job) => exactText('job_id', job)).join(' || '));
  return ofThese.length <= LONGEST_PATTERN ? ofThese : recordPattern(fields, complete);
}

/** The same for what is stored, be it as a line or by OTLP; it may find more than successes. */
export function storedSuccessPattern(of: RecordsOf, jobs: readonly string[]): string {
  const ofThese = storedPattern(successPattern(of, jobs)).pattern;
  return ofThese.length <= LONGEST_PATTERN ? ofThese : storedPattern(successPattern(of, [])).pattern;
}

/** A run that succeeds, by its record. */
export interface SuccessRecord {
  /** `lava-worker` */
  readonly source: string;
  readonly realm: string;
  readonly job: string;
}

/** The run that succeeds by what is stored of a record, whosever it is; undefined for any other record. */
export function successRecord(stored: string): SuccessRecord | undefined {
  // Of many records few are successes.
  if (!stored.includes('Complete')) return undefined;
  try {
    const record = JSON.parse(storedLine(stored)) as Readonly<Record<string, unknown>>;
    const { event_source: source, event_type: type, realm, job_id: job, message } = record;
    if (type !== 'job' || typeof message !== 'string' || !message.endsWith('Complete')) return undefined;
    const isWhole = typeof source === 'string' && typeof realm === 'string' && typeof job === 'string';
    return isWhole ? { source, realm, job } : undefined;
  } catch {
    return undefined;
  }
}

/** The job that succeeds by what is stored of a record; undefined for any other. */
export function succeededJob({ system, realm }: RecordsOf, stored: string): string | undefined {
  const record = successRecord(stored);
  return record?.source === workerSource(system) && record.realm === realm ? record.job : undefined;
}

/** What the function may do with a table: find the runs of a job by their time. */
export const eventsIndexArn = (tableArn: string): string => `${tableArn}/index/${EVENTS_TABLE.byTime.name}`;

// --- internal ---

const FRESHNESS_LINE = 'freshness';

const successFields = ({ system, realm }: RecordsOf): Readonly<Record<string, string>> => ({
  event_source: workerSource(system),
  event_type: 'job',
  realm,
});
