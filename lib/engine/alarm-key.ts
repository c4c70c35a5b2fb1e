import { subjectOf } from './metric-alarm/alarm-subject';
import { alarmTerms } from './metric-alarm/alarm-terms';
import type { MetricAlarm } from './model';
import type { Reading } from './reading';
import type { FedMetrics } from './told-signals';

/**
 * Everything that a reading decides about what a metric alarm does with the data there are, as one text: two readings
 * with the same key give the same transitions. Throws what `subjectOf` throws.
 */
export function alarmKey(alarm: MetricAlarm, reading: Reading, start: number, fed: FedMetrics): string {
  const subject = subjectOf(alarm);
  const { inputs, math } = subject;
  const { offset, ...terms } = alarmTerms(alarm, subject, { reading, start });
  // A metric without data has no slot that could be counted otherwise: only when it is looked at is left.
  if (!math && !fed.hasData(inputs[0]!)) return `${alarm.alarmName} ${offset}`;
  return JSON.stringify([
    alarm.alarmName,
    offset,
    terms,
    inputs.some(fed.fromLogs) ? reading['record-delay'] : null,
    inputs.some(fed.fromAws) ? reading['aws-delay'] : null,
  ]);
}
