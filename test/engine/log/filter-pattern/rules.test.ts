import {
  compileFieldReader,
  compileFilterPattern,
  parseOnce,
} from '../../../../lib/engine/log/filter-pattern';

const matches = (pattern: string, message: string): boolean =>
  compileFilterPattern(pattern).match(message) !== undefined;
const extracted = (pattern: string, message: string) =>
  compileFilterPattern(pattern).match(message)?.extracted;
const json = (value: string): string => `{"v":${value}}`;

/** One rule, one pattern, the messages that it matches and those that it does not. */
type Rule = readonly [rule: string, pattern: string, yes: readonly string[], no: readonly string[]];

const TERMS: readonly Rule[] = [
  ['the empty pattern matches everything', '', ['', 'a'], []],
  ['a pattern of blanks is the empty pattern', ' \n', ['', 'a'], []],
  ['a quoted blank needs a blank', '" "', ['a b'], ['ab', '']],
  ['a quoted nothing matches everything', '""', ['', 'a'], []],
  ['terms are substrings of any word', 'ERR', ['xERRORx'], ['err']],
  ['an excluded term works alone', '-ERROR', ['fine'], ['an ERROR']],
  ['an excluded phrase takes quotes', '-"not found"', ['found'], ['was not found']],
  ['a blank may follow the minus', 'a - "b"', ['a'], ['a b']],
  ['one of the optional terms is enough', '?ERROR ?WARN', ['WARN', 'ERROR'], ['INFO', '']],
  [
    'a required term silences optional ones',
    '?ERROR ?ARGUMENTS REQUEST',
    ['[INFO] REQUEST FAILED'],
    ['ERROR'],
  ],
  ['an excluded term silences optional ones', '?ERROR ?ARGUMENTS -REQUEST', ['plain'], ['ERROR REQUEST']],
  ['a quoted term may hold an escaped quote', '"say \\"hi\\""', ['say "hi" now'], ['say hi']],
  ['a backslash before a letter is itself', '"a\\d"', ['a\\d'], ['a1']],
  ['a quoted asterisk is itself', '"ERR*"', ['ERR*'], ['ERROR']],
  ['a regex may be excluded', '-%[0-9]%', ['none'], ['1']],
];

const REGEXES: readonly Rule[] = [
  ['$ is the very end of the text', '%cat$%', ['a cat'], ['cat\n', 'cats']],
  ['\\s matches a line feed', '%a\\sb%', ['a\nb', 'a\tb'], ['ab']],
  ['. is one character, a surrogate pair included', '%^a.b$%', ['axb', 'a😀b', 'a\ud800b'], ['ab', 'a\nb']],
  ['a negated set matches characters beyond Latin', '%^[^a]$%', ['é', '漢', '😀'], ['a']],
  ['\\w is ASCII', '%^\\w+$%', ['az_09'], ['é']],
  ['\\W, \\D and \\S are the complements', '%^\\W\\D\\S$%', ['-ab'], ['aab', '-1b', '-a ']],
  ['{n} counts exactly', '%^a{3}$%', ['aaa'], ['aa', 'aaaa']],
  ['{n,} counts at least', '%^a{2,}$%', ['aa', 'aaaaa'], ['a']],
  ['{0} is nothing', '%^a{0}b$%', ['b'], ['ab']],
  ['{n,m} counts between', '%^a{1,3}b$%', ['ab', 'aaab'], ['b', 'aaaab']],
  ['{0,} may be nothing', '%^a{0,}b$%', ['b', 'aab'], ['c']],
  ['optional runs may be skipped as a whole', '%^a?b?c?d$%', ['d', 'ad', 'bd', 'acd', 'abcd'], ['bad', 'e']],
  ['a lazy quantifier matches the same texts', '%^a.*?b$%', ['ab', 'axxb'], ['a']],
  ['alternatives have their own anchors', '%^a|b$%', ['ax', 'xb'], ['xa', 'bx']],
  ['an empty alternative matches everything', '%a|%', ['', 'b'], []],
  ['an anchor in the middle needs nothing before it', '%a*^b%', ['b'], ['ab']],
  ['an anchor in the middle after a character never matches', '%a^b%', [], ['ab', 'a\nb']],
  ['characters after $ must be optional', '%a$b*%', ['a'], ['ab']],
  ['$ before ^ is the empty text', '%$^%', [''], ['a']],
  ['a set holds operators as themselves', '%^[.+*?]$%', ['.', '*'], ['a']],
  ['a set takes shorthands and ranges', '%^[\\da-f_-]+$%', ['09af-_'], ['g']],
  ['\\xhh is the character of that code', '%\\x28\\x29%', ['f()'], ['f(']],
  ['\\xhh may open a range', '%^[\\x41-\\x43]$%', ['B'], ['D']],
  ['closing brackets stand for themselves outside', '%a]b}%', ['a]b}'], ['ab']],
];

const JSON_RULES: readonly Rule[] = [
  [
    '= 1 compares numbers by value and texts by spelling',
    '{$.v=1}',
    ['1', '1.0', '1e0', '"1"'].map(json),
    ['"1.0"', 'true', '[1]'].map(json),
  ],
  [
    '= 1e+0 keeps its spelling for texts',
    '{ $.v = 1e+0 }',
    ['1', '1.0', '"1e+0"'].map(json),
    ['"1"'].map(json),
  ],
  [
    '= "1" compares the spelling of numbers, too',
    '{ $.v = "1" }',
    ['1', '"1"'].map(json),
    ['1.0', '1e0', '10', 'true'].map(json),
  ],
  [
    '= "1.0" matches the number spelt so',
    '{ $.v = "1.0" }',
    ['1.0', '"1.0"'].map(json),
    ['1', '"1"'].map(json),
  ],
  [
    '!= "1" is true for a 1 spelt otherwise',
    '{ $.v != "1" }',
    ['1.0', '2', '"x"'].map(json),
    ['1', '"1"', 'null', 'true'].map(json),
  ],
  [
    '!= is false for whatever is no text or number',
    '{ $.v != 1 }',
    ['2', '"1.0"', '"x"', '""'].map(json),
    ['1', '"1"', 'null', 'true', 'false', '[2]', '{}'].map(json).concat('{}', 'text', '[{"v":2}]', '{"v":2'),
  ],
  [
    '!= text is true for numbers',
    '{ $.v != "Alpha" }',
    ['1', '"alpha"'].map(json),
    ['"Alpha"', 'null', '[]'].map(json),
  ],
  [
    '< needs a number',
    '{ $.v > 1 }',
    ['10', '1.5', '2e0'].map(json),
    ['"10"', '1', 'true', 'null'].map(json),
  ],
  [
    '<= and >= include the limit',
    '{ $.v >= 5 && $.v <= 5 }',
    ['5', '5.0'].map(json),
    ['4.9', '5.1'].map(json),
  ],
  [
    'numbers take signs and exponents',
    '{ $.v < -1.5 && $.v > -10e3 && $.v < +0 }',
    ['-2'].map(json),
    ['-1', '-10000'].map(json),
  ],
  [
    '= * is any text or number',
    '{ $.v = * }',
    ['""', '"x"', '0'].map(json),
    ['null', 'true', '[]', '{}'].map(json).concat('{}'),
  ],
  ['a quoted * is a wildcard, too', '{ $.v = "*" }', ['""', '7'].map(json), ['null'].map(json)],
  [
    'a leading * is any prefix',
    '{ $.v = "*Event" }',
    ['"PutEvent"', '"Event"'].map(json),
    ['"EventId"'].map(json),
  ],
  ['a trailing * is any suffix', '{ $.v = Event* }', ['"EventId"'].map(json), ['"PutEvent"'].map(json)],
  ['two * are contains', '{ $.v = *b* }', ['"abc"', '"b"'].map(json), ['"ac"'].map(json)],
  ['an inner * is itself', '{ $.v = "Ev*ent" }', ['"Ev*ent"'].map(json), ['"Event"', '"Evxent"'].map(json)],
  [
    'wildcards see the spelling of numbers',
    '{ $.v = 4* }',
    ['404', '4.0', '"4xx"'].map(json),
    ['14', '0.4'].map(json),
  ],
  ['? in a value is itself', '{ $.v = "a?b" }', ['"a?b"'].map(json), ['"axb"'].map(json)],
  ['an unquoted word is a text', '{ $.v = true }', ['"true"'].map(json), ['true'].map(json)],
  ['a quoted null is a text', '{ $.v = "null" }', ['"null"'].map(json), ['null'].map(json)],
  [
    'a regex looks into texts and numbers',
    '{ $.v = %^4[0-9]{2}$% }',
    ['404', '"404"'].map(json),
    ['4040', 'true'].map(json),
  ],
  ['!= takes a regex', '{ $.v != %^4% }', ['500', '"x"'].map(json), ['404', 'null'].map(json)],
  [
    'IS NULL is null or an array with a null',
    '{ $.v IS NULL }',
    ['null', '[1,null]'].map(json),
    ['"null"', '[]', '0'].map(json).concat('{}'),
  ],
  [
    'IS TRUE is the boolean',
    '{ $.v IS TRUE }',
    ['true'].map(json),
    ['"true"', '1', '[true]', 'false'].map(json),
  ],
  [
    'IS FALSE is the boolean',
    '{ $.v IS FALSE }',
    ['false'].map(json),
    ['"false"', '0', 'null', 'true'].map(json),
  ],
  [
    'NOT EXISTS is a missing key',
    '{ $.w NOT EXISTS }',
    ['{}', '{"v":1}'],
    ['{"w":null}', 'text', '[1]', '', '"w"'],
  ],
  [
    'NOT EXISTS is also a missing parent',
    '{ $.p.v NOT EXISTS }',
    ['{}', '{"p":null}', '{"p":{}}', '{"p":[{"v":1}]}', '{"p":"x"}'],
    ['{"p":{"v":1}}', '{"p":{"v":null}}'],
  ],
  ['the last of two equal keys counts', '{ $.v = 1 }', ['{"v":2,"v":1}'], ['{"v":1,"v":2}']],
  ['the last counts for spellings, too', '{ $.v = "1" }', ['{"v":1.0,"v":1}'], ['{"v":1,"v":1.0}']],
  [
    '&& binds tighter than ||',
    '{ $.a = 1 || $.b = 1 && $.c = 1 }',
    ['{"a":1}', '{"b":1,"c":1}'],
    ['{"b":1}', '{"c":1}'],
  ],
  ['parentheses group', '{ ($.a = 1 || $.b = 1) && ($.c = 1) }', ['{"a":1,"c":1}'], ['{"a":1}']],
  [
    '[*] walks arrays and objects',
    '{ $.v[*] = 1 }',
    ['[2,1]', '{"x":1}'].map(json),
    ['[[1]]', '1', '[]'].map(json),
  ],
  ['[0] needs an array', '{ $.v[0] = 1 }', ['[1]'].map(json), ['{"0":1}', '[2,1]', '[]', '"1"'].map(json)],
  [
    '.name never reaches into an array or a text',
    '{ $.v.length = 1 }',
    ['{"length":1}'].map(json),
    ['[7]', '"x"'].map(json),
  ],
  ['$.* is any direct value', '{ $.* = "hit" }', ['{"x":"hit"}'], ['{"x":["hit"]}', '{"x":{"y":"hit"}}']],
  [
    'a wildcard may be followed by more',
    '{ $.v[*].a = 1 }',
    ['[{"a":2},{"a":1}]'].map(json),
    ['[{"b":1}]'].map(json),
  ],
  [
    'each wildcard condition stands alone',
    '{ $.v[*].a = 1 && $.v[*].b = 2 }',
    ['[{"a":1},{"b":2}]'].map(json),
    ['[{"a":1}]'].map(json),
  ],
  ['wildcards see spellings', '{ $.v[*] = "1" }', ['[1.0,1]'].map(json), ['[1.0]'].map(json)],
  ['a name in brackets is one key', "{ $.['a.b'].c = 1 }", ['{"a.b":{"c":1}}'], ['{"a":{"b":{"c":1}}}']],
  [
    'inherited names are not there',
    '{ $.constructor NOT EXISTS && $.__proto__ NOT EXISTS }',
    ['{}'],
    ['{"__proto__":1}', '{"constructor":1}'],
  ],
  [
    'own keys with inherited names are',
    '{ $.toString = 1 || $.__proto__.a = 1 }',
    ['{"toString":1}', '{"__proto__":{"a":1}}'],
    ['{}'],
  ],
  [
    'escaped keys and values count',
    '{ $.key = "value" }',
    ['{"k\\u0065y":"v\\u0061lue"}', '{"key":"v\\u0061lue"}'],
    ['{"key":"x"}'],
  ],
  ['an escaped slash is a slash', '{ $.v = "a/b" }', ['"a\\/b"', '"a/b"'].map(json), ['"a"'].map(json)],
  [
    'values with quotes and backslashes match',
    '{ $.v = "a\\"b\\\\" }',
    ['"a\\"b\\\\"'].map(json),
    ['"ab"'].map(json),
  ],
  ['blanks around the document are allowed', '{ $.v = 1 }', [' \t{"v":1}\r\n'], ['{"v":1} x', 'x {"v":1}']],
  [
    'blanks between the parts are optional',
    '{($.a=1)&&($.b!=x)||$.c<-1}',
    ['{"a":1,"b":"y"}', '{"c":-2}'],
    ['{"c":-1}'],
  ],
  ['line ends are blanks', '{\n $.v = 1\n}', ['{"v":1}'], ['{}']],
];

const SPACE_RULES: readonly Rule[] = [
  ['[] matches everything', '[]', ['', 'a b'], []],
  ['too few fields are no match', '[a, b]', ['x y', 'x y z'], ['x', '']],
  ['tabs and runs of blanks separate', '[a, b = 2, c]', ['1\t2   3', ' 1 2 3'], ['1 3 2']],
  ['the last name takes the rest', '[w1=ERROR, w2]', ['ERROR request failed'], ['ERROR', 'WARN x']],
  ['a number test on the last name fails on extra words', '[a, bytes > 1000]', ['x 1534'], ['x 1534 extra']],
  ['trailing white space is no extra word', '[a, bytes > 1000]', ['x 1534 \n'], []],
  ['the line end belongs to no field', '[..., s = 404, bytes > 1000]', ['x 404 1534\r\n'], ['404 \n']],
  ['a line end alone is no field', '[a, b]', [], ['x \n', '\n']],
  ['numbers in quotes compare', '[a, n >= 2, b]', ['x "2" y', 'x 2.5e0 y'], ['x two y', 'x 2x y']],
  ['= compares spellings', '[a = 404, b]', ['404 x'], ['404.0 x']],
  ['!= is for fields that are there', '[a != ERROR && a != WARN, b]', ['INFO x'], ['ERROR x', 'INFO']],
  [
    '... aligns what follows to the right',
    '[..., status = 404, bytes]',
    ['a b c 404 1', '404 1'],
    ['404 1 2', '1'],
  ],
  ['... may stand in the middle', '[a = 1, ..., z = 9]', ['1 9', '1 5 9'], ['1', '9 1']],
  ['... may stand at the end', '[a = 1, ...]', ['1', '1 2 3'], ['2 1', '']],
  ['|| tests one field twice', '[..., s = 404 || s = 410, b]', ['404 1', '410 1'], ['400 1']],
  ['a further name is the next field', '[a, s = 4* && bytes > 1000]', ['x 404 1534'], ['x 404 1', 'x 404']],
  ['conditions may use earlier fields', '[a, b = 1 && a = 2]', ['2 1'], ['1 1']],
  ['parentheses group', '[a, (b = 1 || b = 2) && b != 2, c]', ['x 1 y'], ['x 2 y']],
  ['a regex tests a field', '[ip = %127\\.0\\.0\\.[1-9]%, b]', ['127.0.0.3 x'], ['127.1.0.3 x']],
  ['an unterminated quote is an ordinary character', '[a = ERROR, b]', ['ERROR "unterminated words'], []],
  ['quoted values may be wildcards', '[id = "*-*", b]', ['1-2 x'], ['12 x']],
];

describe.each([
  ['terms', TERMS],
  ['regexes', REGEXES],
  ['JSON patterns', JSON_RULES],
  ['space-delimited patterns', SPACE_RULES],
])('%s', (_, rules) => {
  it.each(rules)('%s: %s', (_rule, pattern, yes, no) => {
    expect(yes.filter((message) => !matches(pattern, message))).toEqual([]);
    expect(no.filter((message) => matches(pattern, message))).toEqual([]);
  });
});

describe('extracted values', () => {
  it('are empty for terms and JSON', () => {
    expect(extracted('a', 'a')).toEqual({});
    expect(extracted('{ $.a = 1 }', '{"a":1}')).toEqual({});
  });

  it('are numbered by position where there is no name', () => {
    expect(extracted('[]', 'a "b c" [d]')).toEqual({ $1: 'a', $2: 'b c', $3: 'd' });
    expect(extracted('[a,,b]', 'x y z')).toEqual({ $a: 'x', $2: 'y', $b: 'z' });
    expect(extracted('[a, ..., z]', '1 2 3 4')).toEqual({ $a: '1', $2: '2', $3: '3', $z: '4' });
    expect(extracted('[..., request=*.html*, status=4*,]', '- "GET /i.html" 404 1534')).toEqual({
      $1: '-',
      $request: 'GET /i.html',
      $status: '404',
      $4: '1534',
    });
  });

  it('give the last name the raw rest of the line', () => {
    expect(extracted('[a, b]', 'x  y "z z" [w]')).toEqual({ $a: 'x', $b: 'y "z z" [w]' });
  });

  it('strip the delimiters of a rest that is one field', () => {
    expect(extracted('[a, b]', 'x "y z"')).toEqual({ $a: 'x', $b: 'y z' });
    expect(extracted('[a, b]', 'x [y z] ')).toEqual({ $a: 'x', $b: 'y z' });
  });

  it('keep a delimiter that does not enclose a whole word', () => {
    expect(extracted('[a, b, c]', '[a]: "b "c')).toEqual({ $a: '[a]:', $b: '"b', $c: '"c' });
  });
});

describe('a compiled pattern', () => {
  it.each([
    ['', 'all', 0],
    ['a %b%', 'terms', 1],
    ['{ $.a = %b% || $.c = %d% }', 'json', 2],
    ['[a = %b%]', 'space', 1],
  ])('tells the kind and the regexes of %j', (pattern, kind, regexCount) => {
    expect(compileFilterPattern(pattern)).toMatchObject({ kind, regexCount });
  });

  it('gives the parsed document of a JSON message, beside what CloudWatch answers', () => {
    const found = compileFilterPattern('{ $.a = 1 }').match('{"a":1}');
    expect(found?.document?.root).toEqual({ a: 1 });
    expect(found).toEqual({ extracted: {} });
    expect(JSON.stringify(found)).toBe('{"extracted":{}}');
  });
});

test('patterns that share the parsing of a message match as they do alone', () => {
  const patterns = ['{ $.a = 1 }', '{ $.a = "1.0" }', '{ $.b NOT EXISTS }', '[a, b]', 'a'].map(
    compileFilterPattern,
  );
  for (const message of ['{"a":1.0}', '{"a":"1"}', '{"a"', 'a b']) {
    const parse = parseOnce();
    expect(patterns.map(({ matchWith }) => matchWith(parse, message) !== undefined)).toEqual(
      patterns.map(({ match }) => match(message) !== undefined),
    );
    expect(parse(message)).toBe(parse(message));
  }
});

describe('a number is compared as it is spelt', () => {
  it.each([
    ['{"a":1.0}', '1.0'],
    ['{ "a" \n: -1e0 , "b":"a"}', '-1e0'],
    ['{"b":{"a":2},"a":1.0}', '1.0'],
    ['{"b":{"a":1},"a":1.0}', '1.0'],
    ['{"a":1.0,"a":1}', '1'],
    ['{"x\\"a":1,"a":1.0}', '1.0'],
    ['{"\\u0061":1.0,"b":{"a":1}}', '1.0'],
    ['{"b":"\\"a\\":1","a":1.0}', '1.0'],
    ['{"a":[1],"c":{"a":7},"a":1.0}', '1.0'],
  ])('in %s it is %s', (message, text) => {
    expect(matches(`{ $.a = "${text}" }`, message)).toBe(true);
    expect(matches(`{ $.a = "${text}0" }`, message)).toBe(false);
    expect(compileFieldReader('$.a')(compileFilterPattern('{ $.a = * }').match(message)!)).toBe(text);
  });
});
