/** A trace as records name it: W3C's ids and flags in lower-case hexadecimal digits. */
export interface TraceContext {
  readonly trace_id: string;
  readonly span_id: string;
  readonly trace_flags: string;
}

/**
 * The trace in a `traceparent` (W3C Trace Context, level 2): of version 00 nothing more may follow, of a later one what this
 * does not know. Undefined for anything else, which the recommendation wants ignored.
 */
export function parseTraceparent(value: unknown): TraceContext | undefined {
  const [, trace_id, span_id, trace_flags] = (typeof value === 'string' && TRACEPARENT.exec(value)) || [];
  return trace_id === undefined ? undefined : { trace_id, span_id: span_id!, trace_flags: trace_flags! };
}

// --- internal ---

const TRACEPARENT =
  /^(?:00(?=.{53}$)|(?!00|ff)[0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:$|-)/;
