import { type Check, COMPOSITE } from './check';
import { onAlarm } from './every-alarm';
import { parsedRules } from './parsed-rules';

export const compositePrecedence: Check = {
  code: 'composite-precedence',
  severity: 'warning',
  rule: 'an alarm rule that mixes AND and OR has parentheses',
  consequence: 'CloudWatch does not document which of them binds tighter',
  find: (model) =>
    parsedRules(model).flatMap(({ alarm, rule }) =>
      rule.warnings.map((warning) => onAlarm(COMPOSITE, alarm, warning)),
    ),
};
