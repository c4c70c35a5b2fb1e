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

/** A filter pattern for what is stored, and how close it is. */
export interface StoredPattern {
  /** Of lines and of records of OTLP. */
  readonly pattern: string;
  /** Of records of OTLP alone, for where both are longer than a pattern may be. */
  readonly inBody: string;
  /**
   * Whether every comparison has its counterpart, so that no more is found than a record in which the end of one field is that
   * of another. Otherwise whoever asks has to look again at what comes.
   */
  readonly isExact: boolean;
}

/** Characters that a pattern may have. Source: FilterLogEvents, PutMetricFilter. */
export const LONGEST_PATTERN = 1_024;

/**
 * A filter pattern that finds at least those records of which a pattern finds the lines, be they stored as they are or in the
 * `body` of an OTLP record, since searches see no more than what is stored.
 */
export function storedPattern(pattern: string): StoredPattern {
  const json = /^\s*\{(.*)\}\s*$/s.exec(pattern)?.[1]?.trim();
  // any other pattern looks for words, which are in the body as well
  if (json === undefined) return { pattern, inBody: pattern, isExact: true };
  const isExact = /^[()&|\s]*$/.test(json.replace(COMPARISON, ''));
  const body = isExact ? ofBody(json) : knownTerms(json).map(ofBody).join(' && ') || '$.body = "*"';
  return { pattern: `{ (${json}) || (${body}) }`, inBody: `{ ${body} }`, isExact };
}

// --- internal ---

/** Of a text, or of its begin, end or middle, that is the same in JSON and between the quotes of a pattern. */
const COMPARISON = /\$\.(\w+) = "(?!\*?")(\*?)([^"*\\%]*)(\*?)"/g;

const ofBody = (condition: string): string =>
  condition.replace(COMPARISON, (_, field, before, text, after) => {
    const begin = before === '' ? `\\"${field}\\":\\"` : '';
    return `$.body = "*${begin}${text}${after === '' ? '\\"' : ''}*"`;
  });

/** The first terms, all of which have to hold, up to one that has no counterpart. */
function knownTerms(json: string): string[] {
  const known: string[] = [];
  for (let rest = json; ; ) {
    const [term, condition] = TERM.exec(rest) ?? [];
    if (condition === undefined) return known;
    known.push(condition);
    rest = rest.slice(term!.length);
  }
}

/** A term as recordPattern writes it: one comparison, or several of which one holds. */
const TERM = new RegExp(`^(\\(${COMPARISON.source}(?: \\|\\| ${COMPARISON.source})*\\))(?: && )?`);
