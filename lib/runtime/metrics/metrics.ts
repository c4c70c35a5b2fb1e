import { messageOf, noticeOnce } from '../notice';
import { onExit } from '../sink/exit-hooks';
import type { MetricSink } from './metric-sink';
import { detailsOf, type LabelsOf, type MetricSpec } from './metric-spec';
import { MetricStore } from './metric-store';
import { type Counter, type Gauge, type Histogram, ignore, isValue } from './series';

export interface MetricsProps {
  /** Any combination. @default none: metrics are kept for a snapshot only */
  readonly sinks?: readonly MetricSink[];
  /** Series that may exist; what comes after shares one overflow series a metric. @default 1000 */
  readonly maxSeries?: number;
}

/** Handles are bound once and then cost nanoseconds; the sinks see sums. */
export interface Metrics {
  readonly counter: <const S extends MetricSpec>(metric: S, labels: LabelsOf<S>) => Counter;
  readonly gauge: <const S extends MetricSpec>(metric: S, labels: LabelsOf<S>) => Gauge;
  readonly histogram: <const S extends MetricSpec>(metric: S, labels: LabelsOf<S>) => Histogram;
  /**
   * One value with its own time, e.g. the duration of a run: sinks that can write it at once, as it is; for
   * the others it is a histogram.
   */
  readonly point: <const S extends MetricSpec>(
    metric: S,
    labels: LabelsOf<S>,
    value: number,
    at?: number,
  ) => void;
  readonly store: MetricStore;
  readonly flush: () => void;
  /** Resolves when every sink has handed over what it had, or has given up. */
  readonly close: () => Promise<void>;
  /** Failures of sinks so far. */
  readonly failures: () => number;
}

/** @throws OptionsError when a sink was made with values that its backend would refuse. */
export function createMetrics({ sinks = [], maxSeries = 1000 }: MetricsProps = {}): Metrics {
  let failures = 0;
  let closed = false;
  const failed = (sink: MetricSink, error: unknown) => {
    failures += 1;
    noticeOnce(`metrics ${sink.name}`, `metrics cannot be sent to ${sink.name}: ${messageOf(error)}`);
  };
  const guarded = (sink: MetricSink, act: () => void) => {
    try {
      act();
    } catch (error) {
      failed(sink, error);
    }
  };
  const keepers = sinks.filter((sink) => sink.full !== undefined);
  const store = new MetricStore({
    maxSeries,
    onFull:
      keepers.length === 0
        ? undefined
        : (series) => {
            for (const sink of keepers) guarded(sink, () => sink.full!(series, Date.now()));
          },
  });
  const flushOne = (sink: MetricSink) => guarded(sink, () => sink.flush?.(store.all(), Date.now()));
  const flush = () => sinks.forEach(flushOne);
  const closeOne = async (sink: MetricSink) => {
    try {
      await sink.close?.();
    } catch (error) {
      failed(sink, error);
    }
  };
  const stops = sinks
    .filter(({ every }) => every > 0)
    .map((sink) => repeat(sink.every, () => flushOne(sink)));
  const removeExitHook = sinks.length > 0 ? onExit(flush) : () => {};
  const points = sinks.filter((sink) => sink.point !== undefined);

  return {
    counter: (metric, labels) => store.counter(metric, labels),
    gauge: (metric, labels) => store.gauge(metric, labels),
    histogram: (metric, labels) => store.histogram(metric, labels),
    point(spec, labels, value, at = Date.now()) {
      if (!isValue(value)) {
        ignore(detailsOf(spec), value);
        return;
      }
      // through the store's door, so that its cap holds here too
      const series = store.histogram(spec, labels);
      series.observe(value);
      const time = Number.isFinite(at) ? at : Date.now();
      for (const sink of points) guarded(sink, () => sink.point!(series.metric, series.labels, value, time));
    },
    store,
    flush,
    async close() {
      if (closed) return;
      closed = true;
      flush();
      removeExitHook();
      for (const stop of stops) stop();
      await Promise.all(sinks.map(closeOne));
    },
    failures: () => failures,
  };
}

// --- internal ---

/** Node takes a longer one for 1 ms. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Calls at the ends of whole periods of the clock: CloudWatch counts by the minute, and a flush at its end is
 * stamped with the minute in which things happened.
 */
function repeat(seconds: number, act: () => void): () => void {
  const period = seconds * 1000;
  let timer: NodeJS.Timeout;
  const next = () => {
    timer = setTimeout(
      () => {
        act();
        next();
      },
      Math.min(period - (Date.now() % period), MAX_TIMEOUT_MS),
    );
    timer.unref();
  };
  next();
  return () => clearTimeout(timer);
}
