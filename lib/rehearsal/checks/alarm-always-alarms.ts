import { boundedAlarms } from './bounded-alarms';
import { ALARM, type Check } from './check';
import { actionsOf, onAlarm } from './every-alarm';

export const alarmAlwaysAlarms: Check = {
  code: 'alarm-always-alarms',
  severity: 'error',
  rule: 'some value that a metric has in good health is within the threshold of its alarm',
  consequence: 'the alarm is in ALARM whenever there are data',
  find: (model) =>
    boundedAlarms(model)
      .filter(({ canHold, bounds }) => !canHold && bounds.hasRest)
      // One that scales by steps may start at nothing.
      .filter(({ alarm }) => !actionsOf(alarm).some((action) => action.includes(':autoscaling:')))
      .map(({ alarm, condition, subject, bounds }) =>
        onAlarm(ALARM, alarm, `${condition} always holds: ${subject} is ${bounds.why}`),
      ),
};
