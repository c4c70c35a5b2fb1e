import { readerOf } from './alarm-reading';
import type { Check } from './check';
import { everyAlarm, onAlarm } from './every-alarm';

export const alarmWithoutAction: Check = {
  code: 'alarm-without-action',
  severity: 'error',
  inSomeBranches: 'alarm-action-optional',
  rule: 'an alarm has an action for ALARM, or something else in the template acts on it: a composite, a deployment, a rule',
  consequence: 'the alarm fires and nobody is told',
  find: (model) =>
    everyAlarm(model).flatMap(({ type, alarm }) =>
      alarm.actionsEnabled && alarm.alarmActions.length === 0 && readerOf(alarm, model) === undefined
        ? [onAlarm(type, alarm, 'it has no action for ALARM')]
        : [],
    ),
};
