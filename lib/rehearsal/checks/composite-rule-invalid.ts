import { parseAlarmRule } from '../../engine';
import { type Check, COMPOSITE } from './check';
import { onAlarm } from './every-alarm';

export const compositeRuleInvalid: Check = {
  code: 'composite-rule-invalid',
  severity: 'error',
  rule: 'an alarm rule parses and keeps its limits: 10,240 characters, 100 alarms, 500 elements',
  consequence: 'CloudFormation refuses the alarm',
  find: ({ compositeAlarms }) =>
    compositeAlarms.flatMap((alarm) => {
      try {
        parseAlarmRule(alarm.alarmRule);
        return [];
      } catch (error) {
        return [onAlarm(COMPOSITE, alarm, (error as Error).message)];
      }
    }),
};
