import { partOf } from '../../../lib/runtime/otlp/request-part';

test.each([
  ['a half', JSON.stringify('a\ud800b'), '"a\\ufffdb"'],
  ['a half at the end', JSON.stringify('a\udc00'), '"a\\ufffd"'],
  ['two halves in the wrong order', JSON.stringify('\udc00\ud800'), '"\\ufffd\\ufffd"'],
  ['an escaped pair', '"\\ud83d\\ude00"', '"\\ud83d\\ude00"'],
  ['a text about an escape', JSON.stringify('\\ud800 \ud800'), '"\\\\ud800 \\ufffd"'],
])('%s of a surrogate pair is what strict parsers take', (_, text, sent) => {
  expect(partOf(text, 1).text).toBe(sent);
});
