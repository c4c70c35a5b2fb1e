import { parseStatistic } from '../../engine';
import { metricsOf } from '../rehearse/metric-readers';
import { ALARM, type Check } from './check';
import { onAlarm } from './every-alarm';

export const alarmStatisticInvalid: Check = {
  code: 'alarm-statistic-invalid',
  severity: 'error',
  rule: 'a statistic is one that CloudWatch has',
  consequence: 'CloudFormation refuses the alarm',
  find: ({ alarms }) =>
    alarms.flatMap((alarm) =>
      metricsOf(alarm).flatMap(({ stat }) => {
        try {
          parseStatistic(stat);
          return [];
        } catch (error) {
          return [onAlarm(ALARM, alarm, (error as Error).message)];
        }
      }),
    ),
};
