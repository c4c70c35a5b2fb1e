/** Which characters an element of a regex accepts: one flag for U+0000 to U+00FF, one for all others. */
export type CharacterClass = Uint8Array;

/** Index of the flag that stands for every character above U+00FF; the dialect cannot tell them apart. */
export const BEYOND = 256;

export const range = (from: number, to: number): CharacterClass =>
  classOf((code) => code >= from && code <= to);

export const single = (character: string): CharacterClass =>
  range(character.charCodeAt(0), character.charCodeAt(0));

export const union = (classes: readonly CharacterClass[]): CharacterClass =>
  classOf((code) => classes.some((one) => one[code] === 1));

export const complement = (one: CharacterClass): CharacterClass => classOf((code) => one[code] === 0);

/** `.`: any character but a line feed, as regex engines have it; AWS's page says only "any character". */
export const ANY: CharacterClass = complement(single('\n'));

const digit = range(48, 57);
const word = union([digit, range(65, 90), range(97, 122), single('_')]);
const space = union([range(9, 13), single(' ')]);

/** `\d \D \w \W \s \S`, over ASCII. */
export const SHORTHANDS: Readonly<Record<string, CharacterClass>> = {
  d: digit,
  D: complement(digit),
  w: word,
  W: complement(word),
  s: space,
  S: complement(space),
};

// --- internal ---

function classOf(accepts: (code: number) => boolean): CharacterClass {
  return Uint8Array.from({ length: BEYOND + 1 }, (_, code) => (accepts(code) ? 1 : 0));
}
