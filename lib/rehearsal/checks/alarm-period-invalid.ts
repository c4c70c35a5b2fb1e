import type { MetricAlarm } from '../../engine/model';
import { timeZoneOrOffsetOf } from '../../engine/text/time-zone';
import { metricsOf } from '../rehearse/metric-readers';
import { ALARM, type Check } from './check';
import { onAlarm } from './every-alarm';

export const alarmPeriodInvalid: Check = {
  code: 'alarm-period-invalid',
  severity: 'error',
  rule: 'a period is 10, 20, 30 or a multiple of 60 seconds; a wall-clock window takes five of them and a known time zone',
  consequence: 'CloudFormation refuses the alarm',
  find: ({ alarms }) =>
    alarms.flatMap((alarm) =>
      [...wrongPeriods(alarm), ...wrongTimeZone(alarm)].map((message) => onAlarm(ALARM, alarm, message)),
    ),
};

// --- internal ---

function wrongPeriods(alarm: MetricAlarm): string[] {
  const periods = [
    ...metricsOf(alarm).map(({ period }) => period),
    ...(alarm.metrics ?? []).flatMap(({ period }) => period ?? []),
  ];
  const [isAllowed, allowed] = alarm.wallClockWindow
    ? ([(period: number) => WALL_CLOCK.includes(period), WALL_CLOCK.join(', ')] as const)
    : ([isPeriod, '10, 20, 30 or a multiple of 60'] as const);
  return [...new Set(periods)]
    .filter((period) => !isAllowed(period))
    .map((period) => `period: got ${period} s, allowed: ${allowed}`);
}

function wrongTimeZone({ wallClockWindow }: MetricAlarm): string[] {
  if (!wallClockWindow || timeZoneOrOffsetOf(wallClockWindow.timezone)) return [];
  return [
    `time zone: got '${wallClockWindow.timezone}', allowed: a name such as Australia/Sydney or UTC, or +05:30 in steps of five minutes`,
  ];
}

/** Source: PutMetricAlarm. */
const isPeriod = (period: number): boolean =>
  [10, 20, 30].includes(period) || (period > 0 && period % 60 === 0);

/** Source: EvaluationWindow, WallClockWindow. */
const WALL_CLOCK: readonly number[] = [60, 300, 3600, 86_400, 604_800];
