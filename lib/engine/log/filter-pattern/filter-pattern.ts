import { Cursor } from './cursor';
import { JsonDocument, type ParseJson } from './json-document';
import { compileJsonPattern } from './json-pattern';
import { compileSpacePattern, type ExtractedFields } from './space-pattern';
import { compileTerms } from './terms-pattern';

/** The kinds of pattern: everything (the empty pattern), terms, `{ … }` and `[ … ]`. */
export type FilterPatternKind = 'all' | 'terms' | 'json' | 'space';

export interface FilterPattern {
  readonly kind: FilterPatternKind;
  /** A log group takes at most five filters whose pattern holds a regex. */
  readonly regexCount: number;
  /** What a message gives, undefined if the pattern does not match it. Takes time linear in the message. */
  readonly match: (message: string) => FilterMatch | undefined;
  /** The same where several patterns look at one message: with `parseOnce`, only the first has to parse it. */
  readonly matchWith: (parse: ParseJson, message: string) => FilterMatch | undefined;
}

export interface FilterMatch {
  /** TestMetricFilter's `extractedValues`: the fields of a space-delimited pattern, empty for any other. */
  readonly extracted: ExtractedFields;
  /** JSON patterns only: the message, parsed. */
  readonly document?: JsonDocument;
}

/**
 * Compiles a CloudWatch Logs filter pattern, as metric filters, subscription filters and FilterLogEvents
 * take it. Rules: CloudWatch Logs User Guide, "Filter pattern syntax", and responses recorded from AWS
 * where the guide is silent or wrong.
 *
 * @throws FilterPatternError where CloudWatch refuses the pattern.
 */
export function compileFilterPattern(pattern: string): FilterPattern {
  const cursor = new Cursor(pattern);
  if (pattern.length > MAX_LENGTH) {
    cursor.fail(
      'pattern-too-long',
      `a pattern has at most 1,024 characters, this one has ${pattern.length}`,
      MAX_LENGTH,
    );
  }
  const [kind, matchWith] = compile(cursor.skipBlanks());
  const match = (message: string) => matchWith(JsonDocument.parse, message);
  return { kind, match, matchWith, regexCount: cursor.regexCount };
}

// --- internal ---

const MAX_LENGTH = 1024;
const NO_FIELDS: ExtractedFields = Object.freeze({});
const MATCHED: FilterMatch = { extracted: NO_FIELDS };

function compile(cursor: Cursor): [FilterPatternKind, FilterPattern['matchWith']] {
  if (cursor.atEnd) return ['all', () => MATCHED];
  if (cursor.next === '{') {
    const read = compileJsonPattern(cursor);
    return ['json', (parse, message) => withDocument(read(parse, message))];
  }
  if (cursor.next === '[') {
    const read = compileSpacePattern(cursor);
    return ['space', (_, message) => withFields(read(message))];
  }
  const matches = compileTerms(cursor);
  return ['terms', (_, message) => (matches(message) ? MATCHED : undefined)];
}

const withDocument = (document: JsonDocument | undefined): FilterMatch | undefined =>
  document && new JsonMatch(document);

const withFields = (extracted: ExtractedFields | undefined): FilterMatch | undefined =>
  extracted && { extracted };

/** Its document is no property of its own, so that a match compares and prints as what CloudWatch answers. */
class JsonMatch implements FilterMatch {
  readonly extracted = NO_FIELDS;
  readonly #document: JsonDocument;

  constructor(document: JsonDocument) {
    this.#document = document;
  }

  get document(): JsonDocument {
    return this.#document;
  }
}
