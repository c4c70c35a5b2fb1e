import type { LogSignal } from '../../engine/model/signal';
import { RecordingError } from './recording-error';
import { instantOf } from './timestamp';

type Json = Readonly<Record<string, unknown>>;

/** Where events belong that do not say it themselves. */
export interface LogPlace {
  readonly source: string;
  readonly logGroupName: string | undefined;
}

/** `events` of FilterLogEvents or GetLogEvents, or rows of Logs Insights. */
export function logEvents(events: readonly unknown[], place: LogPlace): LogSignal[] {
  return events.map((event, index) => logEvent(event as Json, place, `event ${index + 1}`));
}

/** `results` of GetQueryResults: a list of fields for each row. */
export function queryResults(results: readonly unknown[], place: LogPlace): LogSignal[] {
  const rows = results.map((row) =>
    Array.isArray(row) ? Object.fromEntries((row as Json[]).map(({ field, value }) => [field, value])) : row,
  );
  return logEvents(rows, place);
}

/** An event, whose members may have the names that Logs Insights gives them. */
export function logEvent(event: Json, place: LogPlace, where: string): LogSignal {
  const timestamp = instantOf(event.timestamp ?? event['@timestamp']);
  const message = textOf(event.message ?? event['@message']);
  if (timestamp === undefined || message === undefined) throw noInstant(place, where);
  const stream = event.logStreamName ?? event['@logStream'];
  const ingested = instantOf(event.ingestionTime ?? event['@ingestionTime']);
  return {
    type: 'log',
    timestamp,
    // Ingested late is seen late; a filter takes its time on top.
    ...(ingested === undefined ? {} : { visibleAt: Math.max(ingested, timestamp) + FILTER_DELAY }),
    logGroupName: groupOf(event, place),
    ...(typeof stream === 'string' && stream !== '' ? { logStreamName: stream } : {}),
    message,
  };
}

/** The group that an event says, or else that of its place. */
export function groupOf(event: Json, { source, logGroupName }: LogPlace): string {
  const own = event.logGroupName ?? event.logGroup ?? withoutAccount(event['@log']);
  if (typeof own === 'string' && own !== '') return own;
  if (logGroupName !== undefined) return logGroupName;
  throw new RecordingError(
    `${source}: the events do not say their log group and the template has several, allowed: --log-group NAME`,
  );
}

export function noInstant({ source }: LogPlace, where: string): RecordingError {
  return new RecordingError(
    `${source}: ${where}: no timestamp and message, allowed: events of filter-log-events, JSON records with a timestamp, or lines 'TIME MESSAGE'`,
  );
}

// --- internal ---

/** What the engine assumes for a metric filter where a signal does not say. */
const FILTER_DELAY = 30_000;

/** The console shows a JSON message of a query as an object. */
function textOf(message: unknown): string | undefined {
  if (typeof message === 'string') return message;
  return typeof message === 'object' && message !== null ? JSON.stringify(message) : undefined;
}

/** Logs Insights names a group with the account before it. */
function withoutAccount(log: unknown): unknown {
  return typeof log === 'string' ? log.replace(/^\d{12}:/, '') : undefined;
}
