import { LogIntake } from './log/log-intake';
import { metricKey } from './metric/metric-id';
import { NO_UNIT } from './metric/standard-unit';
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
  /** Whether there are data of several units. */
  readonly hasUnits: (metric: MetricId) => boolean;
  /** Whether there is one of an embedded metric document with a bad directive. */
  readonly isSalvaged: (metric: MetricId) => boolean;
  /** Whether the state of an alarm is set by hand. */
  readonly isForced: (alarmName: string) => boolean;
}

/** Signals as the alarms of any reading take them: log records are turned into data once. */
export class ToldSignals implements FedMetrics {
  readonly hasData = (metric: MetricId): boolean => this.data.has(metricKey(metric));
  readonly fromLogs = (metric: MetricId): boolean => this.logs.has(metricKey(metric));
  readonly fromAws = (metric: MetricId): boolean => this.aws.has(metricKey(metric));
  readonly hasUnits = (metric: MetricId): boolean => (this.units.get(metricKey(metric))?.size ?? 0) > 1;
  readonly isSalvaged = (metric: MetricId): boolean => this.salvaged.has(metricKey(metric));
  readonly isForced = (alarmName: string): boolean =>
    this.forced.some((signal) => signal.alarmName === alarmName);
  readonly forced: SetAlarmStateSignal[] = [];
  /** By metric. */
  private readonly data = new Map<string, Told[]>();
  private readonly logs = new Set<string>();
  private readonly aws = new Set<string>();
  private readonly units = new Map<string, Set<string>>();
  private readonly salvaged = new Set<string>();

  /** Throws RangeError for a log group that the model does not have. */
  constructor(model: Model, signals: Iterable<Signal>, start: number, notices: Notices) {
    const intake = new LogIntake(model, start, notices, (datum) => {
      const key = metricKey(datum.signal);
      this.keep(key, datum, datum.signal.unit);
      if (datum.visibleAt === undefined) this.logs.add(key);
      if (datum.isSalvaged) this.salvaged.add(key);
    });
    for (const signal of signals) {
      if (signal.type === 'log') intake.put(signal);
      else if (signal.type === 'set-alarm-state') this.forced.push(signal);
      else this.note(signal);
    }
    // Of several sources, one after the other: sorted once, and not in every reading.
    for (const list of this.data.values()) list.sort((a, b) => timeOf(a) - timeOf(b));
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
    this.keep(key, signal, signal.unit);
    const isTimed = signal.type === 'metric' ? signal.visibleAt !== undefined : signal.delay !== undefined;
    if (!isTimed && signal.namespace.startsWith('AWS/')) this.aws.add(key);
  }

  private keep(key: string, datum: Told, unit = NO_UNIT): void {
    const list = this.data.get(key);
    if (list) {
      list.push(datum);
      this.units.get(key)!.add(unit);
      return;
    }
    this.data.set(key, [datum]);
    this.units.set(key, new Set([unit]));
  }
}

// --- internal ---

type Told = LogDatum | MetricSignal | SeriesSignal;

/** From when it can be seen, but for a delay that is the same for its like. */
function timeOf(told: Told): number {
  if (!('type' in told)) return told.visibleAt ?? told.recordedAt;
  return told.type === 'metric' ? (told.visibleAt ?? told.timestamp) : told.start;
}
