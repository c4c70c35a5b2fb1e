import { ALARM, type Check } from './check';
import { onAlarm } from './every-alarm';

export const alarmMAboveN: Check = {
  code: 'alarm-m-above-n',
  severity: 'error',
  rule: 'datapoints to alarm are at most the evaluation periods',
  consequence: 'CloudFormation refuses the alarm',
  find: ({ alarms }) =>
    alarms
      .filter(({ datapointsToAlarm = 0, evaluationPeriods }) => datapointsToAlarm > evaluationPeriods)
      .map((alarm) =>
        onAlarm(
          ALARM,
          alarm,
          `datapointsToAlarm: got ${alarm.datapointsToAlarm}, allowed: 1 to ${alarm.evaluationPeriods}`,
        ),
      ),
};
