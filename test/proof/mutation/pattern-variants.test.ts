import { patternVariants } from '../../../lib/proof/mutation/pattern-variants';

test.each([
  ['', []],
  [
    '{ $.level = "ERROR" && $.code != 5 }',
    [
      '',
      '{ $.level = "ERRORx" && $.code != 5 }',
      '{ $.levelx = "ERROR" && $.code != 5 }',
      '{ $.level = "ERROR" && $.codex != 5 }',
      '{ $.level != "ERROR" && $.code != 5 }',
      '{ $.level = "ERROR" && $.code = 5 }',
      '{ $.level = "ERROR" || $.code != 5 }',
    ],
  ],
  ['ERROR -timeout', ['', 'ERRORx -timeout', 'ERROR -timeoutx']],
  ['"out of memory"', ['', '"out of memoryx"']],
  ['[ip, status = 404]', ['', '[ip, status != 404]']],
])('%s', (pattern, expected) => {
  expect(patternVariants(pattern).map((variant) => variant.pattern)).toEqual(expected);
});
