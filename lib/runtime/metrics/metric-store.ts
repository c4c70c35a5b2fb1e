import { noticeOnce } from '../notice';
import { checkUnit } from './check-unit';
import {
  bucketsOf,
  detailsOf,
  type LabelSet,
  type Labels,
  type MetricDetails,
  type MetricSpec,
} from './metric-spec';
import { Counter, Gauge, Histogram, type Series } from './series';

export interface MetricStoreProps {
  /** Series that may exist; what comes after shares one overflow series a metric, of which there are as many at most. */
  readonly maxSeries: number;
  /** Called when a histogram has gathered a document full of values. @default values are not kept */
  readonly onFull?: (series: Histogram) => void;
}

/** Label of a series that stands for all those that found no room. */
export const OVERFLOW_LABELS: LabelSet = { overflow: 'true' };

/** Name of the series that stand for all metrics that found no room: one a kind. */
export const OVERFLOW_METRIC = 'Overflow';

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
    make: (metric: MetricDetails, labels: LabelSet) => T,
  ): T {
    const metric = detailsOf(spec);
    const labels = clean(given, metric.dimensions);
    const key = keyOf(kind, metric.name, labels);
    const known = this.known.get(key);
    if (known) return known as T;
    checkUnit(metric);
    if (this.known.size < this.props.maxSeries) return this.add(key, make(metric, labels));
    this.overflowed += 1;
    noticeOnce(
      'series',
      `more than ${this.props.maxSeries} metric series: further label sets, now of ${metric.name}, are counted as one a metric, overflow=true`,
    );
    const own = keyOf(kind, metric.name, OVERFLOW_LABELS);
    // names may come from the outside too: there are as many of these, and the rest is one
    const isFull = !this.known.has(own) && this.known.size >= 2 * this.props.maxSeries;
    const shared = isFull ? { name: OVERFLOW_METRIC } : metric;
    const overflow = keyOf(kind, shared.name, OVERFLOW_LABELS);
    return (this.known.get(overflow) as T | undefined) ?? this.add(overflow, make(shared, OVERFLOW_LABELS));
  }

  private add<T extends Series>(key: string, series: T): T {
    this.known.set(key, series);
    this.list.push(series);
    return series;
  }
}

// --- internal ---

/** Sorted unless the metric names its dimensions; a label without a value is left out. */
function clean(given: Labels | null, dimensions: readonly string[] | undefined): LabelSet {
  const labels = given ?? {};
  const names = dimensions ?? Object.keys(labels).sort();
  const entries = names.map((name) => [name, Object.hasOwn(labels, name) ? labelText(labels[name]) : '']);
  return Object.fromEntries(entries.filter(([, value]) => value!.trim() !== ''));
}

/** A label may be of any kind where nothing checks types, and must not end who counts. */
function labelText(value: unknown): string {
  try {
    return String(value ?? '');
  } catch {
    return 'unreadable';
  }
}

function keyOf(kind: string, name: string, labels: LabelSet): string {
  return JSON.stringify([kind, name, ...Object.entries(labels).flat()]);
}
