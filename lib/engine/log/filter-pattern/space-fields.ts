/** One field of a space-delimited message. */
export interface SpaceField {
  /** Without the quotes or brackets around it. */
  readonly text: string;
  /** Where it starts in the message, delimiter included. */
  readonly start: number;
  /** Index after it, delimiter included. */
  readonly end: number;
}

/**
 * Splits a message at runs of blanks and tabs, at most into `limit` fields; the line end is in none of them.
 * `"…"` and `[…]` that stand as a whole word are one field; a delimiter that is never closed is an ordinary
 * character (recorded: an unterminated quote is tolerated).
 */
export function splitFields(line: string, limit = Number.POSITIVE_INFINITY): SpaceField[] {
  const fields: SpaceField[] = [];
  const message = line.trimEnd();
  const scan: Scan = { message, closings: {} };
  let at = skip(message, 0);
  while (at < message.length && fields.length < limit) {
    const field = delimited(scan, at) ?? plain(message, at);
    fields.push(field);
    at = skip(message, field.end);
  }
  return fields;
}

// --- internal ---

interface Scan {
  readonly message: string;
  /** The last closing delimiter found, so that a line of a million open brackets is not searched a million times. */
  readonly closings: Record<string, number>;
}

const CLOSING: Readonly<Record<string, string>> = { '"': '"', '[': ']' };

const isSeparator = (character: string): boolean => character === ' ' || character === '\t';

function skip(message: string, from: number): number {
  let at = from;
  while (isSeparator(message.charAt(at))) at += 1;
  return at;
}

function plain(message: string, start: number): SpaceField {
  let end = start;
  while (end < message.length && !isSeparator(message.charAt(end))) end += 1;
  return { text: message.slice(start, end), start, end };
}

function delimited(scan: Scan, start: number): SpaceField | undefined {
  const { message } = scan;
  const closing = CLOSING[message.charAt(start)];
  if (!closing) return undefined;
  const close = nextClosing(scan, closing, start + 1);
  const end = close + 1;
  if (end < message.length && !isSeparator(message.charAt(end))) return undefined;
  return end > message.length ? undefined : { text: message.slice(start + 1, close), start, end };
}

function nextClosing({ message, closings }: Scan, closing: string, from: number): number {
  const known = closings[closing];
  if (known !== undefined && known >= from) return known;
  const found = message.indexOf(closing, from);
  closings[closing] = found === -1 ? message.length : found;
  return closings[closing];
}
