/**
 * The line of a record, of what CloudWatch stores of it: where it came by OTLP, events have been seen to be JSON with the
 * line in `body`, beside `resource` and `severityText`. Anything else is the line itself.
 */
export function storedLine(message: string): string {
  if (!message.startsWith('{') || !message.includes('"body"')) return message;
  try {
    const { body, resource, severityText } = JSON.parse(message) as Record<string, unknown>;
    return typeof body === 'string' && body.startsWith('{') && resource && severityText !== undefined
      ? body
      : message;
  } catch {
    return message;
  }
}

/** A filter pattern for what is stored, and whether it finds nothing else. */
export interface StoredPattern {
  readonly pattern: string;
  readonly isExact: boolean;
}

/**
 * A filter pattern that finds at least those records of which a pattern finds the lines, be they stored as they are or in the
 * `body` of an OTLP record, since searches see no more than what is stored. Where it is not exact, whoever asks has to look
 * again at what comes.
 */
export function storedPattern(pattern: string): StoredPattern {
  const json = /^\s*\{(.*)\}\s*$/s.exec(pattern)?.[1]?.trim();
  // any other pattern looks for words, which are in the body as well
  if (json === undefined) return { pattern, isExact: true };
  const inBody: string[] = [];
  let rest = json;
  for (;;) {
    const [term, equalities] = TERM.exec(rest) ?? [];
    if (equalities === undefined) break;
    inBody.push(`(${equalities.replace(EQUALITY, '$.body = "*\\"$1\\":\\"$2\\"*"')})`);
    rest = rest.slice(term!.length);
  }
  const body = inBody.join(' && ') || '$.body = "*"';
  return { pattern: `{ (${json}) || (${body}) }`, isExact: rest === '' };
}

// --- internal ---

/** A text that is the same in JSON and between the quotes of a pattern. */
const EQUALITY = /\$\.(\w+) = "([^"*\\%]*)"/g;

/** A term as recordPattern writes it: one equality, or several of which one holds. */
const TERM = new RegExp(`^\\((${EQUALITY.source}(?: \\|\\| ${EQUALITY.source})*)\\)(?: && )?`);
