import { boundedAlarms } from './bounded-alarms';
import { ALARM, type Check } from './check';
import { onAlarm } from './every-alarm';

export const alarmNeverAlarms: Check = {
  code: 'alarm-never-alarms',
  severity: 'error',
  rule: 'some value that a metric can have is beyond the threshold of its alarm, or missing data are breaching',
  consequence: 'the alarm never goes into ALARM',
  find: (model) =>
    boundedAlarms(model)
      .filter(({ canBreach, alarm }) => !canBreach && alarm.treatMissingData !== 'breaching')
      .map(({ alarm, condition, subject, bounds }) =>
        onAlarm(ALARM, alarm, `${condition} never holds: ${subject} is ${bounds.why}`),
      ),
};
