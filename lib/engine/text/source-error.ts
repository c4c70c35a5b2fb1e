/** An error at a place of a text that a user wrote (a pattern, an expression, a rule). */
export abstract class SourceError<Code extends string> extends Error {
  protected constructor(
    /** Stable; one table of codes per kind of text. */
    readonly code: Code,
    /** Index of the first offending UTF-16 unit in `source`, from 0. */
    readonly offset: number,
    problem: string,
    source: string,
  ) {
    super(`${problem}\n${pointAt(source, offset)}`);
  }
}

/** Two lines: the text around `offset`, and a caret below that place. */
export function pointAt(source: string, offset: number): string {
  const from = Math.max(0, offset - CONTEXT);
  const to = Math.min(source.length, offset + CONTEXT);
  const head = from > 0 ? '…' : '';
  const tail = to < source.length ? '…' : '';
  // A control character would tear the caret away from what it points at.
  const line = `${head}${source.slice(from, to)}${tail}`.replace(/\p{Cc}/gu, ' ');
  return `  ${line}\n  ${' '.repeat(head.length + offset - from)}^`;
}

// --- internal ---

/** A long rule is cut to this many characters before and after the offset, so that the caret stays in sight. */
const CONTEXT = 50;
