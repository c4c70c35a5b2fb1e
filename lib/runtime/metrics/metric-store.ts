import { noticeOnce } from '../notice';
import { bucketsOf, detailsOf, type Labels, type MetricDetails, type MetricSpec } from './metric-spec';
import { Counter, Gauge, Histogram, type Series } from './series';

export interface MetricStoreProps {
  /** Series that may exist; what comes after shares one overflow series a metric, of which there are as many at most. */
  readonly maxSeries: number;
  /** Called when a histogram has gathered a document full of values. @default values are not kept */
  readonly onFull?: (series: Histogram) => void;
}

/** Label of a series that stands for all those that found no room. */
export const OVERFLOW_LABELS: Labels = { overflow: 'true' };

/** Every series of a process. Labels come from the outside (job ids, hosts), so their number is capped. */
export class MetricStore {
  /** Label sets that found no room; the same one counts again each time it is asked for. */
  overflowed = 0;
  private readonly known = new Map<string, Series>();
  private list: Series[] = [];

  constructor(private readonly props: MetricStoreProps) {}

  counter(spec: MetricSpec, labels: Labels = {}): Counter {
    return this.find('counter', spec, labels, (metric, own) => new Counter(metric, own));
  }

  gauge(spec: MetricSpec, labels: Labels = {}): Gauge {
    return this.find('gauge', spec, labels, (metric, own) => new Gauge(metric, own));
  }

  histogram(spec: MetricSpec, labels: Labels = {}): Histogram {
    return this.find(
      'histogram',
      spec,
      labels,
      (metric, own) => new Histogram(metric, own, bucketsOf(metric), this.props.onFull),
    );
  }

  /** In the order in which they were made. */
  all(): readonly Series[] {
    return this.list;
  }

  private find<T extends Series>(
    kind: T['kind'],
    spec: MetricSpec,
    given: Labels,
    make: (metric: MetricDetails, labels: Labels) => T,
  ): T {
    const metric = detailsOf(spec);
    const labels = clean(given, metric.dimensions);
    const key = keyOf(kind, metric.name, labels);
    const known = this.known.get(key);
    if (known) return known as T;
    if (this.known.size < this.props.maxSeries) return this.add(key, make(metric, labels));
    this.overflowed += 1;
    noticeOnce(
      'series',
      `more than ${this.props.maxSeries} metric series: further label sets, now of ${metric.name}, are counted as one a metric, overflow=true`,
    );
    const overflow = keyOf(kind, metric.name, OVERFLOW_LABELS);
    const shared = this.known.get(overflow) as T | undefined;
    if (shared) return shared;
    const series = make(metric, OVERFLOW_LABELS);
    // names may come from the outside too: what is in no list goes nowhere, but costs nothing either
    return this.known.size < 2 * this.props.maxSeries ? this.add(overflow, series) : series;
  }

  private add<T extends Series>(key: string, series: T): T {
    this.known.set(key, series);
    this.list.push(series);
    return series;
  }
}

// --- internal ---

/** Sorted unless the metric names its dimensions; a label without a value is left out. */
function clean(labels: Labels, dimensions: readonly string[] | undefined): Labels {
  const names = dimensions ?? Object.keys(labels).sort();
  const kept = names.filter((name) => (labels[name] ?? '') !== '');
  return Object.fromEntries(kept.map((name) => [name, String(labels[name])]));
}

function keyOf(kind: string, name: string, labels: Labels): string {
  return JSON.stringify([kind, name, ...Object.entries(labels).flat()]);
}
