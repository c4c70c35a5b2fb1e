import { Cursor } from './cursor';
import type { FilterMatch } from './filter-pattern';
import { EVERY, parseSelector, selectText } from './json-selector';

/** Reads the text of one field of a matched message; undefined when the field is missing or is no text or number. */
export type FieldReader = (match: FilterMatch) => string | undefined;

/**
 * Compiles `$.json.field` or `$name`, as a metric value or a dimension names it. The field need not occur in
 * the pattern (recorded); a field of the other kind of pattern is always missing.
 *
 * @throws FilterPatternError for anything else, a selector with a wildcard included.
 */
export function compileFieldReader(selector: string): FieldReader {
  const cursor = new Cursor(selector);
  if (/^\$[A-Za-z0-9_-]+$/.test(selector)) return ({ extracted }) => extracted[selector];
  const steps = parseSelector(cursor);
  if (!cursor.atEnd) cursor.fail('selector-invalid', `nothing may follow a selector, got '${cursor.word}'`);
  if (steps.includes(EVERY)) {
    cursor.fail('too-many-wildcards', 'a value is read from one field; a wildcard may mean several', 0);
  }
  return ({ document }) => document && selectText(document, steps);
}
