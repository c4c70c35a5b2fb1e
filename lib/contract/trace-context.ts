/** A trace as records name it: W3C's ids and flags in lower-case hexadecimal digits. */
export interface TraceContext {
  readonly trace_id: string;
  readonly span_id: string;
  readonly trace_flags: string;
}

/**
 * The trace in a `traceparent` (W3C Trace Context, level 2): of version 00 nothing more may follow, of a later one what this
 * does not know. Blanks around it are none of it, as in a header. Undefined for anything else, which the recommendation wants ignored.
 */
export function parseTraceparent(value: unknown): TraceContext | undefined {
  const [, version, trace_id, span_id, trace_flags, more] =
    (typeof value === 'string' && TRACEPARENT.exec(value)) || [];
  if (trace_id === undefined || (version === '00' && more !== undefined)) return undefined;
  return { trace_id, span_id: span_id!, trace_flags: trace_flags! };
}

// --- internal ---

const TRACEPARENT =
  /^[ \t]*(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?[ \t]*$/;
