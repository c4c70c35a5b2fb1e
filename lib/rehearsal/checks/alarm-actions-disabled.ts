import { readerOf } from './alarm-reading';
import type { Check } from './check';
import { everyAlarm, onAlarm } from './every-alarm';

export const alarmActionsDisabled: Check = {
  code: 'alarm-actions-disabled',
  severity: 'warning',
  rule: 'the actions of an alarm are enabled, or something else in the template acts on it',
  consequence: 'the alarm fires and nobody is told',
  find: (model) =>
    everyAlarm(model)
      .filter(({ alarm }) => !alarm.actionsEnabled && readerOf(alarm, model) === undefined)
      .map(({ type, alarm }) =>
        onAlarm(type, alarm, 'its actions are disabled (ActionsEnabled: false), so that it tells nobody'),
      ),
};
