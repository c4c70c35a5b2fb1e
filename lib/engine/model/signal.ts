import type { AlarmState, MetricId } from './model';

/**
 * Anything that CloudWatch is told. `timestamp` is the event's own time, `visibleAt` the time from which
 * an evaluation can see it (default: the event time, plus the simulation's delay for its source).
 * All instants are epoch milliseconds.
 */
export type Signal = LogSignal | MetricSignal | SeriesSignal | SetAlarmStateSignal;

export interface LogSignal {
  readonly type: 'log';
  readonly timestamp: number;
  readonly visibleAt?: number;
  readonly logGroupName: string;
  readonly logStreamName?: string;
  readonly message: string;
}

/** One PutMetricData datum: a value, values with counts, or a statistic set. */
export interface MetricSignal extends MetricId {
  readonly type: 'metric';
  readonly timestamp: number;
  readonly visibleAt?: number;
  readonly value?: number;
  readonly values?: readonly number[];
  readonly counts?: readonly number[];
  readonly statisticSet?: {
    readonly sampleCount: number;
    readonly sum: number;
    readonly minimum: number;
    readonly maximum: number;
  };
  readonly unit?: string;
  /** 1 or 60 seconds; 60 unless stated. */
  readonly storageResolution?: 1 | 60;
}

/** A regular series, kept compact: point i is at `start + i * every`; null is missing. */
export interface SeriesSignal extends MetricId {
  readonly type: 'series';
  readonly start: number;
  readonly every: number;
  readonly length: number;
  readonly valueAt: (index: number) => number | null;
  /** Milliseconds from a point's time to its visibility. */
  readonly delay?: number;
  readonly unit?: string;
}

/** SetAlarmState: lasts until the alarm's next evaluation. */
export interface SetAlarmStateSignal {
  readonly type: 'set-alarm-state';
  readonly timestamp: number;
  readonly alarmName: string;
  readonly state: AlarmState;
  readonly reason: string;
}
