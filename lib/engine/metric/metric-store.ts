import type { MetricId } from '../model';
import type { Notices } from '../model/notices';
import type { MetricSignal, SeriesSignal } from '../model/signal';
import { type Datum, datumOf } from './metric-datum';
import { metricKey, metricText } from './metric-id';
import { MetricSeries } from './metric-series';
import { NO_UNIT } from './standard-unit';

export interface MetricStoreSettings {
  /** Milliseconds that data are kept for readers other than alarms. */
  readonly retention: number;
  /** Milliseconds from the time of a datum to its visibility in namespaces `AWS/…`; others have none. */
  readonly awsDelay: number;
  /** Which unit a read without one takes where a slot holds several: that of the smallest rank. */
  readonly rankOf: (unit: string) => number;
  readonly notices: Notices;
}

/** All metrics: each with one series of everything, and one for every unit that an alarm names. */
export class MetricStore {
  private readonly metrics = new Map<string, Metric>();

  constructor(private readonly settings: MetricStoreSettings) {}

  /** The series of a metric, of one unit or, without one, of the unit that a read takes in each slot. */
  series(id: MetricId, unit?: string): MetricSeries {
    const metric = this.metric(id);
    if (unit === undefined) return metric.all;
    const series = metric.byUnit.get(unit) ?? this.newSeries(id);
    metric.byUnit.set(unit, series);
    return series;
  }

  /** Declares that an alarm reads the metric without naming a unit. */
  readWithoutUnit(id: MetricId, alarmName: string): void {
    this.metric(id).unitlessAlarms.push(alarmName);
  }

  put(
    signal: MetricSignal,
    visibleAt = signal.visibleAt ?? signal.timestamp + this.delayOf(signal.namespace),
  ): void {
    const { timestamp } = signal;
    const datum = datumOf(signal);
    if ('invalid' in datum) {
      this.settings.notices.add(timestamp, 'metric-refused', `${metricText(signal)}: ${datum.invalid}`);
      return;
    }
    if (timestamp > visibleAt + FUTURE || timestamp < visibleAt - PAST) {
      const offset = Math.round((timestamp - visibleAt) / 1000);
      const message = `${metricText(signal)}: its time is ${Math.abs(offset)} s ${offset > 0 ? 'ahead' : 'in the past'}; -2 weeks to +2 hours is allowed`;
      this.settings.notices.add(timestamp, 'timestamp-refused', message);
      return;
    }
    const isHighResolution = signal.storageResolution === 1;
    this.add(signal, isHighResolution ? timestamp : timestamp - mod(timestamp, MINUTE), visibleAt, datum);
  }

  putSeries(signal: SeriesSignal): void {
    const metric = this.metric(signal);
    const delay = signal.delay ?? this.delayOf(signal.namespace);
    this.noteUnit(metric, signal.unit, signal.start);
    const unit = signal.unit ?? NO_UNIT;
    const rank = this.settings.rankOf(unit);
    metric.all.pushSeries(signal, delay, rank);
    metric.byUnit.get(unit)?.pushSeries(signal, delay, rank);
  }

  /** Makes everything visible that is visible at `at`. */
  reveal(at: number): void {
    for (const { all, byUnit } of this.metrics.values()) {
      all.reveal(at);
      for (const series of byUnit.values()) series.reveal(at);
    }
  }

  /** Every metric that has or had data, or that an alarm reads. */
  list(): MetricId[] {
    return [...this.metrics.values()].map(({ id }) => id);
  }

  has(id: MetricId): boolean {
    return this.metrics.has(metricKey(id));
  }

  private add(id: MetricSignal, timestamp: number, visibleAt: number, datum: Datum): void {
    const metric = this.metric(id);
    this.noteUnit(metric, id.unit, id.timestamp);
    const unit = id.unit ?? NO_UNIT;
    const rank = this.settings.rankOf(unit);
    metric.all.push(visibleAt, timestamp, datum, rank);
    metric.byUnit.get(unit)?.push(visibleAt, timestamp, datum, rank);
  }

  private delayOf(namespace: string): number {
    return namespace.startsWith('AWS/') ? this.settings.awsDelay : 0;
  }

  private metric(id: MetricId): Metric {
    const key = metricKey(id);
    let metric = this.metrics.get(key);
    if (!metric) {
      const { namespace, metricName, dimensions } = id;
      metric = {
        id: { namespace, metricName, dimensions },
        all: this.newSeries(id),
        byUnit: new Map(),
        units: new Set(),
        unitlessAlarms: [],
      };
      this.metrics.set(key, metric);
    }
    return metric;
  }

  private newSeries(id: MetricId): MetricSeries {
    return new MetricSeries(this.settings.retention, (timestamp, value) =>
      this.settings.notices.add(
        timestamp,
        'metric-refused',
        `${metricText(id)}: ${value} is outside -2^360 to 2^360`,
      ),
    );
  }

  private noteUnit(metric: Metric, unit: string = NO_UNIT, at: number): void {
    metric.units.add(unit);
    if (metric.units.size < 2 || metric.unitlessAlarms.length === 0) return;
    const units = [...metric.units].sort().join(', ');
    const alarms = metric.unitlessAlarms.toSorted().join(', ');
    const message = `${metricText(metric.id)} has the units ${units}, and ${alarms} names none; give the alarm a unit`;
    this.settings.notices.once(at, 'mixed-units', message);
  }
}

// --- internal ---

const MINUTE = 60_000;
/** PutMetricData: timestamps from two weeks ago to two hours ahead. */
const FUTURE = 7_200_000;
const PAST = 1_209_600_000;

interface Metric {
  readonly id: MetricId;
  readonly all: MetricSeries;
  readonly byUnit: Map<string, MetricSeries>;
  readonly units: Set<string>;
  readonly unitlessAlarms: string[];
}

const mod = (value: number, divisor: number): number => ((value % divisor) + divisor) % divisor;
