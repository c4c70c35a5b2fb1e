import {
  compileFilterPattern,
  FILTER_PATTERN_ERRORS,
  FilterPatternError,
} from '../../../../lib/engine/log/filter-pattern';

function refusal(pattern: string): FilterPatternError {
  try {
    compileFilterPattern(pattern);
  } catch (error) {
    if (error instanceof FilterPatternError) return error;
    throw error;
  }
  throw new Error(`${pattern} was accepted`);
}

/** code, pattern, offset, first line of the message. */
const REFUSED: readonly (readonly [string, string, number, string])[] = [
  ['needs-quotes', 'ERR*', 3, "'*' is not allowed in an unquoted term; put the term in double quotes"],
  ['needs-quotes', 'a foo-bar', 5, "'-' is not allowed in an unquoted term; put the term in double quotes"],
  ['needs-quotes', '?エラー', 1, "'エ' is not allowed in an unquoted term; put the term in double quotes"],
  ['needs-quotes', '"a""b"', 3, `'"' is not allowed in an unquoted term; put the term in double quotes`],
  [
    'needs-quotes',
    '*'.repeat(1024),
    0,
    "'*' is not allowed in an unquoted term; put the term in double quotes",
  ],
  ['term-expected', 'a ?', 3, 'expected a term right after ? or -'],
  ['term-expected', '-', 1, 'expected a term right after ? or -'],
  ['not-closed', 'a "b', 2, 'the quote that opens here has no end; close it with "'],
  ['not-closed', 'a %b', 2, 'the regex that opens here has no end; close it with %'],
  ['not-closed', '{ $.a = 1', 9, 'a pattern that starts with { ends with }'],
  ['not-closed', '{ ($.a = 1', 2, 'the parenthesis that opens here has no end'],
  ['not-closed', "{ $.['a = 1 }", 4, "the name that opens here has no end; close it with ']"],
  ['field-duplicate', '[word, word]', 7, "duplicate field 'word'; give each field a name of its own"],
  ['field-duplicate', '[a = 1, ..., a]', 13, "duplicate field 'a'; give each field a name of its own"],
  ['not-closed', '[a, b', 5, 'a pattern that starts with [ ends with ]'],
  ['unexpected-text', '{ $.a = 1 } x', 12, "nothing may follow the closing }, got 'x'"],
  ['unexpected-text', '{ $.a = 1 $.b = 2 }', 10, "expected && || or }, got '$.b'"],
  ['unexpected-text', '[a = 1 b, c]', 7, "expected && || , or ], got 'b,'"],
  ['unexpected-text', '{ ($.a = 1 $.b = 2) }', 11, "expected && || or ), got '$.b'"],
  ['unexpected-text', '{ $.a = 1 & $.b = 2 }', 10, "expected && || or }, got '&'"],
  ['selector-invalid', '{ }', 2, "expected a selector such as $.field, got '}'"],
  ['selector-invalid', '{ "v": [1] }', 2, `expected a selector such as $.field, got '"v":'`],
  ['selector-invalid', '{ status = 401 }', 2, "expected a selector such as $.field, got 'status'"],
  ['selector-invalid', '{ $[0] = 1 }', 3, "a selector starts with $. and a name, $.* or $.['name']"],
  ['selector-invalid', '{ $ = 1 }', 3, "a selector starts with $. and a name, $.* or $.['name']"],
  [
    'selector-invalid',
    '{ $.@level = 1 }',
    4,
    "a property is made of letters, digits, _ and -; write ['…'] for any other",
  ],
  ['selector-invalid', '{ $.a[x] = 1 }', 5, "brackets hold an index [0], a wildcard [*] or a name ['…']"],
  ['selector-invalid', "{ $.[''] = 1 }", 4, "the name between [' and '] is empty"],
  ['too-many-wildcards', '{ $.items[*].* = 1 }', 2, 'a selector has at most one wildcard, [*] or .*'],
  [
    'too-many-wildcards',
    '{ $.a[*] = 1 && $.b[*] = 1 && $.c[*] = 1 && $.* = 1 }',
    0,
    'a pattern has at most 3 wildcard selectors',
  ],
  ['operator-invalid', '{ $.a == 1 }', 6, "'==' is no operator; equality is a single ="],
  ['operator-invalid', '{ $.a ~ 1 }', 6, "expected = != < > <= or >=, got '~'"],
  ['operator-invalid', '{ $.a }', 6, "expected = != < > <= or >=, got '}'"],
  [
    'operator-invalid',
    '{ $.v IS NOT NULL }',
    6,
    "expected IS NULL, IS TRUE, IS FALSE or NOT EXISTS, got 'IS NOT'",
  ],
  [
    'operator-invalid',
    '{ $.v EXISTS }',
    6,
    "expected IS NULL, IS TRUE, IS FALSE or NOT EXISTS, got 'EXISTS'",
  ],
  [
    'operator-invalid',
    '{ $.v is null }',
    6,
    "expected IS NULL, IS TRUE, IS FALSE or NOT EXISTS, got 'is null'",
  ],
  ['operator-invalid', '[a = 1 && b]', 11, 'every name beside && and || needs a comparison'],
  ['value-expected', '{ $.a = }', 8, 'a comparison needs a value: a number, a word, "text" or %regex%'],
  ['value-expected', '[a =, b]', 4, 'a comparison needs a value: a number, a word, "text" or %regex%'],
  [
    'needs-quotes',
    '{ $.a = /var/log }',
    8,
    "'/' is not allowed in an unquoted value; put the value in double quotes",
  ],
  [
    'needs-quotes',
    '{ $.a = a-b }',
    9,
    "'-' is not allowed in an unquoted value; put the value in double quotes",
  ],
  [
    'needs-quotes',
    '{ $.a => 1 }',
    7,
    "'>' is not allowed in an unquoted value; put the value in double quotes",
  ],
  [
    'needs-quotes',
    "{ $.a = 'b' }",
    8,
    "''' is not allowed in an unquoted value; put the value in double quotes",
  ],
  [
    'value-reserved',
    '{ $.a = null }',
    8,
    'null is a word of the pattern language; write "null" for the text',
  ],
  [
    'value-reserved',
    '[kind = SPACE, b]',
    8,
    'SPACE is a word of the pattern language; write "SPACE" for the text',
  ],
  ['number-expected', '{ $.a > b }', 8, '> compares with a number such as 10, -1.5 or 10e3'],
  ['number-expected', '[a <= "5"]', 6, '<= compares with a number such as 10, -1.5 or 10e3'],
  ['field-invalid', '[$a, b]', 1, "expected a field name, ... or ], got '$a,'"],
  ['operator-invalid', '[a b]', 3, "expected = != < > <= or >=, got 'b]'"],
  ['too-many-ellipses', '[..., status, ...]', 14, 'a pattern has at most one ...'],
  ['regex-invalid', '%something!%', 10, "'!' is not allowed in a regex; write \\x21 for it"],
  ['regex-invalid', '%a(b)%', 2, "'(' is not allowed in a regex; write \\x28 for it"],
  ['regex-invalid', '%é%', 1, "'é' is not allowed in a regex; write \\xe9 for it"],
  ['regex-invalid', '%漢%', 1, "'漢' is not allowed in a regex; only ASCII characters are"],
  ['regex-invalid', '%%', 0, 'the regex is empty; %…% needs an expression'],
  ['regex-invalid', '%*a%', 1, "'*' has nothing to repeat; write \\* for itself"],
  ['regex-invalid', '%^+%', 2, "'+' has nothing to repeat; write \\+ for itself"],
  ['regex-invalid', '%a**%', 2, 'a quantifier cannot be quantified'],
  ['regex-invalid', '%a{2}{3}%', 2, 'a quantifier cannot be quantified'],
  [
    'regex-invalid',
    '%a{2,1}%',
    2,
    'a count is {n}, {n,} or {n,m} with n <= m <= 1000; write \\{ for the brace itself',
  ],
  [
    'regex-invalid',
    '%a{1001}%',
    2,
    'a count is {n}, {n,} or {n,m} with n <= m <= 1000; write \\{ for the brace itself',
  ],
  [
    'regex-invalid',
    '%a{x}%',
    2,
    'a count is {n}, {n,} or {n,m} with n <= m <= 1000; write \\{ for the brace itself',
  ],
  [
    'regex-invalid',
    '%\\bword%',
    1,
    "'\\b' is no escape; allowed are \\d \\D \\s \\S \\w \\W, \\xhh and a backslash before a symbol",
  ],
  [
    'regex-invalid',
    '%\\x4%',
    1,
    "'\\x' is no escape; allowed are \\d \\D \\s \\S \\w \\W, \\xhh and a backslash before a symbol",
  ],
  ['regex-invalid', '%[]%', 1, 'the set is empty; write \\] for the bracket itself'],
  ['not-closed', '%[a%', 1, 'the set that opens here has no end; close it with ]'],
  ['regex-invalid', '%[z-a]%', 2, "'z-a' is no range"],
  ['regex-invalid', '%[\\d-z]%', 2, "'\\d-z' is no range"],
  ['regex-invalid', '%[a[b]%', 3, "'[' inside a set must be written \\["],
  [
    'regex-too-large',
    '%a{1000}b{1000}c{1000}%',
    0,
    'the repetitions add up to 3000 characters; at most 2,048',
  ],
  ['too-many-regexes', '{ $.a = %a% || $.b = %b% || $.c = %c% }', 34, 'a pattern has at most 2 regexes'],
  ['pattern-too-long', 'a'.repeat(1025), 1024, 'a pattern has at most 1,024 characters, this one has 1025'],
];

it.each(REFUSED)('%s: %s', (code, pattern, offset, problem) => {
  const error = refusal(pattern);
  expect({ code: error.code, offset: error.offset, problem: error.message.split('\n')[0] }).toEqual({
    code,
    offset,
    problem,
  });
});

it('has a case here for every code', () => {
  expect(
    Object.keys(FILTER_PATTERN_ERRORS).filter((code) => !REFUSED.some(([used]) => used === code)),
  ).toEqual([]);
});

it('ends the message with the pattern and a caret under the place', () => {
  expect(refusal('{ $.a == 1 }').message).toBe(
    ["'==' is no operator; equality is a single =", '  { $.a == 1 }', '        ^'].join('\n'),
  );
});

it('shows a pattern of several lines on one, with the caret in place', () => {
  expect(refusal('{\n  $.a == 1\n}').message.split('\n').slice(1)).toEqual([
    '  {   $.a == 1 }',
    '          ^',
  ]);
});

it('is an error of the user, so that the command line prints no stack', () => {
  expect(refusal('ERR*').userError).toBe(true);
});
