import { Cursor } from './cursor';
import type { FilterMatch } from './filter-pattern';
import { EVERY, parseSelector, type Selector, selectText } from './json-selector';

/** Reads the text of one field of a matched message; undefined when the field is missing or is no text or number. */
export type FieldReader = (match: FilterMatch) => string | undefined;

/** What a metric value or a dimension names: a field of a space-delimited pattern, or a member of a JSON document. */
export type FieldSelector =
  | { readonly kind: 'space'; readonly name: string }
  | { readonly kind: 'json'; readonly selector: Selector };

/**
 * Reads `$.json.field` or `$name`.
 *
 * @throws FilterPatternError for anything else, a selector with a wildcard included.
 */
export function parseFieldSelector(text: string): FieldSelector {
  const cursor = new Cursor(text);
  if (/^\$[A-Za-z0-9_-]+$/.test(text)) return { kind: 'space', name: text };
  const selector = parseSelector(cursor);
  if (!cursor.atEnd) cursor.fail('selector-invalid', `nothing may follow a selector, got '${cursor.word}'`);
  if (selector.includes(EVERY)) {
    cursor.fail('too-many-wildcards', 'a value is read from one field; a wildcard may mean several', 0);
  }
  return { kind: 'json', selector };
}

/**
 * Compiles `$.json.field` or `$name`, as a metric value or a dimension names it. The field need not occur in
 * the pattern (recorded); a field of the other kind of pattern is always missing.
 *
 * @throws FilterPatternError as `parseFieldSelector`
 */
export function compileFieldReader(text: string): FieldReader {
  const field = parseFieldSelector(text);
  if (field.kind === 'space') return ({ extracted }) => extracted[field.name];
  return ({ document }) => document && selectText(document, field.selector);
}
