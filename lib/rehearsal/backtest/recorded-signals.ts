import { metricKey, metricText } from '../../engine';
import type { MetricId, MetricStat } from '../../engine/model';
import type { MetricSignal } from '../../engine/model/signal';
import { nearestFew } from '../../text';
import { metricsOf } from '../rehearse/metric-readers';
import type { TemplateModel } from '../template';
import type { RecordedSeries, Recording } from './recording';
import { RecordingError } from './recording-error';

/** Recorded statistics as data that CloudWatch may have been given, with what does not fit together. */
export interface RecordedSignals {
  readonly signals: readonly MetricSignal[];
  /** Keys of the metrics that were recorded. */
  readonly metrics: ReadonlySet<string>;
  readonly notes: readonly string[];
}

/**
 * A statistic cannot be undone into the data behind it, so each period becomes one statistic set with that
 * statistic; several statistics of a metric are put together.
 */
export function recordedSignals(series: readonly RecordedSeries[], model: TemplateModel): RecordedSignals {
  const notes: string[] = [];
  const metrics = new Map<string, { id: MetricId; periods: Map<number, Statistics>; isFast: boolean }>();
  const known = series.map((one) => {
    const readers = readersOf(one, model);
    const id = one.metric ?? readers[0]?.stat;
    if (!id) throw unknownMetric(one, model);
    return { one, id, stat: one.stat ?? readers[0]?.stat.stat ?? 'Average', readers };
  });
  const recorded = new Set(known.map(({ id, stat }) => `${metricKey(id)} ${stat}`));
  for (const { one, id, stat, readers } of known) {
    notes.push(...misfits(one, stat, readers, (read) => recorded.has(`${metricKey(id)} ${read}`)));
    const metric = metrics.get(metricKey(id)) ?? {
      id,
      periods: new Map<number, Statistics>(),
      isFast: false,
    };
    const spacing = one.period ?? spacingOf(one.points);
    // Only a metric of high resolution has periods below a minute.
    if (spacing > 0 && spacing < 60) metric.isFast = true;
    metrics.set(metricKey(id), metric);
    for (const [at, value] of one.points) {
      metric.periods.set(at, { ...metric.periods.get(at), [stat]: value });
    }
  }
  const signals = [...metrics.values()].flatMap(({ id, periods, isFast }) =>
    // No samples is no data: CloudWatch has no datapoint of nothing.
    [...periods]
      .filter(([, { SampleCount }]) => SampleCount !== 0)
      .map(([timestamp, statistics]) => ({
        ...signalOf(id, timestamp, statistics),
        ...(isFast ? { storageResolution: 1 as const } : {}),
      })),
  );
  return { signals, metrics: new Set(metrics.keys()), notes };
}

/**
 * The same recording with each series' metric and statistic named, looked up in the first of several templates that has
 * a reader of that name: one that only one of them reads is then known to all.
 */
export function namedMetrics(recording: Recording, models: readonly TemplateModel[]): Recording {
  const metrics = recording.metrics.map((one) => {
    const found = models.map((model) => readersOf(one, model)).find((readers) => readers.length > 0);
    const stat = one.stat ?? found?.[0]?.stat.stat;
    const metric = one.metric ?? found?.[0]?.stat;
    if (!metric) throw unknownMetric(one, models[0]!);
    return { ...one, metric, ...(stat === undefined ? {} : { stat }) };
  });
  return { ...recording, metrics };
}

// --- internal ---

type Statistics = Readonly<Record<string, number>>;

interface Reader {
  readonly alarmName: string;
  readonly stat: MetricStat;
}

/** Alarms that read the series: by its metric, or by a label that is an alarm's or a metric's name. */
function readersOf({ metric, label, source }: RecordedSeries, { alarms }: TemplateModel): Reader[] {
  const all = alarms.flatMap((alarm) =>
    metricsOf(alarm).map((stat) => ({ alarmName: alarm.alarmName, stat })),
  );
  if (metric) return all.filter(({ stat }) => metricKey(stat) === metricKey(metric));
  const named = all.filter(({ alarmName }) => alarmName === label);
  const found = named.length > 0 ? named : all.filter(({ stat }) => stat.metricName === label);
  const keys = new Set(found.map(({ stat }) => metricKey(stat)));
  if (keys.size > 1) {
    const shown = found.map(({ stat }) => metricText(stat)).join('; ');
    throw new RecordingError(
      `${source}: '${label}' may be any of ${shown}; give the queries too, or name the alarm`,
    );
  }
  return found;
}

function unknownMetric({ source, label }: RecordedSeries, { alarms }: TemplateModel): RecordingError {
  const known = [...new Set(alarms.flatMap((alarm) => metricsOf(alarm).map(({ metricName }) => metricName)))];
  return new RecordingError(
    `${source}: no alarm reads a metric '${label}', allowed: the queries of get-metric-data as another file, an alarm's name, or one of ${nearestFew(label, known)}`,
  );
}

/** What makes the answer less than exact is said, not hidden. */
function misfits(
  { source, period, metric, points }: RecordedSeries,
  stat: string,
  readers: readonly Reader[],
  isRecorded: (stat: string) => boolean,
): string[] {
  if (readers.length === 0) return [`${source}: no alarm reads ${metricText(metric!)}`];
  const spacing = period ?? spacingOf(points);
  return readers.flatMap(({ alarmName, stat: read }) => [
    ...(isRecorded(read.stat) ? [] : [`${source}: ${alarmName} reads ${read.stat}, recorded is ${stat}`]),
    ...(spacing > read.period
      ? [
          `${source}: ${alarmName} has periods of ${read.period} s, recorded is every ${spacing} s: gaps are missing data`,
        ]
      : []),
  ]);
}

/** Seconds of the smallest distance between two points. */
function spacingOf(points: RecordedSeries['points']): number {
  const times = points.map(([at]) => at).sort((a, b) => a - b);
  let least = Number.POSITIVE_INFINITY;
  for (let index = 1; index < times.length; index++)
    least = Math.min(least, times[index]! - times[index - 1]!);
  return Number.isFinite(least) ? least / 1000 : 0;
}

function signalOf(id: MetricId, timestamp: number, statistics: Statistics): MetricSignal {
  const { namespace, metricName, dimensions } = id;
  const { SampleCount, Sum, Average, Minimum, Maximum } = statistics;
  const head = { type: 'metric', namespace, metricName, dimensions, timestamp } as const;
  const [only] = Object.values(statistics);
  // A percentile is the value of one sample; CloudWatch refuses percentiles of statistic sets.
  if ([SampleCount, Sum, Average, Minimum, Maximum].every((value) => value === undefined))
    return { ...head, value: only };
  const sampleCount = SampleCount ?? 1;
  const isCountOnly = Object.keys(statistics).length === 1 && SampleCount !== undefined;
  const middle = isCountOnly
    ? 1
    : (Average ?? (Sum === undefined ? undefined : Sum / sampleCount) ?? Maximum ?? Minimum ?? 0);
  return {
    ...head,
    statisticSet: {
      sampleCount,
      sum: Sum ?? middle * sampleCount,
      minimum: Minimum ?? Math.min(middle, Maximum ?? middle),
      maximum: Maximum ?? Math.max(middle, Minimum ?? middle),
    },
  };
}
