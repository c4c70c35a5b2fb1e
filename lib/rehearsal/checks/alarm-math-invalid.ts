import { compileQueries } from '../../engine';
import { ALARM, type Check } from './check';
import { onAlarm } from './every-alarm';

export const alarmMathInvalid: Check = {
  code: 'alarm-math-invalid',
  severity: 'error',
  rule: 'metric math parses, names only its own ids and returns one series of at most 10 metrics',
  consequence: 'CloudFormation refuses the alarm',
  find: ({ alarms }) =>
    alarms.flatMap((alarm) => {
      if (!alarm.metrics) return [];
      try {
        compileQueries(alarm.metrics);
        return [];
      } catch (error) {
        return [onAlarm(ALARM, alarm, (error as Error).message)];
      }
    }),
};
