import { parseAlarmRule } from '../../../lib/engine';
import { ruleVariants } from '../../../lib/proof/mutation/rule-variants';

test.each([
  [
    'ALARM(a) AND NOT ALARM(b)',
    {
      'OR instead of AND': 'ALARM("a") OR NOT (ALARM("b"))',
      'without ALARM("a")': 'NOT (ALARM("b"))',
      'without NOT (ALARM("b"))': 'ALARM("a")',
    },
  ],
  [
    'ALARM(a) OR (OK("b \\" c") AND INSUFFICIENT_DATA(d))',
    {
      'AND instead of OR': 'ALARM("a") AND (OK("b \\" c") AND INSUFFICIENT_DATA("d"))',
      'without ALARM("a")': 'OK("b \\" c") AND INSUFFICIENT_DATA("d")',
      'without OK("b \\" c") AND INSUFFICIENT_DATA("d")': 'ALARM("a")',
      'OR instead of AND': 'ALARM("a") OR (OK("b \\" c") OR INSUFFICIENT_DATA("d"))',
      'without OK("b \\" c")': 'ALARM("a") OR INSUFFICIENT_DATA("d")',
      'without INSUFFICIENT_DATA("d")': 'ALARM("a") OR OK("b \\" c")',
    },
  ],
  [
    'AT_LEAST(2, ALARM, (a, b, c))',
    {
      'AT_LEAST(1) instead of AT_LEAST(2)': 'AT_LEAST(1, ALARM, ("a", "b", "c"))',
      'AT_LEAST(3) instead of AT_LEAST(2)': 'AT_LEAST(3, ALARM, ("a", "b", "c"))',
    },
  ],
  ['ALARM(a)', {}],
])('%s', (rule, expected) => {
  const variants = ruleVariants(rule);
  expect(Object.fromEntries(variants.map((one) => [one.what, one.rule]))).toEqual(expected);
  // CloudWatch takes each of them.
  for (const variant of variants) expect(() => parseAlarmRule(variant.rule)).not.toThrow();
});
