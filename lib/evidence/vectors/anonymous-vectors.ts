import { metricKey } from '../../engine';
import type { MetricAlarm, MetricStat } from '../../engine/model';
import type { MetricSignal } from '../../engine/model/signal';
import { metricsOf } from '../../rehearsal';
import type { AlarmEvidence } from '../verify/judge-alarm';
import type { Verification } from '../verify/verify';

/** A stretch of an alarm's recorded history as `timelines.json` of the corpus has it; instants are ISO-8601. */
export interface TimelineVector {
  readonly id: string;
  readonly status: 'recorded';
  readonly alarm: Readonly<Record<string, unknown>>;
  /** Second of the minute of its evaluations. */
  readonly evaluationSecond: number;
  readonly from: string;
  readonly to: string;
  /** At `from`. */
  readonly state: string;
  readonly data: readonly Readonly<Record<string, unknown>>[];
  readonly changes: readonly (readonly [at: string, state: string])[];
}

/**
 * The evidence without what tells whose it is: alarms, metrics, namespaces and ids are numbered, dimensions, accounts,
 * ARNs and log records are left out. The names of AWS's own namespaces stay, since rules differ by them.
 */
export function anonymousVectors({ alarms, replayed }: Verification): {
  about: string;
  timelines: TimelineVector[];
} {
  const timelines = alarms.flatMap(({ alarmName, segments }) => {
    const evidence = replayed.get(alarmName);
    // The statistics of the filters' metrics would be needed, and records hold what nobody is to read.
    if (!evidence?.signals.some((signal) => signal.type === 'metric' && reads(evidence.alarm, signal)))
      return [];
    const names = new Map(metricsOf(evidence.alarm).map((metric) => [metricKey(metric), metric]));
    const numbered = new Map([...names.keys()].map((key, index) => [key, `metric-${index + 1}`]));
    return segments.map((segment) => ({
      status: 'recorded' as const,
      alarm: definition(evidence.alarm, numbered),
      evaluationSecond: segment.phase / 1000,
      from: iso(segment.from),
      to: iso(segment.to),
      state: segment.state,
      data: data(evidence, segment.to, numbered),
      changes: segment.changes.map(({ at, to }) => [iso(at), to] as const),
    }));
  });
  return {
    about:
      'Recorded alarms with their data, written by tiltmeter verify; names, dimensions and accounts are left out',
    timelines: timelines.map((one, index) => ({ id: `timeline-${index + 1}`, ...one })),
  };
}

// --- internal ---

const iso = (at: number): string => new Date(at).toISOString();

const reads = (alarm: MetricAlarm, signal: MetricSignal): boolean =>
  metricsOf(alarm).some((metric) => metricKey(metric) === metricKey(signal));

/** Members are listed, so that nothing else can slip through. */
function definition(alarm: MetricAlarm, numbered: ReadonlyMap<string, string>): Record<string, unknown> {
  const stat = (metric: MetricStat) => ({
    ...nameOf(metric, numbered),
    period: metric.period,
    stat: metric.stat,
    ...(metric.unit === undefined ? {} : { unit: metric.unit }),
  });
  return {
    ...(alarm.metric ? { metric: stat(alarm.metric) } : { metrics: numberedQueries(alarm, stat) }),
    comparisonOperator: alarm.comparisonOperator,
    threshold: alarm.threshold,
    evaluationPeriods: alarm.evaluationPeriods,
    datapointsToAlarm: alarm.datapointsToAlarm ?? alarm.evaluationPeriods,
    treatMissingData: alarm.treatMissingData ?? 'missing',
    ...(alarm.evaluateLowSampleCountPercentile === undefined
      ? {}
      : { evaluateLowSampleCountPercentile: alarm.evaluateLowSampleCountPercentile }),
  };
}

function nameOf(metric: MetricStat, numbered: ReadonlyMap<string, string>) {
  const isAws = metric.namespace.startsWith('AWS/');
  return { namespace: isAws ? metric.namespace : 'custom', metricName: numbered.get(metricKey(metric))! };
}

/** Ids of queries are names that somebody chose, too, and expressions have them. */
function numberedQueries({ metrics = [] }: MetricAlarm, stat: (metric: MetricStat) => object) {
  const ids = new Map(metrics.map(({ id }, index) => [id, `q${index + 1}`]));
  return metrics.map(({ id, expression, period, metricStat, returnData }) => ({
    id: ids.get(id),
    returnData,
    ...(expression === undefined
      ? {}
      : { expression: expression.replace(/\b[a-z]\w*\b/g, (word) => ids.get(word) ?? word) }),
    ...(period === undefined ? {} : { period }),
    ...(metricStat ? { metricStat: stat(metricStat) } : {}),
  }));
}

function data({ alarm, signals }: AlarmEvidence, to: number, numbered: ReadonlyMap<string, string>) {
  return signals.flatMap((signal) => {
    if (signal.type !== 'metric' || signal.timestamp > to || !reads(alarm, signal)) return [];
    const { value, statisticSet, storageResolution } = signal;
    const only = statisticSet?.sampleCount === 1 && statisticSet.minimum === statisticSet.maximum;
    const what = only ? { value: statisticSet.sum } : value === undefined ? { statisticSet } : { value };
    return [
      {
        metric: numbered.get(metricKey(signal)),
        at: iso(signal.timestamp),
        ...what,
        ...(storageResolution === 1 ? { storageResolution } : {}),
      },
    ];
  });
}
