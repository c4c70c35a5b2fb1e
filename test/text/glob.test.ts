import { globExpression } from '../../lib/text';

// As Python 3.11's fnmatch.fnmatchcase() answers.
test.each<[string, string, boolean]>([
  ['*.csv', 'in/a.csv', true],
  ['*.csv', 'in/a.csv.gz', false],
  ['*.csv', '.csv', true],
  ['in/*/part-?.csv', 'in/2026/01/part-7.csv', true],
  ['in/*/part-?.csv', 'in/part-7.csv', false],
  ['[a-c]*', 'b', true],
  ['[!a-c]*', 'b', false],
  ['[!a-c]*', 'd', true],
  ['[]]', ']', true],
  ['[!]]', ']', false],
  ['[a-]', '-', true],
  ['[z-a]', 'm', false],
  ['[z-a]', 'z', false],
  ['[!z-a]', 'm', true],
  ['a[b', 'a[b', true],
  ['a[]', 'a[]', true],
  ['A.csv', 'a.csv', false],
  ['a.csv', 'axcsv', false],
  ['?', '😀', true],
  ['a**b', 'a\nb', true],
  ['\\d', '\\d', true],
  ['', '', true],
  ['', 'a', false],
])('%j fits %j: %s', (glob, text, fits) => {
  expect(globExpression(glob).test(text)).toBe(fits);
});
