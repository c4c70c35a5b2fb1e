import { assignPath } from '../../lib/text';
import type { JsonObject } from '../shared/json-value';

export type ParsedLine = { readonly request: JsonObject } | { readonly problem: string };

/**
 * One line of Lava's text form as a request, or why it is none:
 * `job_id -w worker [-d delay] [-p name=value …] [-g name=value …]`, quoted as in a shell. A dotted name
 * makes an object in an object: `-p db.host=x` is `{ db: { host: 'x' } }`.
 */
export function parseCommandLine(line: string): ParsedLine {
  const words = splitWords(line);
  if (!words) return { problem: 'a quote is not closed' };
  const request: Record<string, unknown> = { job_id: words[0] };
  for (let i = 1; i < words.length; i += 2) {
    const option = words[i]!;
    const field = OPTIONS[option];
    if (!field) return { problem: `option ${option} is unknown; allowed: -w, -d, -p, -g` };
    const value = words[i + 1];
    if (value === undefined) return { problem: `option ${option} needs a value` };
    if (field === 'parameters' || field === 'globals') {
      request[field] ??= Object.create(null);
      const problem = assignPath(request[field] as Record<string, unknown>, value);
      if (problem) return { problem: `option ${option}: ${problem}` };
    } else {
      request[field] = field === 'delay' && /^\d+$/.test(value) ? Number(value) : value;
    }
  }
  return { request };
}

// --- internal ---

const OPTIONS: Readonly<Record<string, string>> = {
  '-w': 'worker',
  '--worker': 'worker',
  '-d': 'delay',
  '--delay': 'delay',
  '-p': 'parameters',
  '--param': 'parameters',
  '-g': 'globals',
  '--global': 'globals',
};

/** Words of a line, with '…', "…" and \ as in a shell and # for the rest of the line; undefined = open quote. */
function splitWords(line: string): string[] | undefined {
  const words: string[] = [];
  const word = /\s*(?:(#.*)|((?:[^\s'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+))/y;
  const end = line.trimEnd().length;
  while (word.lastIndex < end) {
    const match = word.exec(line);
    if (!match) return undefined;
    if (match[1] !== undefined) break;
    words.push(unquote(match[2]!));
  }
  return words;
}

function unquote(word: string): string {
  return word.replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/g, (_, single, double, escaped) =>
    double === undefined ? (single ?? escaped) : double.replace(/\\(["\\$`])/g, '$1'),
  );
}
