import { compileQueries, type MetricsReader } from '../../engine';
import type { MetricAlarm, MetricStat } from '../../engine/model';
import { periodOf } from './alarm-text';
import type { Datapoint } from './timeline-chart';

/** The datapoints that an alarm looked at between two instants: its metric's, or those of its metric math. */
export function alarmDatapoints(
  alarm: MetricAlarm,
  metrics: MetricsReader,
  start: number,
  end: number,
): Datapoint[] {
  const period = periodOf(alarm) * 1000;
  const first = Math.ceil(start / period) * period;
  return valuesOf(alarm, metrics, start, end).flatMap((value, index) =>
    value === null ? [] : [{ from: first + index * period, until: first + (index + 1) * period, value }],
  );
}

// --- internal ---

function valuesOf(
  { metric, metrics: queries }: MetricAlarm,
  reader: MetricsReader,
  from: number,
  to: number,
) {
  const read = (stat: MetricStat) => reader.series({ ...stat, from, to });
  if (metric) return read(metric);
  const math = compileQueries(queries ?? []);
  const period = math.period * 1000;
  const start = Math.ceil(from / period) * period;
  const length = Math.max(0, Math.floor(to / period) - start / period);
  return math.evaluate(Object.fromEntries(math.inputs.map(({ id, stat }) => [id, read(stat)])), {
    start,
    length,
  });
}
