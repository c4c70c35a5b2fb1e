import { LogIntake } from './log/log-intake';
import { metricKey } from './metric/metric-id';
import type { MetricAlarms } from './metric-alarm/metric-alarms';
import type { MetricId, Model } from './model';
import type { LogDatum } from './model/log-datum';
import type { Notices } from './model/notices';
import type { MetricSignal, SeriesSignal, SetAlarmStateSignal, Signal } from './model/signal';

/** Where the visibility of a metric's data comes from; a reading matters to an alarm only through what it reads. */
export interface FedMetrics {
  /** Whether there is a datum at all. */
  readonly hasData: (metric: MetricId) => boolean;
  /** Whether a log record gave one whose visibility the reading decides. */
  readonly fromLogs: (metric: MetricId) => boolean;
  /** Whether there is one of a namespace `AWS/…` whose visibility the reading decides. */
  readonly fromAws: (metric: MetricId) => boolean;
}

/** Signals as the alarms of any reading take them: log records are turned into data once. */
export class ToldSignals implements FedMetrics {
  readonly hasData = (metric: MetricId): boolean => this.known.has(metricKey(metric));
  readonly fromLogs = (metric: MetricId): boolean => this.logs.has(metricKey(metric));
  readonly fromAws = (metric: MetricId): boolean => this.aws.has(metricKey(metric));
  readonly forced: SetAlarmStateSignal[] = [];
  private readonly data: (LogDatum | MetricSignal | SeriesSignal)[] = [];
  private readonly known = new Set<string>();
  private readonly logs = new Set<string>();
  private readonly aws = new Set<string>();

  /** Throws RangeError for a log group that the model does not have. */
  constructor(model: Model, signals: Iterable<Signal>, start: number, notices: Notices) {
    const intake = new LogIntake(model, start, notices, (datum) => {
      this.data.push(datum);
      const key = metricKey(datum.signal);
      this.known.add(key);
      if (datum.visibleAt === undefined) this.logs.add(key);
    });
    for (const signal of signals) {
      if (signal.type === 'log') intake.put(signal);
      else if (signal.type === 'set-alarm-state') this.forced.push(signal);
      else this.note(signal);
    }
  }

  /** Tells alarms of what a predicate holds; all there is without one. */
  tell(alarms: MetricAlarms, reads: (metric: MetricId) => boolean = () => true): void {
    for (const datum of this.data) {
      if (!('type' in datum)) {
        if (reads(datum.signal)) alarms.putLogDatum(datum);
      } else if (reads(datum)) {
        if (datum.type === 'metric') alarms.put(datum);
        else alarms.putSeries(datum);
      }
    }
    for (const signal of this.forced) alarms.force(signal);
  }

  private note(signal: MetricSignal | SeriesSignal): void {
    this.data.push(signal);
    const key = metricKey(signal);
    this.known.add(key);
    const isTimed = signal.type === 'metric' ? signal.visibleAt !== undefined : signal.delay !== undefined;
    if (!isTimed && signal.namespace.startsWith('AWS/')) this.aws.add(key);
  }
}
