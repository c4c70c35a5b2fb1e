import fs from 'node:fs';
import { noticeOnce } from '../../lib/runtime/notice';
import { OptionsError } from '../../lib/runtime/options-error';

const told = (text: string): string => {
  const stderr = jest.spyOn(fs, 'writeSync').mockReturnValue(0);
  noticeOnce(text, text);
  const [[, line]] = stderr.mock.calls as [[number, string]];
  stderr.mockRestore();
  return line;
};

test.each([
  [
    'of OpenSSL, which ends in a line feed',
    'error:0A000086:SSL routines:x.c:1889:\n',
    'error:0A000086:SSL routines:x.c:1889:',
  ],
  ['of two lines', 'bad\r\ntiltmeter: all is well', 'bad\\r\\ntiltmeter: all is well'],
  ['that clears the terminal', '\x1b[2J\x9b2J', '\\u001b[2J\\u009b2J'],
  ['that is written backwards', 'a\u202eb\u2028c', 'a\\u202eb\\u2028c'],
  ['that is long', 'x'.repeat(5000), `${'x'.repeat(1000)}…`],
])('a text %s is one line, and can be read', (_, text, line) => {
  expect(told(text)).toBe(`tiltmeter: ${line}\n`);
});

test('an error of options is one line, whatever was given', () => {
  expect(new OptionsError("bad --log 'a\nb\x1b[2J'").message).toBe("bad --log 'a\\nb\\u001b[2J'");
});
