import { type Comparison, parseComparison } from './comparison';
import type { Cursor } from './cursor';
import type { JsonDocument } from './json-document';
import { compileValueAt, EVERY, numberText, parseSelector, reaches, type Selector } from './json-selector';

/** One condition of a JSON pattern. */
export interface JsonCondition {
  readonly selector: Selector;
  readonly predicate: Comparison | keyof typeof STATES | 'NOT EXISTS';
}

/** Reads `$.a = 1`, `$.a IS NULL` or `$.a NOT EXISTS` at the cursor. */
export function parseJsonCondition(cursor: Cursor): JsonCondition {
  const selector = parseSelector(cursor);
  cursor.skipBlanks();
  const start = cursor.offset;
  const word = cursor.takeWhile(/[A-Za-z]/);
  if (word === '') return { selector, predicate: parseComparison(cursor, RESERVED) };
  const next = cursor.skipBlanks().takeWhile(/[A-Za-z]/);
  if (word === 'NOT' && next === 'EXISTS') return { selector, predicate: 'NOT EXISTS' };
  if (word === 'IS' && Object.hasOwn(STATES, next))
    return { selector, predicate: next as keyof typeof STATES };
  return cursor.fail(
    'operator-invalid',
    `expected IS NULL, IS TRUE, IS FALSE or NOT EXISTS, got '${`${word} ${next}`.trim()}'`,
    start,
  );
}

/** The test of a condition. A wildcard condition holds when any value that it reaches satisfies it. */
export function compileJsonCondition({ selector, predicate }: JsonCondition): Test {
  if (predicate === 'NOT EXISTS') return (document) => !reaches(document.root, selector, () => true);
  if (typeof predicate !== 'string') {
    return selector.includes(EVERY) ? compareAny(selector, predicate) : compareOne(selector, predicate);
  }
  const holds = STATES[predicate];
  return (document) => reaches(document.root, selector, holds);
}

// --- internal ---

/** `= null` is refused (recorded); nobody who writes it means the text. */
const RESERVED = ['null', 'NULL'];

const STATES = {
  /** True for an array that holds a null, too: odd, but recorded. */
  NULL: (value: unknown) => value === null || (Array.isArray(value) && value.includes(null)),
  TRUE: (value: unknown) => value === true,
  FALSE: (value: unknown) => value === false,
} as const;

type Test = (document: JsonDocument) => boolean;

/** Most comparisons need no more than the plain document; those that hang on a number's spelling look again. */
function compareOne(selector: Selector, { ofText, ofNumber }: Comparison): Test {
  const read = compileValueAt(selector);
  return (document) => {
    const value = read(document.root);
    if (typeof value === 'string') return ofText(value);
    if (typeof value !== 'number') return false;
    return ofNumber(value) ?? ofText(numberText(document, selector));
  };
}

function compareAny(selector: Selector, { ofText, ofNumber }: Comparison): Test {
  return (document) => {
    let hangsOnSpelling = false;
    const holds = (value: unknown): boolean => {
      if (typeof value === 'string') return ofText(value);
      if (typeof value !== 'number') return false;
      const decided = ofNumber(value);
      hangsOnSpelling ||= decided === undefined;
      return decided === true;
    };
    if (reaches(document.root, selector, holds)) return true;
    const spelt = (value: unknown): boolean => typeof value === 'string' && ofText(value);
    return hangsOnSpelling && reaches(document.rootWithNumberTexts, selector, spelt);
  };
}
