import { combine, type Expression } from './expression';
import type { JsonCondition } from './json-condition';

/**
 * A cheap test that a message fails only if the expression cannot match it: some text that every matching
 * message holds is absent. Undefined when there is no such text.
 *
 * JSON can spell a text in two ways, plainly and with escapes. Texts with characters that have an escape of
 * their own (`"`, `\`, `/`, controls) are not used; any other can only be spelt otherwise with `\u`, so a
 * message that holds one is always let through.
 */
export function compilePrefilter(
  expression: Expression<JsonCondition>,
): ((message: string) => boolean) | undefined {
  const mayMatch = required(expression);
  return mayMatch && ((message) => mayMatch(message) || message.includes('\\u'));
}

// --- internal ---

type Test = (message: string) => boolean;

function required(expression: Expression<JsonCondition>): Test | undefined {
  if (expression.type === 'leaf') return contains(literalOf(expression.leaf));
  const parts = expression.of.map(required);
  const tests = parts.filter((part) => part !== undefined);
  const isOpen = expression.type === 'all' ? tests.length === 0 : tests.length < parts.length;
  return isOpen ? undefined : combine(expression.type, tests);
}

const contains = (text: string | undefined): Test | undefined =>
  text === undefined ? undefined : (message) => message.includes(text);

/**
 * The one text to look for: the value where a string must hold it (it is rarer than its key), or else the
 * last property of the selector, which must exist for every condition but NOT EXISTS.
 */
function literalOf({ selector, predicate }: JsonCondition): string | undefined {
  if (predicate === 'NOT EXISTS') return undefined;
  const value = typeof predicate === 'string' ? '' : predicate.required;
  if (isPlain(value)) return value;
  const property = selector.findLast((step) => typeof step === 'string' && isPlain(step));
  // Without the quote in front: it is so frequent that a search for it first is three times slower.
  return property === undefined ? undefined : `${property as string}"`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are always escaped in JSON
const ESCAPABLE = /["\\/\u0000-\u001f]/;

const isPlain = (text: string): boolean => text !== '' && !ESCAPABLE.test(text);
