/** One event as PutLogEvents takes it. */
export interface LogEvent {
  /** Epoch ms. */
  readonly timestamp: number;
  readonly message: string;
  /** What CloudWatch counts for it: the message in UTF-8 and 26 bytes. */
  readonly bytes: number;
}

/** PutLogEvents' limits (API reference). */
export const BATCH_LIMITS = { bytes: 1_048_576, events: 10_000, spanMs: 24 * 3_600_000 } as const;

/** What CloudWatch adds to the size of each event. */
export const EVENT_OVERHEAD = 26;

/** The largest message that fits a batch of its own. */
export const MAX_EVENT_BYTES = BATCH_LIMITS.bytes - EVENT_OVERHEAD;

/** An event, cut on a character's boundary when CloudWatch would refuse it whole. */
export function logEvent(message: string, timestamp: number): LogEvent {
  const size = Buffer.byteLength(message);
  if (size <= MAX_EVENT_BYTES) return { timestamp, message, bytes: size + EVENT_OVERHEAD };
  const data = Buffer.from(message);
  const mark = `…[${size} bytes]`;
  let end = MAX_EVENT_BYTES - Buffer.byteLength(mark);
  // bytes of the form 10xxxxxx continue a character
  while ((data[end]! & 0xc0) === 0x80) end -= 1;
  return {
    timestamp,
    message: data.toString('utf8', 0, end) + mark,
    bytes: MAX_EVENT_BYTES + EVENT_OVERHEAD,
  };
}

/** Waiting events, bounded in bytes: the oldest make room for the newest. */
export class LogQueue {
  bytes = 0;
  #events: LogEvent[] = [];

  readonly #maxBytes: number;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get length(): number {
    return this.#events.length;
  }

  /** @returns how many events had to make room. */
  push(event: LogEvent): number {
    this.#events.push(event);
    this.bytes += event.bytes;
    let excess = 0;
    while (this.bytes > this.#maxBytes && excess < this.#events.length - 1) {
      this.bytes -= this.#events[excess]!.bytes;
      excess += 1;
    }
    if (excess > 0) this.#events.splice(0, excess);
    return excess;
  }

  /** Takes the next batch off: as many events as CloudWatch takes at once, in the order of their times. */
  takeBatch(): readonly LogEvent[] {
    let bytes = 0;
    let earliest = this.#events[0]?.timestamp ?? 0;
    let latest = earliest;
    let size = 0;
    let ordered = true;
    for (; size < Math.min(this.#events.length, BATCH_LIMITS.events); size += 1) {
      const event = this.#events[size]!;
      ordered &&= event.timestamp >= latest;
      earliest = Math.min(earliest, event.timestamp);
      latest = Math.max(latest, event.timestamp);
      if (bytes + event.bytes > BATCH_LIMITS.bytes || latest - earliest > BATCH_LIMITS.spanMs) break;
      bytes += event.bytes;
    }
    this.bytes -= bytes;
    const batch = this.#events.splice(0, size);
    // the sort is stable: records of the same millisecond keep their order
    return ordered ? batch : batch.sort((a, b) => a.timestamp - b.timestamp);
  }
}
