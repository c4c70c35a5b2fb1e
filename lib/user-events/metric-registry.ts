import { seriesKey, type Update } from './event-updates';
import type { Family } from './families';
import { familyHead, histogramText, renderLabels, sample } from './prometheus-text';
import { SeriesMap, type SeriesMapProps } from './series-map';

/** A number of the service itself, exposed before those of the events. */
export interface OwnMetric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  /** Undefined while there is none. */
  readonly value: () => number | undefined;
}

/** All series since the start, for Prometheus. */
export class MetricRegistry {
  private readonly series: SeriesMap<Series>;

  /** @param families all that are exposed, in this order */
  constructor(
    private readonly families: readonly Family[],
    props: SeriesMapProps = {},
  ) {
    this.series = new SeriesMap(createSeries, props);
    for (const family of families) {
      if (family.type === 'gauge') continue;
      for (const labels of family.labelSets ?? []) this.series.declare(family, seriesKey(labels), labels, 0);
    }
  }

  get size(): number {
    return this.series.size;
  }

  /** Updates that the cap kept out of a series of their own. */
  get overflowed(): number {
    return this.series.overflowed;
  }

  apply(updates: readonly Update[], now: number): void {
    for (const { family, key, labels, value, siblings } of updates) {
      const isNew = siblings !== undefined && !this.series.has(family, key);
      APPLY[family.type](this.series.get(family, key, labels, now), value, family.buckets);
      if (!isNew || !this.series.has(family, key)) continue;
      for (const one of siblings()) this.series.declare(one.family, one.key, one.labels, now);
    }
  }

  /**
   * Prometheus's text in chunks of a few milliseconds' work, so that whoever writes it can let others run
   * between them. A series is never torn; series of different chunks may be some events apart.
   */
  *render(own: readonly OwnMetric[] = []): Generator<string, void> {
    let text = '';
    for (const metric of own) {
      const value = metric.value();
      if (value !== undefined) text += familyHead(metric) + sample(metric.name, '', value);
    }
    for (const family of this.families) {
      let head = familyHead(family);
      for (const { value } of this.series.of(family)) {
        text += head + RENDER[family.type](family, value);
        head = '';
        if (text.length >= CHUNK_CHARS) {
          yield text;
          text = '';
        }
      }
    }
    if (text !== '') yield text;
  }
}

// --- internal ---

/** About half a millisecond of rendering. */
const CHUNK_CHARS = 65_536;

interface Series {
  /** Rendered, without braces. */
  readonly labels: string;
  /** Of a counter or a gauge; the sum of a histogram. */
  value: number;
  count: number;
  /** Of a histogram, one a bucket and one for the rest, not cumulative. */
  readonly counts: number[];
}

function createSeries(family: Family, labels: readonly string[]): Series {
  const counts = family.type === 'histogram' ? new Array<number>(family.buckets.length + 1).fill(0) : [];
  return { labels: renderLabels(family.labels, labels), value: 0, count: 0, counts };
}

type Apply = (series: Series, value: number, buckets: readonly number[]) => void;

const APPLY: Readonly<Record<Family['type'], Apply>> = {
  counter: (series, value) => {
    series.value += value;
  },
  gauge: (series, value) => {
    series.value = value;
  },
  histogram: (series, value, buckets) => {
    let bucket = 0;
    while (bucket < buckets.length && value > buckets[bucket]!) bucket += 1;
    series.counts[bucket]! += 1;
    series.count += 1;
    series.value += value;
  },
};

const plain = (family: Family, { labels, value }: Series): string => sample(family.name, labels, value);

const RENDER: Readonly<Record<Family['type'], (family: Family, series: Series) => string>> = {
  counter: plain,
  gauge: plain,
  histogram: histogramText,
};
