import { Cursor } from './cursor';
import type { Expression } from './expression';
import type { JsonCondition } from './json-condition';
import { JsonDocument, type ParseJson } from './json-document';
import { compileJsonPattern, parseJsonPattern } from './json-pattern';
import {
  compileSpacePattern,
  type ExtractedFields,
  parseSpacePattern,
  type SpacePattern,
} from './space-pattern';
import { compileTerms, parseTerms, type TermsPattern } from './terms-pattern';

/** The kinds of pattern: everything (the empty pattern), terms, `{ … }` and `[ … ]`. */
export type FilterPatternKind = 'all' | 'terms' | 'json' | 'space';

/** A pattern as it is written: what a message must be like. */
export type FilterPatternSyntax =
  | { readonly kind: 'all' }
  | { readonly kind: 'terms'; readonly terms: TermsPattern }
  | { readonly kind: 'json'; readonly expression: Expression<JsonCondition> }
  | { readonly kind: 'space'; readonly fields: SpacePattern };

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
  const { syntax, regexCount } = parse(pattern);
  const matchWith = compile(syntax);
  const match = (message: string) => matchWith(JsonDocument.parse, message);
  return { kind: syntax.kind, match, matchWith, regexCount };
}

/**
 * Reads a pattern without compiling it.
 *
 * @throws FilterPatternError where CloudWatch refuses the pattern.
 */
export const parseFilterPattern = (pattern: string): FilterPatternSyntax => parse(pattern).syntax;

// --- internal ---

function parse(pattern: string): { syntax: FilterPatternSyntax; regexCount: number } {
  const cursor = new Cursor(pattern);
  if (pattern.length > MAX_LENGTH) {
    cursor.fail(
      'pattern-too-long',
      `a pattern has at most 1,024 characters, this one has ${pattern.length}`,
      MAX_LENGTH,
    );
  }
  const syntax = syntaxOf(cursor.skipBlanks());
  return { syntax, regexCount: cursor.regexCount };
}

const MAX_LENGTH = 1024;
const NO_FIELDS: ExtractedFields = Object.freeze({});
const MATCHED: FilterMatch = { extracted: NO_FIELDS };

function syntaxOf(cursor: Cursor): FilterPatternSyntax {
  if (cursor.atEnd) return { kind: 'all' };
  if (cursor.next === '{') return { kind: 'json', expression: parseJsonPattern(cursor) };
  if (cursor.next === '[') return { kind: 'space', fields: parseSpacePattern(cursor) };
  return { kind: 'terms', terms: parseTerms(cursor) };
}

function compile(syntax: FilterPatternSyntax): FilterPattern['matchWith'] {
  if (syntax.kind === 'all') return () => MATCHED;
  if (syntax.kind === 'json') {
    const read = compileJsonPattern(syntax.expression);
    return (parseJson, message) => withDocument(read(parseJson, message));
  }
  if (syntax.kind === 'space') {
    const read = compileSpacePattern(syntax.fields);
    return (_, message) => withFields(read(message));
  }
  const matches = compileTerms(syntax.terms);
  return (_, message) => (matches(message) ? MATCHED : undefined);
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
