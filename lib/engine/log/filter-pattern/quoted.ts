import type { Cursor } from './cursor';

/** Reads `"…"` at the cursor. A backslash escapes a quote or a backslash and is itself otherwise. */
export function parseQuoted(cursor: Cursor): string {
  const start = cursor.offset;
  cursor.offset += 1;
  let text = '';
  while (!cursor.atEnd) {
    if (cursor.take('"')) return text;
    if (cursor.startsWith('\\"') || cursor.startsWith('\\\\')) cursor.offset += 1;
    text += cursor.next;
    cursor.offset += 1;
  }
  return cursor.fail('not-closed', 'the quote that opens here has no end; close it with "', start);
}
