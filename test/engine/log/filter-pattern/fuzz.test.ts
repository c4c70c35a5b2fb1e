import fc from 'fast-check';
import { compileFilterPattern, FilterPatternError } from '../../../../lib/engine/log/filter-pattern';

/** Any pattern, biased towards the characters that mean something. */
const patterns = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'{}[]()$.*"\'%=!<>&|?-+,^\\ ab19'), maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc
    .string({ unit: fc.constantFrom(...'ab.*+?{}1,[]^$|\\dwx- '), maxLength: 20 })
    .map((regex) => `%${regex}%`),
  fc
    .tuple(
      fc.constantFrom('$.a', '$.a[0]', '$.*', "$.['a']", '$.a.b'),
      fc.constantFrom('= 1', '!= "a"', '< 2', 'IS NULL', 'NOT EXISTS', '= *', '= %a+%'),
    )
    .map((parts) => `{ ${parts.join(' ')} }`),
);

const messages = fc.oneof(
  fc.json(),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...' \t"[]ab1{}:,\\\ud800\udc00') }),
);

it('never throws anything but a FilterPatternError with an offset inside the pattern', () => {
  fc.assert(
    fc.property(patterns, messages, (pattern, message) => {
      try {
        compileFilterPattern(pattern).match(message);
      } catch (error) {
        expect(error).toBeInstanceOf(FilterPatternError);
        expect((error as FilterPatternError).offset).toBeLessThanOrEqual(pattern.length);
      }
    }),
    { numRuns: 2000, seed: 1 },
  );
});

it('agrees with RegExp on every regex of the dialect', () => {
  const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\W', '1', ' ');
  const quantifier = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}', '{0,3}', '{2,}', '*?');
  const item = fc.tuple(atom, quantifier).map((parts) => parts.join(''));
  const part = fc.oneof({ weight: 5, arbitrary: item }, { weight: 1, arbitrary: fc.constantFrom('^', '$') });
  const branch = fc.array(part, { minLength: 1, maxLength: 6 }).map((items) => items.join(''));
  const regexes = fc.array(branch, { minLength: 1, maxLength: 3 }).map((branches) => branches.join('|'));
  const texts = fc.string({
    unit: fc.constantFrom('a', 'b', '1', ' ', '\n', 'é', '😀', '\ud800'),
    maxLength: 12,
  });
  fc.assert(
    fc.property(regexes, texts, (regex, text) => {
      const found = compileFilterPattern(`%${regex}%`).match(text) !== undefined;
      expect(found).toBe(new RegExp(regex, 'u').test(text));
    }),
    { numRuns: 2000, seed: 2 },
  );
});

it('agrees with RegExp where a regex spans several machine words', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 30, maxLength: 160 });
  const regexes = fc.constantFrom('^a{0,70}b{0,70}$', 'a?b{33}a?', '^[ab]{64}$|b{40}', 'b{31,97}$');
  fc.assert(
    fc.property(regexes, texts, fc.nat(200), fc.nat(200), (regex, text, as, bs) => {
      for (const subject of [text, 'a'.repeat(as) + 'b'.repeat(bs)]) {
        const found = compileFilterPattern(`%${regex}%`).match(subject) !== undefined;
        expect(found).toBe(new RegExp(regex, 'u').test(subject));
      }
    }),
    { numRuns: 500, seed: 3 },
  );
});

it('decides every equality like a walk over the parsed document, whatever the escapes', () => {
  const words = fc.string({ unit: fc.constantFrom('a', 'b', '/', '"', '\\', 'é', '\n', '1'), maxLength: 4 });
  const spelt = (text: string): string =>
    [...text].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
  fc.assert(
    fc.property(words, words, fc.boolean(), (value, wanted, isEscaped) => {
      const message = `{"k":${isEscaped ? `"${spelt(value)}"` : JSON.stringify(value)}}`;
      const quoted = wanted.replace(/["\\]/g, '\\$&');
      const found = compileFilterPattern(`{ $.k = "${quoted}" }`).match(message) !== undefined;
      expect(found).toBe(value === wanted);
    }),
    { numRuns: 2000, seed: 4 },
  );
});

describe('a hostile pattern on a message of a megabyte', () => {
  const megabyte = 1024 * 1024;
  const repeated = (text: string): string => text.repeat(Math.ceil(megabyte / text.length));

  /** Generous: what runs in quadratic or exponential time takes hours here. */
  const LIMIT_MS = 10_000;

  it.each([
    ['wildcards without end', `{ $.a = "${'*'.repeat(1000)}" }`, `{"a":"${repeated('*')}"}`],
    ['nearly matching wildcards', `{ $.a = "*${'a'.repeat(900)}b*" }`, `{"a":"${repeated('a')}"}`],
    ['stars in a row', `%${'a*'.repeat(500)}b%`, repeated('a')],
    ['optional characters in a row', `%${'a?'.repeat(300)}${'a'.repeat(300)}b%`, repeated('a')],
    ['large counts', '%a{0,1000}.{0,1000}b%', repeated('a')],
    ['many alternatives', `%${'.*a|'.repeat(200)}b$%`, repeated('c')],
    ['many terms', Array.from({ length: 340 }, () => '?b').join(' '), repeated('a')],
    ['open brackets', '[a, ..., z = 1]', repeated('[a ')],
    ['open brackets with one end', '[a, ..., z = 1]', `${repeated('[a ')}]x`],
    ['quotes', '[a, ..., z = 1]', repeated('"a')],
    ['white space', '[a, b, c = 1]', repeated(' ')],
    [
      'line ends behind open quotes',
      '[a, ...]',
      repeated('"a ').slice(0, megabyte / 2) + '\n'.repeat(megabyte / 2),
    ],
    ['deep nesting', '{ $.a = 1 }', `{"a":${'['.repeat(megabyte / 2)}${']'.repeat(megabyte / 2)}}`],
    ['deep nesting left open', '{ $.a = 1 }', `{"a":${repeated('[')}`],
    ['escapes in a string beside a number', '{ $.a = "1" }', `{"b":"${repeated('\\n')}","a":1}`],
    ['parentheses', `{ ${'('.repeat(490)}$.a = 1${')'.repeat(490)} }`, `{"a":1,"b":"${repeated('x')}"}`],
  ])('takes bounded time: %s', (_, pattern, message) => {
    const start = performance.now();
    compileFilterPattern(pattern).match(message);
    expect(performance.now() - start).toBeLessThan(LIMIT_MS);
  });
});
