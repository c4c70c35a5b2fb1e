import { terminalText, visibleBidi } from '../../lib/text';

test('what turns the direction of reading stands as its escape, in what is read by people', () => {
  const all = '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069';
  expect(visibleBidi(`a${all}b`)).toBe(
    'a\\u061c\\u200e\\u200f\\u202a\\u202b\\u202c\\u202d\\u202e\\u2066\\u2067\\u2068\\u2069b',
  );
});

test('words that are written from right to left stay as they are', () => {
  expect(visibleBidi('שלום العربية\n\t')).toBe('שלום العربية\n\t');
});

test('a terminal keeps lines, tabs and colours, and is steered by nothing else', () => {
  expect(terminalText('\u001b[1;31mred\u001b[0m\ta\nb')).toBe('\u001b[1;31mred\u001b[0m\ta\nb');
  expect(terminalText('a\u001b[2Jb\u001b]0;title\u0007\rc\u009b1A\u202ed')).toBe(
    'a\\u001b[2Jb\\u001b]0;title\\u0007\\u000dc\\u009b1A\\u202ed',
  );
});

test('JSON that is shown in a terminal is the same JSON', () => {
  const name = 'a\u202eb\u007f';
  expect(JSON.parse(terminalText(JSON.stringify({ name })))).toEqual({ name });
});
