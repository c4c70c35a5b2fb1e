import type { Cursor } from './cursor';
import type { JsonDocument } from './json-document';

/** One step from a value to a value inside it: a member, an element, or all of them. */
export type SelectorStep = string | number | typeof EVERY;

export const EVERY = Symbol('*');

export type Selector = readonly SelectorStep[];

/** Reads `$.a.b[0]`, `$.a[*].b`, `$.*` or `$.['a.b']` at the cursor. */
export function parseSelector(cursor: Cursor): Selector {
  const start = cursor.offset;
  if (!cursor.take('$')) {
    cursor.fail('selector-invalid', `expected a selector such as $.field, got '${cursor.word}'`);
  }
  if (cursor.next !== '.') {
    cursor.fail('selector-invalid', "a selector starts with $. and a name, $.* or $.['name']");
  }
  const steps: SelectorStep[] = [];
  while (cursor.next === '.' || cursor.next === '[') steps.push(parseStep(cursor));
  if (wildcards(steps) > 1) {
    cursor.fail('too-many-wildcards', 'a selector has at most one wildcard, [*] or .*', start);
  }
  return steps;
}

export const wildcards = (selector: Selector): number => selector.filter((step) => step === EVERY).length;

/** The value that a selector without wildcards reaches; undefined when it reaches nothing. */
export function valueAt(root: unknown, selector: Selector): unknown {
  let value = root;
  for (const step of selector) value = at(value, step as string | number);
  return value;
}

/** `valueAt` for one selector; that of a member of the root, the most frequent one, takes no loop. */
export function compileValueAt(selector: Selector): (root: object) => unknown {
  const [step] = selector;
  if (selector.length === 1 && typeof step === 'string') return (root) => at(root, step);
  return (root) => valueAt(root, selector);
}

/** Whether a selector reaches a value of which `holds` is true; a wildcard tries every value it may mean. */
export function reaches(
  root: unknown,
  selector: Selector,
  holds: (value: unknown) => boolean,
  from = 0,
): boolean {
  let value = root;
  for (let index = from; index < selector.length; index += 1) {
    const step = selector[index]!;
    if (step === EVERY) return inside(value).some((each) => reaches(each, selector, holds, index + 1));
    value = at(value, step);
    if (value === undefined) return false;
  }
  return holds(value);
}

/** The text of the string or number that a selector without wildcards reaches; a number as it is spelt. */
export function selectText(document: JsonDocument, selector: Selector): string | undefined {
  const value = valueAt(document.root, selector);
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? numberText(document, selector) : undefined;
}

/** The spelling of the number that a selector without wildcards reaches. */
export function numberText(document: JsonDocument, selector: Selector): string {
  const last = selector.at(-1);
  const spelt = typeof last === 'string' ? document.numberText(last) : undefined;
  return spelt ?? (valueAt(document.rootWithNumberTexts, selector) as string);
}

// --- internal ---

/** What AWS allows in an unquoted property; anything else goes into ['…']. */
const PROPERTY = /[A-Za-z0-9_-]/;

function parseStep(cursor: Cursor): SelectorStep {
  if (!cursor.take('.')) return parseIndex(cursor);
  if (cursor.take('*')) return EVERY;
  if (cursor.startsWith("['")) return parseBracketedName(cursor);
  const name = cursor.takeWhile(PROPERTY);
  if (name === '') {
    cursor.fail(
      'selector-invalid',
      "a property is made of letters, digits, _ and -; write ['…'] for any other",
    );
  }
  return name;
}

function parseIndex(cursor: Cursor): SelectorStep {
  const start = cursor.offset;
  if (cursor.startsWith("['")) return parseBracketedName(cursor);
  cursor.offset += 1;
  const isWildcard = cursor.take('*');
  const digits = isWildcard ? '' : cursor.takeWhile(/\d/);
  if ((isWildcard || digits !== '') && cursor.take(']')) return isWildcard ? EVERY : Number(digits);
  return cursor.fail('selector-invalid', "brackets hold an index [0], a wildcard [*] or a name ['…']", start);
}

function parseBracketedName(cursor: Cursor): string {
  const start = cursor.offset;
  const end = cursor.pattern.indexOf("']", start + 2);
  if (end === -1) cursor.fail('not-closed', "the name that opens here has no end; close it with ']", start);
  if (end === start + 2) cursor.fail('selector-invalid', "the name between [' and '] is empty", start);
  cursor.offset = end + 2;
  return cursor.pattern.slice(start + 2, end);
}

/** Members belong to objects and indexes to arrays. */
function at(value: unknown, step: string | number): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return typeof step === 'number' ? value[step] : undefined;
  if (typeof step === 'number') return undefined;
  const member = (value as Record<string, unknown>)[step];
  // What an object inherits is no member. JSON holds no functions, so hasOwn, which costs as much as the rest
  // of the step, is left to the one other inherited name.
  if (typeof member === 'function') return undefined;
  return step !== '__proto__' || Object.hasOwn(value, step) ? member : undefined;
}

/** A wildcard walks the elements of an array and the values of an object alike (recorded). */
function inside(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}
