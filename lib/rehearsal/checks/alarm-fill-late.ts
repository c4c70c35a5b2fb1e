import { periodOf } from '../report/alarm-text';
import { ALARM, type Check } from './check';
import { onAlarm } from './every-alarm';

export const alarmFillLate: Check = {
  code: 'alarm-fill-late',
  severity: 'warning',
  rule: 'an alarm on FILL with periods of two minutes or less needs fewer datapoints (M) than it has periods (N)',
  consequence:
    'data arrive a minute or two late, so the newest period is always the fill: with M = N that one value pins the alarm',
  find: ({ alarms }) =>
    alarms
      .filter(
        (alarm) =>
          periodOf(alarm) <= LATEST_SECONDS &&
          (alarm.datapointsToAlarm ?? alarm.evaluationPeriods) >= alarm.evaluationPeriods &&
          (alarm.metrics ?? []).some(({ expression }) => expression !== undefined && FILL.test(expression)),
      )
      .map((alarm) => {
        const { evaluationPeriods: n, datapointsToAlarm: m = n } = alarm;
        return onAlarm(ALARM, alarm, `FILL with ${m} of ${n} datapoints, allowed: M below N`);
      }),
};

// --- internal ---

/** How late AWS's own metrics and those of metric filters are, as observed. */
const LATEST_SECONDS = 120;
const FILL = /\bFILL\s*\(/;
