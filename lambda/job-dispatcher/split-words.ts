import type { DispatchDialect } from '../../lib/contract';

/**
 * Words of a line, with '…', "…" and \ as in a shell and # for the rest of the line; undefined if a quote is open. In
 * Lava's dialect a # in a word begins the rest of the line, too, as in Python's shlex.
 */
export function splitWords(line: string, dialect: DispatchDialect): string[] | undefined {
  const words: string[] = [];
  const word = dialect === 'lava' ? LAVA_WORD : SHELL_WORD;
  word.lastIndex = 0;
  const end = line.trimEnd().length;
  while (word.lastIndex < end) {
    const match = word.exec(line);
    if (!match) return undefined;
    if (match[1] !== undefined) break;
    words.push(unquote(match[2]!));
  }
  return words;
}

// --- internal ---

const SHELL_WORD = /\s*(?:(#.*)|((?:[^\s'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+))/y;
const LAVA_WORD = /\s*(?:(#.*)|((?:[^\s'"\\#]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+))/y;

/** In double quotes a backslash is one, unless a quote or a backslash follows. */
function unquote(word: string): string {
  return word.replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/g, (_, single, double, escaped) =>
    double === undefined ? (single ?? escaped) : double.replace(/\\(["\\])/g, '$1'),
  );
}
