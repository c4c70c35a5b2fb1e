import { BEYOND, type CharacterClass } from './character-class';

/** One element of a regex: characters of a class, `min` to `max` times (`max` may be infinite). */
export interface RegexItem {
  readonly accepts: CharacterClass;
  readonly min: number;
  readonly max: number;
}

/** One alternative: elements and anchors in order. The dialect has no groups, so nothing nests. */
export type Branch = readonly (RegexItem | '^' | '$')[];

/** Bounds the work on one character of text to 64 machine words, whatever the pattern. */
export const MAX_POSITIONS = 2048;

/**
 * Compiles alternatives to a test for a match anywhere in a text, in time proportional to the text alone.
 *
 * Without groups every alternative is a straight line of positions, some of which may be skipped (`?`) and
 * some repeated (`*`). All lines lie side by side in one bit set, whose bit i says "position i may take the
 * next character"; one step is a shift, and the skips of a whole run of optional positions are one addition,
 * whose carries are exactly the skips (Navarro and Raffinot, "Flexible pattern matching in strings", 4.2).
 * Each line ends in a position that takes no character: once it is reached, the line has matched.
 */
export function compileBranches(branches: readonly Branch[]): (text: string) => boolean {
  const lines = branches.map(toLine).filter((line) => line !== undefined);
  const machine = layOut(lines);
  return machine.words === 1 ? oneWordMatcher(machine) : matcher(machine);
}

// --- internal ---

interface Position {
  readonly accepts: CharacterClass | undefined;
  readonly skip: boolean;
  readonly repeat: boolean;
}

interface Line {
  readonly positions: readonly Position[];
  readonly fromStart: boolean;
  readonly toEnd: boolean;
}

const END: Position = { accepts: undefined, skip: false, repeat: false };

/**
 * `^` can only be passed before the first character, so whatever stands before it must match nothing, and
 * so must whatever follows `$`; undefined if it cannot, since such an alternative never matches.
 */
function toLine(branch: Branch): Line | undefined {
  const start = branch.lastIndexOf('^');
  const end = branch.indexOf('$');
  const outside = [...branch.slice(0, start + 1), ...(end === -1 ? [] : branch.slice(end))];
  if (!outside.every((item) => item === '^' || item === '$' || item.min === 0)) return undefined;
  const inside = branch.slice(start + 1, end === -1 ? undefined : end) as readonly RegexItem[];
  return { positions: [...inside.flatMap(toPositions), END], fromStart: start !== -1, toEnd: end !== -1 };
}

function toPositions({ accepts, min, max }: RegexItem): Position[] {
  const repeat = max === Number.POSITIVE_INFINITY;
  const length = repeat ? Math.max(min, 1) : max;
  return Array.from({ length }, (_, index) => ({
    accepts,
    skip: index >= min,
    repeat: repeat && index === length - 1,
  }));
}

interface Machine {
  readonly words: number;
  /** For each character class index, `words` words: the positions that accept it. */
  readonly accepting: Int32Array;
  /** Positions where a match may begin: anywhere, and before the first character only. */
  readonly begin: Int32Array;
  readonly beginAtStart: Int32Array;
  readonly skip: Int32Array;
  readonly repeat: Int32Array;
  /** Ends of lines: matched wherever they are reached, and matched at the end of the text only. */
  readonly matched: Int32Array;
  readonly matchedAtEnd: Int32Array;
}

function layOut(lines: readonly Line[]): Machine {
  const words = Math.max(1, Math.ceil(lines.reduce((sum, line) => sum + line.positions.length, 0) / 32));
  const machine: Machine = {
    words,
    accepting: new Int32Array((BEYOND + 1) * words),
    begin: new Int32Array(words),
    beginAtStart: new Int32Array(words),
    skip: new Int32Array(words),
    repeat: new Int32Array(words),
    matched: new Int32Array(words),
    matchedAtEnd: new Int32Array(words),
  };
  const set = (bits: Int32Array, bit: number, base = 0): void => {
    bits[base + (bit >>> 5)]! |= 1 << (bit & 31);
  };
  let bit = 0;
  for (const { positions, fromStart, toEnd } of lines) {
    if (!fromStart) set(machine.begin, bit);
    set(machine.beginAtStart, bit);
    for (const { accepts, skip, repeat } of positions) {
      if (skip) set(machine.skip, bit);
      if (repeat) set(machine.repeat, bit);
      accepts?.forEach((accepted, code) => {
        if (accepted === 1) set(machine.accepting, bit, code * words);
      });
      bit += 1;
    }
    set(toEnd ? machine.matchedAtEnd : machine.matched, bit - 1);
  }
  return machine;
}

function matcher(machine: Machine): (text: string) => boolean {
  const { words, accepting, begin, beginAtStart, skip, repeat, matched, matchedAtEnd } = machine;
  /** The positions that may take the next character; one buffer for all texts, since nothing here waits. */
  const ready = new Int32Array(words);
  /** Takes a character, none if `code` is negative; true if a line has matched. */
  const advance = (code: number, from: Int32Array): boolean => {
    let shifted = 0;
    let carry = 0;
    let hit = 0;
    for (let word = 0; word < words; word += 1) {
      const taken = code < 0 ? 0 : ready[word]! & accepting[code * words + word]!;
      const next = (taken << 1) | shifted | (taken & repeat[word]!) | from[word]!;
      shifted = taken >>> 31;
      const optional = skip[word]!;
      const skipping = next & optional;
      const sum = (optional >>> 0) + (skipping >>> 0) + carry;
      carry = sum > 0xffffffff ? 1 : 0;
      const reached = next | ((sum | 0) ^ optional ^ skipping);
      ready[word] = reached;
      hit |= reached & matched[word]!;
    }
    return hit !== 0;
  };
  return (text) => {
    ready.fill(0);
    if (advance(-1, beginAtStart)) return true;
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      if (isPair(unit, text, index)) index += 1;
      if (advance(unit < BEYOND ? unit : BEYOND, begin)) return true;
    }
    return ready.some((word, index) => (word & matchedAtEnd[index]!) !== 0);
  };
}

/** The same for up to 32 positions, as nearly all patterns have: a step takes a third of the time. */
function oneWordMatcher(machine: Machine): (text: string) => boolean {
  const { accepting } = machine;
  const [begin, beginAtStart, skip] = [machine.begin[0]!, machine.beginAtStart[0]!, machine.skip[0]!];
  const [repeat, matched, matchedAtEnd] = [machine.repeat[0]!, machine.matched[0]!, machine.matchedAtEnd[0]!];
  const withSkips = (next: number): number => {
    const skipping = next & skip;
    return next | (((skip + skipping) | 0) ^ skip ^ skipping);
  };
  return (text) => {
    let ready = withSkips(beginAtStart);
    for (let index = 0; (ready & matched) === 0; index += 1) {
      if (index >= text.length) return (ready & matchedAtEnd) !== 0;
      const unit = text.charCodeAt(index);
      if (isPair(unit, text, index)) index += 1;
      const taken = ready & accepting[unit < BEYOND ? unit : BEYOND]!;
      ready = withSkips((taken << 1) | (taken & repeat) | begin);
    }
    return true;
  };
}

/** A surrogate pair is one character to `.`; a lone surrogate is one of its own. */
function isPair(unit: number, text: string, index: number): boolean {
  return (unit & 0xfc00) === 0xd800 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
}
