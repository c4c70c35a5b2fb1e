import { closePattern } from './close-pattern';
import type { Cursor } from './cursor';
import { compileExpression, type Expression, parseExpression } from './expression';
import { compileJsonCondition, type JsonCondition, parseJsonCondition } from './json-condition';
import type { JsonDocument, ParseJson } from './json-document';
import { compilePrefilter } from './json-prefilter';
import { wildcards } from './json-selector';

/** Reads `{ conditions }` at the cursor. */
export function parseJsonPattern(cursor: Cursor): Expression<JsonCondition> {
  const start = cursor.offset;
  cursor.offset += 1;
  const expression = parseExpression(cursor, () => parseJsonCondition(cursor));
  closePattern(cursor, '}', start);
  if (countWildcards(expression) > MAX_WILDCARDS) {
    cursor.fail('too-many-wildcards', `a pattern has at most ${MAX_WILDCARDS} wildcard selectors`, start);
  }
  return expression;
}

/** The result gives the parsed document of a message that matches, so that nobody has to parse it again. */
export function compileJsonPattern(
  expression: Expression<JsonCondition>,
): (parse: ParseJson, message: string) => JsonDocument | undefined {
  const holds = compileExpression(expression, compileJsonCondition);
  const mayMatch = compilePrefilter(expression) ?? (() => true);
  return (parse, message) => {
    if (!mayMatch(message)) return undefined;
    const document = parse(message);
    return document && holds(document) ? document : undefined;
  };
}

// --- internal ---

const MAX_WILDCARDS = 3;

function countWildcards(expression: Expression<JsonCondition>): number {
  if (expression.type === 'leaf') return wildcards(expression.leaf.selector);
  return expression.of.reduce((sum, part) => sum + countWildcards(part), 0);
}
