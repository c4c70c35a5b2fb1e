import type { Cursor } from './cursor';
import { parseNumber } from './number';
import { parseQuoted } from './quoted';
import { parseRegex } from './regex';
import type { Branch } from './regex-matcher';

/** The literal on the right of a comparison. */
export type Operand =
  | { readonly type: 'number'; readonly text: string; readonly value: number }
  | { readonly type: 'text'; readonly core: string; readonly wild: boolean; readonly test: TextTest }
  | { readonly type: 'regex'; readonly branches: readonly Branch[]; readonly test: TextTest };

export type TextTest = (text: string) => boolean;

/** Reads a number, an unquoted word, a "string" or a %regex%; `reserved` are words refused without quotes. */
export function parseOperand(cursor: Cursor, reserved: readonly string[]): Operand {
  if (cursor.next === '"') return textOperand(parseQuoted(cursor));
  if (cursor.next === '%') return { type: 'regex', ...parseRegex(cursor) };
  const start = cursor.offset;
  const text = cursor.takeWhile(WORD);
  const value = parseNumber(text);
  if (value !== undefined) return { type: 'number', text, value };
  if (text === '') {
    if (cursor.atEnd || ENDS_VALUE.test(cursor.next)) {
      cursor.fail('value-expected', 'a comparison needs a value: a number, a word, "text" or %regex%');
    }
    needsQuotes(cursor, cursor.offset);
  }
  const sign = text.search(/[+-]/);
  if (sign !== -1) needsQuotes(cursor, start + sign);
  if (!cursor.atEnd && !ENDS_VALUE.test(cursor.next)) needsQuotes(cursor, cursor.offset);
  if (reserved.includes(text)) {
    cursor.fail(
      'value-reserved',
      `${text} is a word of the pattern language; write "${text}" for the text`,
      start,
    );
  }
  return textOperand(text);
}

// --- internal ---

/** Letters and digits, plus what wildcards, addresses (`123.123.*`) and numbers need. */
const WORD = /[A-Za-z0-9_.*+-]/;
const ENDS_VALUE = /[\s)&|,\]}]/;

function needsQuotes(cursor: Cursor, offset: number): never {
  const character = String.fromCodePoint(cursor.pattern.codePointAt(offset)!);
  return cursor.fail(
    'needs-quotes',
    `'${character}' is not allowed in an unquoted value; put the value in double quotes`,
    offset,
  );
}

/** `*` is a wildcard only at the ends; anywhere else it is itself (`Ev*ent` matches only `Ev*ent`). */
function textOperand(text: string): Operand {
  const leading = text.startsWith('*');
  const trailing = text.length > 1 && text.endsWith('*');
  const core = text.slice(leading ? 1 : 0, trailing ? -1 : undefined);
  return { type: 'text', core, wild: leading || trailing, test: wildcardTest(core, leading, trailing) };
}

function wildcardTest(core: string, leading: boolean, trailing: boolean): TextTest {
  if (leading && core === '') return () => true;
  if (leading && trailing) return (text) => text.includes(core);
  if (leading) return (text) => text.endsWith(core);
  if (trailing) return (text) => text.startsWith(core);
  return (text) => text === core;
}
