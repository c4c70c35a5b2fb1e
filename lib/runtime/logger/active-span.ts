import type { TraceContext } from '../../contract/trace-context';

/**
 * The span that `@opentelemetry/api` has in its context, where a program has registered a context manager with it. Nothing
 * is loaded: every copy of the API, bundled or not, keeps what is registered under one global symbol.
 */
export function activeSpan(): TraceContext | undefined {
  const api = (globalThis as unknown as Record<symbol, Api | undefined>)[API];
  if (api?.context === undefined) return undefined;
  try {
    const span = api.context.active().getValue(SPAN)?.spanContext();
    if (span === undefined || !/[^0]/.test(span.traceId)) return undefined;
    const trace_flags = (span.traceFlags & 0xff).toString(16).padStart(2, '0');
    return { trace_id: span.traceId, span_id: span.spanId, trace_flags };
  } catch {
    return undefined;
  }
}

// --- internal ---

const API = Symbol.for('opentelemetry.js.api.1');
const SPAN = Symbol.for('OpenTelemetry Context Key SPAN');

interface Api {
  readonly context?: { readonly active: () => { readonly getValue: (key: symbol) => Span | undefined } };
}

interface Span {
  readonly spanContext: () => {
    readonly traceId: string;
    readonly spanId: string;
    readonly traceFlags: number;
  };
}
