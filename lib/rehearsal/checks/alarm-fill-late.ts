import { ALARM, type Check } from './check';
import { onAlarm } from './every-alarm';

export const alarmFillLate: Check = {
  code: 'alarm-fill-late',
  severity: 'warning',
  rule: 'an alarm on FILL needs fewer datapoints (M) than it has periods (N)',
  consequence:
    'data arrive late, so the newest period is always the fill: with M = N that one value pins the alarm',
  find: ({ alarms }) =>
    alarms
      .filter(
        ({ metrics = [], datapointsToAlarm, evaluationPeriods }) =>
          (datapointsToAlarm ?? evaluationPeriods) >= evaluationPeriods &&
          metrics.some(({ expression }) => expression !== undefined && FILL.test(expression)),
      )
      .map((alarm) => {
        const { evaluationPeriods: n, datapointsToAlarm: m = n } = alarm;
        return onAlarm(ALARM, alarm, `FILL with ${m} of ${n} datapoints, allowed: M below N`);
      }),
};

// --- internal ---

const FILL = /\bFILL\s*\(/;
