import type { Cursor } from './cursor';
import { parseQuoted } from './quoted';
import { parseRegex, type Regex } from './regex';

/** A text that a message holds, or a regex that it matches. */
export type Term = string | Regex;

export interface TermsPattern {
  readonly required: readonly Term[];
  readonly excluded: readonly Term[];
  readonly optional: readonly Term[];
}

/**
 * Compiles a pattern of terms: `a b` needs both, `-c` excludes, `?d ?e` needs one of them. Terms are
 * case-sensitive substrings, without word boundaries.
 */
export function compileTerms(terms: TermsPattern): (message: string) => boolean {
  const [required, excluded, optional] = [terms.required, terms.excluded, terms.optional].map((list) =>
    list.map(testOf),
  ) as [Test[], Test[], Test[]];
  // Optional terms count for nothing beside a required or excluded one: stated as a trap for the first,
  // recorded for the second (`?ERROR ?ARGUMENTS -REQUEST` matches `plain`).
  if (required.length + excluded.length === 0) return (message) => optional.some((term) => term(message));
  return (message) => required.every((term) => term(message)) && !excluded.some((term) => term(message));
}

/** Reads a pattern of terms at the cursor. */
export function parseTerms(cursor: Cursor): TermsPattern {
  const terms: Record<Role, Term[]> = { required: [], excluded: [], optional: [] };
  while (!cursor.skipBlanks().atEnd) {
    const role = parseRole(cursor);
    terms[role].push(parseTerm(cursor));
  }
  return terms;
}

// --- internal ---

type Role = keyof TermsPattern;
type Test = (message: string) => boolean;

const testOf = (term: Term): Test =>
  typeof term === 'string' ? (message) => message.includes(term) : term.test;

const WORD = /[A-Za-z0-9_]/;

function parseRole(cursor: Cursor): Role {
  if (cursor.take('?')) return 'optional';
  if (!cursor.take('-')) return 'required';
  cursor.skipBlanks();
  return 'excluded';
}

function parseTerm(cursor: Cursor): Term {
  const term = parseText(cursor);
  if (!cursor.atEnd && !/\s/.test(cursor.next)) needsQuotes(cursor);
  return term;
}

function parseText(cursor: Cursor): Term {
  if (cursor.next === '%') return parseRegex(cursor);
  return cursor.next === '"' ? parseQuoted(cursor) : parseWord(cursor);
}

function parseWord(cursor: Cursor): string {
  const word = cursor.takeWhile(WORD);
  if (word !== '') return word;
  if (cursor.atEnd || /\s/.test(cursor.next)) {
    cursor.fail('term-expected', 'expected a term right after ? or -');
  }
  return needsQuotes(cursor);
}

function needsQuotes(cursor: Cursor): never {
  const character = String.fromCodePoint(cursor.pattern.codePointAt(cursor.offset)!);
  return cursor.fail(
    'needs-quotes',
    `'${character}' is not allowed in an unquoted term; put the term in double quotes`,
  );
}
