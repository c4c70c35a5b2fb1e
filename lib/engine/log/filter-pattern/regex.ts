import { lookUp } from '../../text/look-up';
import {
  ANY,
  BEYOND,
  type CharacterClass,
  complement,
  range,
  SHORTHANDS,
  single,
  union,
} from './character-class';
import type { Cursor } from './cursor';
import { type Branch, compileBranches, MAX_POSITIONS, type RegexItem } from './regex-matcher';

export interface Regex {
  /** The alternatives. */
  readonly branches: readonly Branch[];
  /** Whether it matches anywhere in a text. */
  readonly test: (text: string) => boolean;
}

/**
 * Reads `%…%` at the cursor and compiles it to a test for a match anywhere in a text. The dialect is AWS's:
 * ASCII letters, digits and `: _ # = @ / ; , -`, blanks, the operators `^ $ ? [ ] { } | \ * + .`,
 * `\d \D \s \S \w \W \xhh`; no groups, no multi-byte characters.
 */
export function parseRegex(cursor: Cursor): Regex {
  const start = cursor.offset;
  const end = cursor.pattern.indexOf('%', start + 1);
  if (end === -1) cursor.fail('not-closed', 'the regex that opens here has no end; close it with %');
  if (end === start + 1) cursor.fail('regex-invalid', 'the regex is empty; %…% needs an expression');
  cursor.offset = start + 1;
  const branches: Branch[] = [];
  do branches.push(parseBranch(cursor, end));
  while (cursor.take('|'));
  const positions = branches
    .flat()
    .reduce((sum, item) => sum + (item === '^' || item === '$' ? 0 : size(item)), 0);
  if (positions > MAX_POSITIONS) {
    const limit = MAX_POSITIONS.toLocaleString('en-US');
    cursor.fail(
      'regex-too-large',
      `the repetitions add up to ${positions} characters; at most ${limit}`,
      start,
    );
  }
  cursor.offset = end + 1;
  cursor.regexCount += 1;
  if (cursor.regexCount > MAX_REGEXES) {
    cursor.fail('too-many-regexes', `a pattern has at most ${MAX_REGEXES} regexes`, start);
  }
  return { branches, test: compileBranches(branches) };
}

// --- internal ---

const LITERAL = /[A-Za-z0-9 :_#=@/;,\-}\]]/;
const ESCAPED = /[:_#=@/;,\-^$?[\]{}|\\*+.]/;
/** Stated for JSON and space-delimited patterns; for terms AWS speaks of one regex on its own. */
const MAX_REGEXES = 2;
/** RE2's limit too; AWS states none. */
const MAX_REPEAT = 1000;

const size = ({ min, max }: RegexItem): number => (max === Number.POSITIVE_INFINITY ? Math.max(min, 1) : max);

function parseBranch(cursor: Cursor, end: number): Branch {
  const items: (RegexItem | '^' | '$')[] = [];
  while (cursor.offset < end && cursor.next !== '|') {
    if (cursor.take('^')) items.push('^');
    else if (cursor.take('$')) items.push('$');
    else items.push({ accepts: parseAtom(cursor, end), ...parseQuantifier(cursor) });
  }
  return items;
}

function parseAtom(cursor: Cursor, end: number): CharacterClass {
  if (cursor.take('.')) return ANY;
  if (cursor.next === '[') return parseSet(cursor, end);
  if (cursor.next === '\\') return parseEscape(cursor);
  if (/[*+?{]/.test(cursor.next)) {
    cursor.fail('regex-invalid', `'${cursor.next}' has nothing to repeat; write \\${cursor.next} for itself`);
  }
  return parseLiteral(cursor);
}

function parseLiteral(cursor: Cursor): CharacterClass {
  const character = cursor.next;
  if (!LITERAL.test(character)) refuse(cursor, cursor.offset);
  cursor.offset += 1;
  return single(character);
}

function refuse(cursor: Cursor, offset: number): never {
  const code = cursor.pattern.codePointAt(offset)!;
  const hint =
    code < BEYOND ? `write \\x${code.toString(16).padStart(2, '0')} for it` : 'only ASCII characters are';
  return cursor.fail(
    'regex-invalid',
    `'${String.fromCodePoint(code)}' is not allowed in a regex; ${hint}`,
    offset,
  );
}

function parseEscape(cursor: Cursor): CharacterClass {
  const start = cursor.offset;
  const character = cursor.pattern.charAt(start + 1);
  const shorthand = lookUp(SHORTHANDS, character);
  cursor.offset += 2;
  if (shorthand) return shorthand;
  if (ESCAPED.test(character)) return single(character);
  const hex = /^[0-9A-Fa-f]{2}/.exec(cursor.pattern.slice(cursor.offset, cursor.offset + 2));
  if (character === 'x' && hex) {
    cursor.offset += 2;
    return single(String.fromCharCode(Number.parseInt(hex[0], 16)));
  }
  return cursor.fail(
    'regex-invalid',
    `'\\${character}' is no escape; allowed are \\d \\D \\s \\S \\w \\W, \\xhh and a backslash before a symbol`,
    start,
  );
}

/** `{n}`, `{n,}`, `{n,m}`, `*`, `+`, `?`; a `?` after them (lazy) changes nothing about whether a text matches. */
function parseQuantifier(cursor: Cursor): Pick<RegexItem, 'min' | 'max'> {
  const start = cursor.offset;
  let bounds: readonly [number, number] | undefined;
  if (cursor.take('*')) bounds = [0, Number.POSITIVE_INFINITY];
  else if (cursor.take('+')) bounds = [1, Number.POSITIVE_INFINITY];
  else if (cursor.take('?')) bounds = [0, 1];
  else if (cursor.next === '{') bounds = parseCounts(cursor);
  if (!bounds) return { min: 1, max: 1 };
  cursor.take('?');
  if (/[*+?{]/.test(cursor.next)) cursor.fail('regex-invalid', 'a quantifier cannot be quantified', start);
  return { min: bounds[0], max: bounds[1] };
}

function parseCounts(cursor: Cursor): readonly [number, number] {
  const found = /^\{(\d{1,4})(?:(,)(\d{1,4})?)?\}/.exec(
    cursor.pattern.slice(cursor.offset, cursor.offset + 12),
  );
  const min = Number(found?.[1]);
  const max = found?.[3] ? Number(found[3]) : found?.[2] ? Number.POSITIVE_INFINITY : min;
  const most = Number.isFinite(max) ? max : min;
  if (!found || most > MAX_REPEAT || max < min) {
    return cursor.fail(
      'regex-invalid',
      `a count is {n}, {n,} or {n,m} with n <= m <= ${MAX_REPEAT}; write \\{ for the brace itself`,
    );
  }
  cursor.offset += found[0].length;
  return [min, max];
}

/** `[a-z_]`, `[^"]`: a set of characters, ranges and shorthands. */
function parseSet(cursor: Cursor, end: number): CharacterClass {
  const start = cursor.offset;
  cursor.offset += 1;
  const negative = cursor.take('^');
  const members: CharacterClass[] = [];
  while (cursor.offset < end && !cursor.startsWith(']')) members.push(parseMember(cursor));
  if (cursor.offset >= end)
    cursor.fail('not-closed', 'the set that opens here has no end; close it with ]', start);
  if (members.length === 0)
    cursor.fail('regex-invalid', 'the set is empty; write \\] for the bracket itself', start);
  cursor.offset += 1;
  return negative ? complement(union(members)) : union(members);
}

function parseMember(cursor: Cursor): CharacterClass {
  const start = cursor.offset;
  const first = parseSetCharacter(cursor);
  const isRange = cursor.next === '-' && cursor.pattern.charAt(cursor.offset + 1) !== ']';
  if (!isRange) return first;
  cursor.offset += 1;
  const from = only(first);
  const to = only(parseSetCharacter(cursor));
  if (from === undefined || to === undefined || from > to) {
    cursor.fail('regex-invalid', `'${cursor.pattern.slice(start, cursor.offset)}' is no range`, start);
  }
  return range(from!, to!);
}

function parseSetCharacter(cursor: Cursor): CharacterClass {
  if (cursor.next === '\\') return parseEscape(cursor);
  if (/[.?*+{}|$^]/.test(cursor.next)) {
    cursor.offset += 1;
    return single(cursor.pattern.charAt(cursor.offset - 1));
  }
  if (cursor.next === '[') cursor.fail('regex-invalid', "'[' inside a set must be written \\[");
  return parseLiteral(cursor);
}

/** The one character that a class accepts, if it is one. */
function only(accepts: CharacterClass): number | undefined {
  const first = accepts.indexOf(1);
  return first === accepts.lastIndexOf(1) && first !== BEYOND ? first : undefined;
}
