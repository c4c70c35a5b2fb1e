import { formatDuration } from '../../text';
import { periodOf } from '../report/alarm-text';
import { ALARM, type Check } from './check';
import { onAlarm } from './every-alarm';

export const alarmWindowTooLong: Check = {
  code: 'alarm-window-too-long',
  severity: 'error',
  rule: 'period x evaluation periods is at most 1 day, or 7 days for periods of an hour or more',
  consequence: 'CloudFormation refuses the alarm',
  find: ({ alarms }) =>
    alarms.flatMap((alarm) => {
      const period = periodOf(alarm);
      const seconds = period * alarm.evaluationPeriods;
      const limit = period >= 3600 ? 604_800 : 86_400;
      if (seconds <= limit) return [];
      const got = `${alarm.evaluationPeriods} x ${formatDuration(period)} = ${formatDuration(seconds)}`;
      return [onAlarm(ALARM, alarm, `got ${got}, allowed: ${formatDuration(limit)}`)];
    }),
};
