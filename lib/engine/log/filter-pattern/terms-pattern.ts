import type { Cursor } from './cursor';
import { parseQuoted } from './quoted';
import { parseRegex } from './regex';

/**
 * Compiles a pattern of terms: `a b` needs both, `-c` excludes, `?d ?e` needs one of them. Terms are
 * case-sensitive substrings, without word boundaries.
 */
export function compileTerms(cursor: Cursor): (message: string) => boolean {
  const terms: Record<Role, Term[]> = { required: [], excluded: [], optional: [] };
  while (!cursor.skipBlanks().atEnd) {
    const role = parseRole(cursor);
    terms[role].push(parseTerm(cursor));
  }
  const { required, excluded, optional } = terms;
  // Optional terms count for nothing beside a required or excluded one: stated as a trap for the first,
  // recorded for the second (`?ERROR ?ARGUMENTS -REQUEST` matches `plain`).
  if (required.length + excluded.length === 0) return (message) => optional.some((term) => term(message));
  return (message) => required.every((term) => term(message)) && !excluded.some((term) => term(message));
}

// --- internal ---

type Role = 'required' | 'excluded' | 'optional';
type Term = (message: string) => boolean;

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
  const text = cursor.next === '"' ? parseQuoted(cursor) : parseWord(cursor);
  return (message) => message.includes(text);
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
