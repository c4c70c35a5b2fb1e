/**
 * A text in which no character ends a line, moves a terminal's cursor or turns the direction of writing: each control
 * character, line separator and bidirectional mark as JSON escapes it.
 */
export const escapeControls = (text: string): string => text.replace(CONTROLS, escaped);

// --- internal ---

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
const CONTROLS = /[\0-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

const escaped = (char: string): string =>
  char < ' ' ? JSON.stringify(char).slice(1, -1) : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
