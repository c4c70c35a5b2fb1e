import { noticeOnce } from '../notice';
import type { LabelSet, MetricDetails } from './metric-spec';

/** One metric with one set of labels. */
export type Series = Counter | Gauge | Histogram;

export class Counter {
  /** In stack traces, where minifying has taken the class's own. */
  static readonly name = 'Counter';
  readonly kind = 'counter';
  total = 0;

  constructor(
    readonly metric: MetricDetails,
    readonly labels: LabelSet,
  ) {}

  /** Anything but a positive number is ignored, and told once a metric: a counter never falls. */
  add(amount = 1): void {
    if (amount > 0 && isValue(amount)) this.total += amount;
    else if (amount !== 0) ignore(this.metric, amount);
  }
}

export class Gauge {
  /** In stack traces, where minifying has taken the class's own. */
  static readonly name = 'Gauge';
  readonly kind = 'gauge';
  /** NaN while it is not set. */
  value = Number.NaN;

  constructor(
    readonly metric: MetricDetails,
    readonly labels: LabelSet,
  ) {}

  /** A value that CloudWatch does not take (NaN, infinity, beyond 2^360) is ignored, and told once a metric. */
  set(value: number): void {
    if (isValue(value)) this.value = value;
    else ignore(this.metric, value);
  }

  /** Nothing is known any more: no value is sent until it is set again. */
  clear(): void {
    this.value = Number.NaN;
  }
}

export class Histogram {
  /** In stack traces, where minifying has taken the class's own. */
  static readonly name = 'Histogram';
  readonly kind = 'histogram';
  count = 0;
  sum = 0;
  /** Per bucket, not cumulative; the last one is for what is above every bound. */
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  /** Values since they were last taken; only kept when somebody wants them one by one. */
  values: number[] = [];

  constructor(
    readonly metric: MetricDetails,
    readonly labels: LabelSet,
    readonly bounds: readonly number[],
    /** Called when as many values have gathered as fit one EMF document. @default values are not kept */
    private readonly full?: (series: Histogram) => void,
  ) {
    this.counts = new Float64Array(bounds.length + 1);
    this.sums = new Float64Array(bounds.length + 1);
  }

  record(value: number): void {
    if (!isValue(value)) {
      ignore(this.metric, value);
      return;
    }
    this.observe(value);
    if (this.full === undefined) return;
    this.values.push(value);
    if (this.values.length >= MAX_VALUES) this.full(this);
  }

  /** Counts a finite value without keeping it, for those who want every one have it already. */
  observe(value: number): void {
    this.count += 1;
    this.sum += value;
    const { bounds } = this;
    let bucket = 0;
    while (bucket < bounds.length && value > bounds[bucket]!) bucket += 1;
    this.counts[bucket]! += 1;
    this.sums[bucket]! += value;
  }

  takeValues(): readonly number[] {
    const taken = this.values;
    this.values = [];
    return taken;
  }
}

/** EMF takes 100 values of a metric in one document. */
export const MAX_VALUES = 100;

/** A number that CloudWatch takes: finite, and from -2^360 to 2^360 (PutMetricData). */
export function isValue(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= LARGEST;
}

/** Says once a metric that a value was left out. */
export function ignore({ name }: MetricDetails, value: unknown): void {
  const got = typeof value === 'number' || value === undefined ? `${value}` : `a ${typeof value}`;
  noticeOnce(
    `value of ${name}`,
    `metric ${name}: got ${got}, which is no value of it; such values are left out`,
  );
}

// --- internal ---

const LARGEST = 2 ** 360;
