/**
 * A text in which no name turns the direction of the sentence around it: each bidirectional control (Unicode's property
 * Bidi_Control: marks, embeddings, overrides, isolates) stands there as JSON escapes it.
 */
export const visibleBidi = (text: string): string => text.replace(/\p{Bidi_Control}/gu, escaped);

/** The same for a terminal, which no other control character steers either; lines, tabs and our colours stay. */
export const terminalText = (text: string): string =>
  visibleBidi(text).replace(STEERING, (found) => (found.length > 1 ? found : escaped(found)));

// --- internal ---

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
const STEERING = /\u001b\[[\d;]*m|[\0-\x08\x0b-\x1f\x7f-\x9f]/g;

const escaped = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
