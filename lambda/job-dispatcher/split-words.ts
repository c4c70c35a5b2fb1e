import type { DispatchDialect } from '../../lib/contract';

/**
 * Words of a line, with '…', "…" and \ as in a shell and # for the rest of the line; undefined if a quote is open. In
 * Lava's dialect a # in a word begins the rest of the line, too, as in Python's shlex.
 */
export function splitWords(line: string, dialect: DispatchDialect): string[] | undefined {
  const words: string[] = [];
  const word = dialect === 'lava' ? LAVA_WORD : SHELL_WORD;
  word.lastIndex = 0;
  for (;;) {
    const match = word.exec(line);
    if (!match) return undefined;
    if (match[1] === undefined) return words;
    words.push(unquote(match[1]));
  }
}

// --- internal ---

/** A word, or none at a comment or the end. Blanks are shlex's: what else Unicode has of them is part of a word. */
const SHELL_WORD = /[ \t\r\n]*(?:#|$|((?:[^ \t\r\n'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+))/y;
const LAVA_WORD = /[ \t\r\n]*(?:#|$|((?:[^ \t\r\n'"\\#]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+))/y;

/** In double quotes a backslash is one, unless a quote or a backslash follows. */
function unquote(word: string): string {
  return word.replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/g, (_, single, double, escaped) =>
    double === undefined ? (single ?? escaped) : double.replace(/\\(["\\])/g, '$1'),
  );
}
