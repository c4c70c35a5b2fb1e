import type { Cursor } from './cursor';

/** Demands the bracket that ends a JSON or space-delimited pattern, and nothing behind it. */
export function closePattern(cursor: Cursor, bracket: '}' | ']', start: number): void {
  if (!cursor.skipBlanks().take(bracket)) {
    if (cursor.atEnd) {
      cursor.fail(
        'not-closed',
        `a pattern that starts with ${cursor.pattern.charAt(start)} ends with ${bracket}`,
      );
    }
    const joint = bracket === ']' ? '&& || ,' : '&& ||';
    cursor.fail('unexpected-text', `expected ${joint} or ${bracket}, got '${cursor.word}'`);
  }
  if (!cursor.skipBlanks().atEnd) {
    cursor.fail('unexpected-text', `nothing may follow the closing ${bracket}, got '${cursor.word}'`);
  }
}
