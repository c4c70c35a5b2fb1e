import { metricKey } from '../../engine';
import type { MetricAlarm } from '../../engine/model';
import { metricsOf, type RecordedSeries, type Recording } from '../../rehearsal';
import { periodOf } from '../../rehearsal/report/alarm-text';

/** Seconds of the longest period in which data of an alarm were recorded; 0 for log records. */
export function recordedPeriod(alarm: MetricAlarm, recording: Recording): number {
  return Math.max(0, ...seriesOf(alarm, recording).map(periodOfSeries));
}

/** Why recorded periods do not show what the alarm saw; undefined if they do. */
export function resolutionProblem(alarm: MetricAlarm, recording: Recording): string | undefined {
  const period = periodOf(alarm);
  const recorded = recordedPeriod(alarm, recording);
  const needed = Math.min(period, MINUTE);
  if (recorded > needed) {
    const why = period > MINUTE ? 'its slots move every minute' : `its period is ${period} s`;
    return `its data are recorded every ${recorded} s and ${why}: give them with a period of ${needed} s`;
  }
  const odd = metricsOf(alarm).find(({ stat }) => recorded > 0 && recorded < period && !PLAIN.test(stat));
  return odd && `a ${odd.stat} over ${period} s cannot be had from recorded periods of ${recorded} s`;
}

// --- internal ---

const MINUTE = 60;

/** What the statistics of shorter periods can be put together to. */
const PLAIN = /^(Sum|SampleCount|Minimum|Maximum|Average)$/;

function seriesOf(alarm: MetricAlarm, { metrics }: Recording): RecordedSeries[] {
  const keys = new Set(metricsOf(alarm).map(metricKey));
  const names = new Set([alarm.alarmName, ...metricsOf(alarm).map(({ metricName }) => metricName)]);
  return metrics.filter(({ metric, label }) => (metric ? keys.has(metricKey(metric)) : names.has(label)));
}

/** The stated one, else the smallest distance of two points. */
function periodOfSeries({ period, points }: RecordedSeries): number {
  if (period) return period;
  const times = points.map(([at]) => at).sort((a, b) => a - b);
  const steps = times
    .slice(1)
    .map((at, index) => at - times[index]!)
    .filter((step) => step > 0);
  return steps.length === 0 ? MINUTE : Math.min(...steps) / 1000;
}
