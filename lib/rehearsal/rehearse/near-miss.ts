import type { MetricsReader } from '../../engine';
import type { MetricAlarm } from '../../engine/model';
import { alarmDatapoints } from '../report/alarm-datapoints';
import { periodOf } from '../report/alarm-text';
import { breaches, stepOf } from './threshold';

/**
 * Whether an alarm's data come near to its threshold between two instants: a datapoint that breaches, or one at a
 * distance of a tenth of the threshold, or of its last digit, or of 1 where all are whole. A missing datapoint after others is near, too, where the
 * alarm takes it for a breach.
 */
export function comesNear(alarm: MetricAlarm, metrics: MetricsReader, from: number, until: number): boolean {
  const { threshold, treatMissingData } = alarm;
  const points = alarmDatapoints(alarm, metrics, from, until);
  const step = points.every(({ value }) => Number.isInteger(value)) ? 1 : stepOf(threshold);
  const reach = Math.max(Math.abs(threshold) / 10, step) * (1 + 1e-9);
  if (points.some(({ value }) => breaches(alarm, value) || Math.abs(value - threshold) <= reach)) return true;
  if (treatMissingData !== 'breaching') return false;
  const period = periodOf(alarm) * 1000;
  return points.some((point, index) => index > 0 && point.from - points[index - 1]!.from > period);
}
