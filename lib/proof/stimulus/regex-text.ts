import type { Branch } from '../../engine';

/**
 * A short text that one of a regex's alternatives matches, of letters and digits where it can be; undefined when every
 * alternative needs a character that no printable text has.
 */
export function regexText(branches: readonly Branch[]): string | undefined {
  for (const branch of branches) {
    const parts = branch.map((item) => {
      if (item === '^' || item === '$') return '';
      const character = PREFERRED.find((one) => item.accepts[one.charCodeAt(0)] === 1);
      return item.min === 0 ? '' : character?.repeat(item.min);
    });
    if (parts.every((part) => part !== undefined)) return parts.join('');
  }
  return undefined;
}

// --- internal ---

/** Letters first, so that `.` and `\w` read as a word, `\d` as digits. */
const PREFERRED = [
  ...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890 -_./:,;=@#()[]{}<>|\\"\'+*?!$%&^~`\t',
];
