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
  readonly hasData = (metric: MetricId): boolean => this.data.has(metricKey(metric));
  readonly fromLogs = (metric: MetricId): boolean => this.logs.has(metricKey(metric));
  readonly fromAws = (metric: MetricId): boolean => this.aws.has(metricKey(metric));
  readonly forced: SetAlarmStateSignal[] = [];
  /** By metric. */
  private readonly data = new Map<string, Told[]>();
  private readonly logs = new Set<string>();
  private readonly aws = new Set<string>();

  /** Throws RangeError for a log group that the model does not have. */
  constructor(model: Model, signals: Iterable<Signal>, start: number, notices: Notices) {
    const intake = new LogIntake(model, start, notices, (datum) => {
      const key = metricKey(datum.signal);
      this.keep(key, datum);
      if (datum.visibleAt === undefined) this.logs.add(key);
    });
    for (const signal of signals) {
      if (signal.type === 'log') intake.put(signal);
      else if (signal.type === 'set-alarm-state') this.forced.push(signal);
      else this.note(signal);
    }
  }

  /** Tells alarms of the metrics that they read; of all there are without a list. */
  tell(alarms: MetricAlarms, metrics?: readonly MetricId[]): void {
    const keys = metrics ? new Set(metrics.map(metricKey)) : this.data.keys();
    for (const key of keys) {
      for (const datum of this.data.get(key) ?? []) {
        if (!('type' in datum)) alarms.putLogDatum(datum);
        else if (datum.type === 'metric') alarms.put(datum);
        else alarms.putSeries(datum);
      }
    }
    for (const signal of this.forced) alarms.force(signal);
  }

  private note(signal: MetricSignal | SeriesSignal): void {
    const key = metricKey(signal);
    this.keep(key, signal);
    const isTimed = signal.type === 'metric' ? signal.visibleAt !== undefined : signal.delay !== undefined;
    if (!isTimed && signal.namespace.startsWith('AWS/')) this.aws.add(key);
  }

  private keep(key: string, datum: Told): void {
    const list = this.data.get(key);
    if (list) list.push(datum);
    else this.data.set(key, [datum]);
  }
}

// --- internal ---

type Told = LogDatum | MetricSignal | SeriesSignal;
