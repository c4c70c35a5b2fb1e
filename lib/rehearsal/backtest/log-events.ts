import type { LogSignal } from '../../engine/model/signal';
import { RecordingError } from './recording-error';
import { instantOf } from './timestamp';

type Json = Readonly<Record<string, unknown>>;

/** Where events belong that do not say it themselves. */
export interface LogPlace {
  readonly source: string;
  readonly logGroupName: string | undefined;
}

/** `events` of FilterLogEvents or GetLogEvents. */
export function logEvents(events: readonly unknown[], place: LogPlace): LogSignal[] {
  return events.map((event, index) => logEvent(event as Json, place, `event ${index + 1}`));
}

/**
 * Lines of NDJSON or of an export to S3, mixed as they come: events of FilterLogEvents, records of a
 * subscription, records that a worker wrote, or an instant and a message.
 */
export function logLines(text: string, place: LogPlace): LogSignal[] {
  return text.split('\n').flatMap((line, index) => {
    const trimmed = line.trim();
    return trimmed === '' ? [] : signalsOf(trimmed, place, `line ${index + 1}`);
  });
}

// --- internal ---

function signalsOf(line: string, place: LogPlace, where: string): LogSignal[] {
  const record = line.startsWith('{') ? parse(line) : undefined;
  if (!record) return [exported(line, place, where)];
  const { logEvents: events, logGroup, logStream } = record;
  if (Array.isArray(events)) {
    const group = typeof logGroup === 'string' ? logGroup : place.logGroupName;
    const stream = typeof logStream === 'string' ? { logStreamName: logStream } : {};
    return logEvents(events, { ...place, logGroupName: group }).map((one) => ({ ...one, ...stream }));
  }
  // A worker's own record has a message too, but its timestamp is a text and its line is the event.
  if (typeof record.timestamp === 'number' && typeof record.message === 'string') {
    return [logEvent(record, place, where)];
  }
  const timestamp = instantOf(record.timestamp);
  if (timestamp === undefined) throw noInstant(place, where);
  return [{ type: 'log', timestamp, logGroupName: groupOf(record, place), message: line }];
}

function logEvent(event: Json, place: LogPlace, where: string): LogSignal {
  const timestamp = instantOf(event.timestamp ?? event['@timestamp']);
  const message = event.message ?? event['@message'];
  if (timestamp === undefined || typeof message !== 'string') throw noInstant(place, where);
  const stream = event.logStreamName ?? event['@logStream'];
  const ingested = instantOf(event.ingestionTime);
  return {
    type: 'log',
    timestamp,
    // Ingested late is seen late; a filter takes its time on top.
    ...(ingested === undefined ? {} : { visibleAt: Math.max(ingested, timestamp) + FILTER_DELAY }),
    logGroupName: groupOf(event, place),
    ...(typeof stream === 'string' ? { logStreamName: stream } : {}),
    message,
  };
}

/** What the engine assumes for a metric filter where a signal does not say. */
const FILTER_DELAY = 30_000;

function exported(line: string, place: LogPlace, where: string): LogSignal {
  const space = line.indexOf(' ');
  const timestamp = instantOf(line.slice(0, space === -1 ? undefined : space));
  if (timestamp === undefined) throw noInstant(place, where);
  return {
    type: 'log',
    timestamp,
    logGroupName: groupOf({}, place),
    message: space === -1 ? '' : line.slice(space + 1),
  };
}

function groupOf(event: Json, { source, logGroupName }: LogPlace): string {
  const own = event.logGroupName ?? event.logGroup;
  if (typeof own === 'string') return own;
  if (logGroupName !== undefined) return logGroupName;
  throw new RecordingError(
    `${source}: the events do not say their log group and the template has several, allowed: --log-group NAME`,
  );
}

function noInstant({ source }: LogPlace, where: string): RecordingError {
  return new RecordingError(
    `${source}: ${where}: no timestamp and message, allowed: events of filter-log-events, JSON records with a timestamp, or lines 'TIME MESSAGE'`,
  );
}

function parse(line: string): Json | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
