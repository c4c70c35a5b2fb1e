import { SourceError } from '../../text/source-error';

/** Every way a pattern can be wrong. The codes are stable: reports and tests name them. */
export const FILTER_PATTERN_ERRORS = {
  'pattern-too-long': 'a pattern has at most 1,024 characters',
  'not-closed': 'a brace, bracket, parenthesis, quote or regex has no end',
  'unexpected-text': 'something stands where the pattern is already complete',
  'term-expected': 'a term, "phrase" or %regex% is missing',
  'needs-quotes': 'an unquoted word holds a character that CloudWatch takes only in double quotes',
  'selector-invalid': 'a JSON selector is not of the form $.a.b[0]',
  'too-many-wildcards': 'a selector has at most one wildcard, a pattern three',
  'operator-invalid': 'a comparison is not one that CloudWatch knows',
  'value-expected': 'a comparison has no value',
  'value-reserved': 'a word that CloudWatch keeps for itself is used as a value',
  'number-expected': '< > <= >= compare with a number only',
  'field-invalid': 'a field of a space-delimited pattern has no usable name',
  'field-duplicate': 'two fields of a space-delimited pattern have the same name',
  'too-many-ellipses': 'a space-delimited pattern has at most one ellipsis',
  'regex-invalid': 'a regex is not in the dialect that CloudWatch takes',
  'regex-too-large': 'a regex stands for more repetitions than can be matched in bounded time',
  'too-many-regexes': 'a pattern has at most two regexes',
} as const;

export type FilterPatternErrorCode = keyof typeof FILTER_PATTERN_ERRORS;

/**
 * A pattern that CloudWatch refuses (`Invalid metric filter pattern`). The message says what is wrong and
 * ends with the pattern and a caret line under the place.
 */
export class FilterPatternError extends SourceError<FilterPatternErrorCode> {
  override readonly name = 'FilterPatternError';
  /** Bad input, not a fault of ours: the command line prints it without a stack. */
  readonly userError = true;

  /** `offset` is an index into the pattern, in UTF-16 units. */
  constructor(code: FilterPatternErrorCode, what: string, pattern: string, offset: number) {
    super(code, offset, what, pattern);
  }
}
