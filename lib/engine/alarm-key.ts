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
  // Without data all slots are alike, so that it does not matter how many there are and where they end.
  if (!inputs.some(fed.hasData) && (!math || (math.pointwise && !math.needsClock))) {
    const restart = fed.isForced(alarm.alarmName) ? reading['restart-delay'] : '';
    return `${alarm.alarmName} ${offset} ${terms.fillsNever} ${restart}`;
  }
  return JSON.stringify([
    alarm.alarmName,
    offset,
    terms,
    inputs.some(fed.fromLogs) ? reading['record-delay'] : null,
    inputs.some(fed.fromAws) ? reading['aws-delay'] : null,
    inputs.some((input) => input.unit === undefined && fed.hasUnits(input)) ? reading['mixed-units'] : null,
    inputs.some(fed.isSalvaged) ? reading['emf-refusal'] : null,
    fed.isForced(alarm.alarmName) ? reading['restart-delay'] : null,
  ]);
}
