import type { Item } from '../sender/send-queue';

/** One event as PutLogEvents takes it. */
export interface LogEvent extends Item {
  /** Epoch ms. */
  readonly timestamp: number;
}

/** PutLogEvents' limits (API reference). */
export const BATCH_LIMITS = { bytes: 1_048_576, events: 10_000, spanMs: 24 * 3_600_000 } as const;

/** What CloudWatch adds to the size of each event. */
export const EVENT_OVERHEAD = 26;

/** The largest message that fits a batch of its own. */
export const MAX_EVENT_BYTES = BATCH_LIMITS.bytes - EVENT_OVERHEAD;

/** An event, cut on a character's boundary when CloudWatch would refuse it whole. */
export function logEvent(text: string, timestamp: number): LogEvent {
  const size = Buffer.byteLength(text);
  if (size <= MAX_EVENT_BYTES) return { timestamp, text, count: 1, bytes: size + EVENT_OVERHEAD };
  const data = Buffer.from(text);
  const mark = `…[${size} bytes]`;
  let end = MAX_EVENT_BYTES - Buffer.byteLength(mark);
  // bytes of the form 10xxxxxx continue a character
  while ((data[end]! & 0xc0) === 0x80) end -= 1;
  return {
    timestamp,
    text: data.toString('utf8', 0, end) + mark,
    count: 1,
    bytes: MAX_EVENT_BYTES + EVENT_OVERHEAD,
  };
}

/** As many events as CloudWatch takes at once. */
export function logBatchSize(events: readonly LogEvent[]): number {
  let bytes = 0;
  let earliest = Number.POSITIVE_INFINITY;
  let latest = Number.NEGATIVE_INFINITY;
  const end = events.findIndex((event, n) => {
    bytes += event.bytes;
    earliest = Math.min(earliest, event.timestamp);
    latest = Math.max(latest, event.timestamp);
    return n === BATCH_LIMITS.events || bytes > BATCH_LIMITS.bytes || latest - earliest > BATCH_LIMITS.spanMs;
  });
  return end < 0 ? events.length : end;
}
