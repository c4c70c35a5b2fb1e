import type { Cursor } from './cursor';
import { compileExpression, type Expression, parseExpression } from './expression';
import { compileJsonCondition, type JsonCondition, parseJsonCondition } from './json-condition';
import { JsonDocument } from './json-document';
import { compilePrefilter } from './json-prefilter';
import { wildcards } from './json-selector';

/**
 * Compiles `{ conditions }`. The result gives the parsed document of a message that matches, so that nobody
 * has to parse it again.
 */
export function compileJsonPattern(cursor: Cursor): (message: string) => JsonDocument | undefined {
  const start = cursor.offset;
  cursor.offset += 1;
  const expression = parseExpression(cursor, () => parseJsonCondition(cursor));
  closePattern(cursor, '}', start);
  if (countWildcards(expression) > MAX_WILDCARDS) {
    cursor.fail('too-many-wildcards', `a pattern has at most ${MAX_WILDCARDS} wildcard selectors`, start);
  }
  const holds = compileExpression(expression, compileJsonCondition);
  const mayMatch = compilePrefilter(expression) ?? (() => true);
  return (message) => {
    if (!mayMatch(message)) return undefined;
    const document = JsonDocument.parse(message);
    return document && holds(document) ? document : undefined;
  };
}

/** Demands the bracket that ends a JSON or space-delimited pattern, and nothing behind it. */
export function closePattern(cursor: Cursor, bracket: '}' | ']', start: number): void {
  if (!cursor.skipBlanks().take(bracket)) {
    if (cursor.atEnd) {
      cursor.fail(
        'not-closed',
        `a pattern that starts with ${cursor.pattern.charAt(start)} ends with ${bracket}`,
      );
    }
    cursor.fail('unexpected-text', `expected && || , or ${bracket}, got '${cursor.word}'`);
  }
  if (!cursor.skipBlanks().atEnd) {
    cursor.fail('unexpected-text', `nothing may follow the closing ${bracket}, got '${cursor.word}'`);
  }
}

// --- internal ---

const MAX_WILDCARDS = 3;

function countWildcards(expression: Expression<JsonCondition>): number {
  if (expression.type === 'leaf') return wildcards(expression.leaf.selector);
  return expression.of.reduce((sum, part) => sum + countWildcards(part), 0);
}
