import { quote } from '../logger/json-value';
import type { Histogram, Series } from '../metrics/series';
import { keyValues } from './any-value';
import type { Temporality } from './otlp-settings';
import { type Messaging, type StandardMetric, standardOf } from './standard-metrics';
import { unitOf } from './unit';

/** One metric as it stands in a request, and how many data points it has. */
export interface MetricData {
  readonly text: string;
  readonly points: number;
}

/**
 * Turns series into OTLP's metrics: counters into monotonic sums, gauges, and histograms with explicit bounds. What it has
 * told is kept here, for delta.
 */
export class MetricEncoder {
  readonly #told = new WeakMap<Series, Told>();
  readonly #temporality: Temporality;
  readonly #start: number;
  readonly #messaging: Messaging | undefined;
  readonly #maxPoints: number;
  #last: number;

  /**
   * @param start Epoch ms from which sums count.
   * @param maxPoints A metric with more data points is told in parts.
   */
  constructor(
    temporality: Temporality,
    start: number,
    messaging: Messaging | undefined,
    maxPoints = Number.POSITIVE_INFINITY,
  ) {
    this.#messaging = messaging;
    this.#maxPoints = maxPoints;
    this.#temporality = temporality;
    this.#start = start;
    this.#last = start;
  }

  /** Series of one name and kind are one metric. A delta of which nothing is new, and a gauge that is not set, have no point. */
  encode(all: readonly Series[], now: number): readonly MetricData[] {
    const isDelta = this.#temporality === 'delta';
    const start = isDelta ? this.#last : this.#start;
    // a clock that is set back must not let a period begin after its end
    const times = `"startTimeUnixNano":"${Math.min(start, now)}000000","timeUnixNano":"${now}000000"`;
    this.#last = now;
    const groups = new Map<string, Group>();
    const add = (series: Series, standard: StandardMetric | undefined, point: string) => {
      const name = standard?.name ?? series.metric.name;
      const key = `${series.kind} ${name}`;
      const group = groups.get(key) ?? { name, series, standard, points: [] };
      groups.set(key, group);
      group.points.push(point);
    };
    for (const series of all) {
      const value = this.#valueOf(series, isDelta);
      if (value === undefined) continue;
      const labels = keyValues(series.labels);
      add(series, undefined, `{"attributes":[${labels}],${times},${value}}`);
      const standard = standardOf(series, this.#messaging);
      if (standard === undefined) continue;
      const attributes = [labels, keyValues(standard.attributes)].filter(Boolean).join(',');
      add(series, standard, `{"attributes":[${attributes}],${times},${value}}`);
    }
    return [...groups.values()].flatMap((group) => this.#parts(group));
  }

  #parts(group: Group): MetricData[] {
    const { points } = group;
    const count = Math.ceil(points.length / this.#maxPoints) || 1;
    return Array.from({ length: count }, (_, n) => {
      const part = count === 1 ? points : points.slice(n * this.#maxPoints, (n + 1) * this.#maxPoints);
      return { text: metricText({ ...group, points: part }, this.#temporality), points: part.length };
    });
  }

  #valueOf(series: Series, isDelta: boolean): string | undefined {
    if (series.kind === 'gauge') return Number.isNaN(series.value) ? undefined : `"asDouble":${series.value}`;
    const told = this.#toldOf(series);
    if (series.kind === 'counter') {
      const value = isDelta ? series.total - told.sum : series.total;
      told.sum = series.total;
      return isDelta && value === 0 ? undefined : `"asDouble":${value}`;
    }
    return histogramValue(series, told, isDelta);
  }

  #toldOf(series: Series): Told {
    const known = this.#told.get(series);
    if (known) return known;
    const counts = new Float64Array(series.kind === 'histogram' ? series.counts.length : 0);
    const told = { sum: 0, count: 0, counts };
    this.#told.set(series, told);
    return told;
  }
}

// --- internal ---

interface Told {
  sum: number;
  count: number;
  readonly counts: Float64Array;
}

interface Group {
  readonly name: string;
  readonly series: Series;
  readonly standard: StandardMetric | undefined;
  readonly points: string[];
}

function histogramValue(series: Histogram, told: Told, isDelta: boolean): string | undefined {
  const { count, sum, counts, bounds } = series;
  const number = isDelta ? count - told.count : count;
  if (isDelta && number === 0) return undefined;
  const buckets = Array.from(counts, (value, n) => `"${isDelta ? value - told.counts[n]! : value}"`);
  const total = isDelta ? sum - told.sum : sum;
  told.count = count;
  told.sum = sum;
  told.counts.set(counts);
  // values that fall make a sum that falls, which the data model does not allow: it is left out then
  const sumText = Number.isFinite(total) && total >= 0 ? `"sum":${total},` : '';
  return `"count":"${number}",${sumText}"bucketCounts":[${buckets.join(',')}],"explicitBounds":[${bounds.join(',')}]`;
}

const TEMPORALITY = { delta: 1, cumulative: 2 } as const;

function metricText({ name, series, standard, points }: Group, temporality: Temporality): string {
  const { unit, description } = standard ?? {
    unit: unitOf(series.metric.unit),
    description: series.metric.description ?? '',
  };
  const head = `{"name":${quote(name)},"description":${quote(description)},"unit":"${unit}",`;
  const data = `"dataPoints":[${points.join(',')}]}}`;
  if (series.kind === 'gauge') return `${head}"gauge":{${data}`;
  const kind = `"aggregationTemporality":${TEMPORALITY[temporality]},`;
  return series.kind === 'counter'
    ? `${head}"sum":{${kind}"isMonotonic":true,${data}`
    : `${head}"histogram":{${kind}${data}`;
}
