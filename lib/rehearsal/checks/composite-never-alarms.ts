import { type Check, COMPOSITE } from './check';
import { onAlarm } from './every-alarm';
import { parsedRules } from './parsed-rules';

export const compositeNeverAlarms: Check = {
  code: 'composite-never-alarms',
  severity: 'error',
  rule: 'some states of its alarms make a composite true, and some make it false',
  consequence: 'the composite never alarms, or never stops',
  find: (model) =>
    parsedRules(model).flatMap(({ alarm, rule }) => {
      if (rule.canEver('ALARM') === false) {
        return [onAlarm(COMPOSITE, alarm, `${alarm.alarmRule} can never be true`)];
      }
      return rule.canEver('OK') === false
        ? [onAlarm(COMPOSITE, alarm, `${alarm.alarmRule} can never be false`)]
        : [];
    }),
};
