/** A page of a trace, of the run that a record tells of. */
export interface TraceLink {
  /** Of the run, where the record says it. */
  readonly run?: string;
  readonly url: string;
}

/**
 * An address with a trace's id in it: `{trace_id}` is its 32 hexadecimal digits, `{xray_trace_id}` the form that X-Ray has of
 * them, `1-8 digits-24 digits`. It has no password in it, and its host is not made of an id.
 */
export const TRACE_TEMPLATE =
  /^https:\/\/[^\s/?#@{}<>"\\]+(?=[/?#])(?=\S*\{(?:xray_)?trace_id\})(?:[^\s{}<>"\\]|\{(?:xray_)?trace_id\})*$/;

export const TRACE_TEMPLATE_HELP =
  'a link that begins with https://, without a password, with {trace_id} or {xray_trace_id} after its host and no other placeholder';

/** The page of a trace; nothing for what is no trace id, or no template. */
export function traceLink(template: string, traceId: unknown): string | undefined {
  if (typeof traceId !== 'string' || !TRACE_ID.test(traceId) || !TRACE_TEMPLATE.test(template))
    return undefined;
  return template
    .replaceAll('{trace_id}', traceId)
    .replaceAll('{xray_trace_id}', `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`);
}

// --- internal ---

/** W3C Trace Context: never all zeros. */
const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/;
