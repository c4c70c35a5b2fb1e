import type { Check } from './check';
import { everyAlarm, onAlarm } from './every-alarm';

export const alarmActionOptional: Check = {
  code: 'alarm-action-optional',
  severity: 'warning',
  rule: 'an alarm has an action for ALARM in every branch, and an action is no empty text',
  consequence: 'with the parameters of that branch, often the defaults, the alarm fires and nobody is told',
  find: (model) =>
    everyAlarm(model)
      .filter(({ alarm }) => alarm.alarmActions.length > 0 && alarm.alarmActions.every((one) => one === ''))
      .map(({ type, alarm }) => onAlarm(type, alarm, 'its action for ALARM is an empty text')),
};
