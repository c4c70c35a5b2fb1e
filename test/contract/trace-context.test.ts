import { parseTraceparent } from '../../lib/contract';

// The cases of the recommendation's own test suite (github.com/w3c/trace-context, test/test.py), and some between them.
const TRACE = '12345678901234567890123456789012';
const SPAN = '1234567890123456';

test('a traceparent names a trace, a span and flags', () => {
  expect(parseTraceparent(`00-${TRACE}-${SPAN}-01`)).toEqual({
    trace_id: TRACE,
    span_id: SPAN,
    trace_flags: '01',
  });
});

test.each(['00', '01', '02', '03', '7f', 'ff'])('flags %s are passed on as they are', (flags) => {
  expect(parseTraceparent(`00-${TRACE}-${SPAN}-${flags}`)).toMatchObject({ trace_flags: flags });
});

test.each([
  ['a later version', `cc-${TRACE}-${SPAN}-01`],
  ['the next version', `01-${TRACE}-${SPAN}-01`],
  ['the last version', `fe-${TRACE}-${SPAN}-01`],
  ['fields of a later version', `cc-${TRACE}-${SPAN}-01-what-the-future-will-be-like`],
  ['an empty field of a later version', `cc-${TRACE}-${SPAN}-01-`],
  ['a blank before it', ` 00-${TRACE}-${SPAN}-01`],
  ['a tab before it', `\t00-${TRACE}-${SPAN}-01`],
  ['a blank behind it', `00-${TRACE}-${SPAN}-01 `],
  ['a tab behind it', `00-${TRACE}-${SPAN}-01\t`],
  ['both around it', `\t 00-${TRACE}-${SPAN}-01 \t`],
])('with %s it is one', (_, text) => {
  expect(parseTraceparent(text)).toEqual({ trace_id: TRACE, span_id: SPAN, trace_flags: '01' });
});

test.each([
  ['nothing', undefined],
  ['a number', 7],
  ['an empty text', ''],
  ['a list of one', [`00-${TRACE}-${SPAN}-01`]],
  ['two, as a list of headers becomes one', `00-${TRACE}-${SPAN}-01,00-${TRACE}-${SPAN}-01`],
  ['two of a later version', `cc-${TRACE}-${SPAN}-01,cc-${TRACE}-${SPAN}-01`],
  ['version 00 with something behind it', `00-${TRACE}-${SPAN}-01.`],
  ['version 00 with a field more', `00-${TRACE}-${SPAN}-01-what-the-future-will-be-like`],
  ['version 00 with a dash more', `00-${TRACE}-${SPAN}-01-`],
  ['version 00 with a line feed', `00-${TRACE}-${SPAN}-01\n`],
  ['a later version without a dash before its fields', `cc-${TRACE}-${SPAN}-01.what-the-future-will-be-like`],
  ['version ff', `ff-${TRACE}-${SPAN}-01`],
  ['a version of other characters', `.0-${TRACE}-${SPAN}-01`],
  ['a version of other characters at its end', `0.-${TRACE}-${SPAN}-01`],
  ['a version of three digits', `000-${TRACE}-${SPAN}-01`],
  ['a version of four digits', `0000-${TRACE}-${SPAN}-01`],
  ['a version of one digit', `0-${TRACE}-${SPAN}-01`],
  ['a version in upper case', `CC-${TRACE}-${SPAN}-01`],
  ['a trace of zeros', `00-${'0'.repeat(32)}-${SPAN}-01`],
  ['a trace of other characters', `00-.${TRACE.slice(1)}-${SPAN}-01`],
  ['a trace of other characters at its end', `00-${TRACE.slice(1)}.-${SPAN}-01`],
  ['a trace of 33 digits', `00-${TRACE}3-${SPAN}-01`],
  ['a trace of 31 digits', `00-${TRACE.slice(1)}-${SPAN}-01`],
  ['a trace in upper case', `00-${TRACE.replace('1', 'A')}-${SPAN}-01`],
  ['a span of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
  ['a span of other characters', `00-${TRACE}-.${SPAN.slice(1)}-01`],
  ['a span of other characters at its end', `00-${TRACE}-${SPAN.slice(1)}.-01`],
  ['a span of 17 digits', `00-${TRACE}-${SPAN}7-01`],
  ['a span of 15 digits', `00-${TRACE}-${SPAN.slice(1)}-01`],
  ['a span in upper case', `00-${TRACE}-${SPAN.replace('1', 'A')}-01`],
  ['flags of other characters', `00-${TRACE}-${SPAN}-.0`],
  ['flags of other characters at their end', `00-${TRACE}-${SPAN}-0.`],
  ['flags of three digits', `00-${TRACE}-${SPAN}-001`],
  ['flags of one digit', `00-${TRACE}-${SPAN}-1`],
  ['flags in upper case', `00-${TRACE}-${SPAN}-0A`],
  ['one dash too many', `00--${TRACE}-${SPAN}-01`],
  ['no dashes', `00${TRACE}${SPAN}01`],
  ['blanks within it', `00-${TRACE} -${SPAN}-01`],
])('%s is none', (_, text) => {
  expect(parseTraceparent(text)).toBeUndefined();
});
