import { compileMuteRule, NotModelledError } from '../../engine';
import { type Check, MUTE_RULE } from './check';

export const muteRuleInvalid: Check = {
  code: 'mute-rule-invalid',
  severity: 'error',
  rule: 'a mute rule has a schedule that starts, a known time zone, a minute to 15 days and at most 100 alarms',
  consequence: 'CloudFormation refuses the rule, or it never mutes',
  find: ({ muteRules }) =>
    muteRules.flatMap((rule) => {
      try {
        compileMuteRule(rule);
        return [];
      } catch (error) {
        if (error instanceof NotModelledError) return [];
        return [{ type: MUTE_RULE, name: rule.name, message: (error as Error).message }];
      }
    }),
};
