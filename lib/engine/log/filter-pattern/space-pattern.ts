import { closePattern } from './close-pattern';
import { type Comparison, parseComparison } from './comparison';
import type { Cursor } from './cursor';
import { compileExpression, type Expression, parseExpression } from './expression';
import { splitFields } from './space-fields';

/** The name of what takes any number of fields. */
export const ELLIPSIS = '...';

export interface FieldCondition {
  /** Index into the names. */
  readonly field: number;
  readonly comparison: Comparison;
}

export interface SpacePattern {
  /** '' for a field without a name. */
  readonly names: readonly string[];
  readonly conditions: readonly Expression<FieldCondition>[];
}

export type ExtractedFields = Readonly<Record<string, string>>;

/**
 * Compiles `[name, name op value, ...]`. The result gives the fields of a message that matches, as
 * TestMetricFilter does: `$name` for a named field, `$3` by position for one without a name.
 */
export function compileSpacePattern({
  names,
  conditions,
}: SpacePattern): (message: string) => ExtractedFields | undefined {
  const ellipsis = names.indexOf(ELLIPSIS);
  const align = ellipsis === -1 ? (message: string) => exactly(message, names.length) : spread(names.length);
  const tests = conditions.map((condition) =>
    compileExpression<FieldCondition, Aligned>(condition, ({ field, comparison }) => {
      const isAfterEllipsis = ellipsis !== -1 && field > ellipsis;
      return ({ texts, shift }) => comparison.ofField(texts[isAfterEllipsis ? field + shift : field]!);
    }),
  );
  return (message) => {
    const aligned = align(message);
    if (!aligned || !tests.every((test) => test(aligned))) return undefined;
    return extract(aligned, names, ellipsis);
  };
}

/** Reads `[name, name op value, ...]` at the cursor. */
export function parseSpacePattern(cursor: Cursor): SpacePattern {
  const start = cursor.offset;
  cursor.offset += 1;
  const names: string[] = [];
  const conditions: Expression<FieldCondition>[] = [];
  if (cursor.skipBlanks().next === ']') names.push(ELLIPSIS);
  else {
    do parseField(cursor, names, conditions);
    while (cursor.skipBlanks().take(','));
  }
  closePattern(cursor, ']', start);
  return { names, conditions };
}

// --- internal ---

/** `= SPACE` is refused (recorded). */
const RESERVED = ['SPACE'];
const NAME = /[A-Za-z0-9_-]/;

/** The fields of one message; `shift` moves an index behind the ellipsis to its field. */
interface Aligned {
  readonly texts: readonly string[];
  readonly shift: number;
}

function parseField(cursor: Cursor, names: string[], conditions: Expression<FieldCondition>[]): void {
  const start = cursor.skipBlanks().offset;
  if (cursor.take(ELLIPSIS)) {
    if (names.includes(ELLIPSIS)) cursor.fail('too-many-ellipses', 'a pattern has at most one ...', start);
    names.push(ELLIPSIS);
  } else if (endsField(cursor)) {
    names.push('');
  } else {
    parseNamedField(cursor, names, conditions);
  }
}

/**
 * A field and its conditions. The first name is the field's own; a further name that is new stands for the
 * next field, as in AWS's example `[..., status_code = 4* && bytes > 1000]`.
 */
function parseNamedField(cursor: Cursor, names: string[], conditions: Expression<FieldCondition>[]): void {
  const first = names.length;
  const parseCondition = (): FieldCondition | undefined => {
    const start = cursor.skipBlanks().offset;
    const name = parseName(cursor);
    const known = names.indexOf(name);
    if (known !== -1 && names.length === first) {
      cursor.fail('field-duplicate', `duplicate field '${name}'; give each field a name of its own`, start);
    }
    const field = known === -1 ? names.push(name) - 1 : known;
    if (endsField(cursor.skipBlanks())) return undefined;
    return { field, comparison: parseComparison(cursor, RESERVED) };
  };
  const expression = parseExpression(cursor, parseCondition);
  const condition = withComparisons(expression);
  if (condition) conditions.push(condition);
  else if (expression.type !== 'leaf')
    cursor.fail('operator-invalid', 'every name beside && and || needs a comparison');
}

function parseName(cursor: Cursor): string {
  const name = cursor.skipBlanks().takeWhile(NAME);
  if (name === '') cursor.fail('field-invalid', `expected a field name, ... or ], got '${cursor.word}'`);
  return name;
}

const endsField = (cursor: Cursor): boolean => cursor.atEnd || /[,\]]/.test(cursor.next);

function withComparisons(
  expression: Expression<FieldCondition | undefined>,
): Expression<FieldCondition> | undefined {
  if (expression.type === 'leaf') return expression.leaf && { type: 'leaf', leaf: expression.leaf };
  const of = expression.of.map(withComparisons).filter((part) => part !== undefined);
  return of.length === expression.of.length ? { type: expression.type, of } : undefined;
}

/** Without an ellipsis the last name takes the raw rest of the line; a message with fewer fields is none. */
function exactly(message: string, count: number): Aligned | undefined {
  const fields = splitFields(message, count);
  const last = fields.at(-1);
  if (!last || fields.length < count) return undefined;
  const rest = message.slice(last.start).trimEnd();
  const isOneField = last.start + rest.length === last.end;
  const texts = fields.map(({ text }) => text);
  return { texts: isOneField ? texts : [...texts.slice(0, -1), rest], shift: 0 };
}

/** The ellipsis takes any number of fields, none included; what follows it is aligned from the right. */
function spread(count: number): (message: string) => Aligned | undefined {
  return (message) => {
    const texts = splitFields(message).map(({ text }) => text);
    return texts.length < count - 1 ? undefined : { texts, shift: texts.length - count };
  };
}

function extract({ texts, shift }: Aligned, names: readonly string[], ellipsis: number): ExtractedFields {
  const extracted: Record<string, string> = {};
  const tail = ellipsis === -1 ? texts.length : ellipsis + 1 + shift;
  texts.forEach((text, index) => {
    const isUnderEllipsis = ellipsis !== -1 && index >= ellipsis && index < tail;
    const name = isUnderEllipsis ? '' : names[index < tail ? index : index - shift];
    extracted[`$${name || index + 1}`] = text;
  });
  return extracted;
}
