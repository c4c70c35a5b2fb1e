/** What user events are counted as; each preset gives it a name, labels and buckets. */
export type UserEventSignal =
  | 'runs'
  | 'coldStarts'
  | 'waitTime'
  | 'initTime'
  | 'duration'
  | 'responseSize'
  | 'status'
  | 'statusCode'
  | 'memory'
  | 'concurrentLimit'
  | 'timedLimit'
  | 'concurrentRuns'
  | 'allRuns'
  | 'allMetrics'
  | 'allStatus'
  | 'allColdStarts'
  | 'allWaitTime'
  | 'allInitTime'
  | 'allDuration'
  | 'namespaceRuns'
  | 'lag'
  | 'rejected';

export interface UserEventMetric {
  /** Name in Prometheus and in CloudWatch. */
  readonly name: string;
  /** Name in StatsD and Datadog. */
  readonly dotted: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly unit: 'Count' | 'Seconds' | 'Bytes' | 'Megabytes';
  /** What the event's number is divided by to have the unit. */
  readonly divisor: number;
  readonly labels: readonly string[];
  /** Upper bounds, ascending, without +Inf. */
  readonly buckets: readonly number[];
  readonly help: string;
}

export interface UserEventPreset {
  /** Names of the status codes 0 to 3. */
  readonly statuses: readonly string[];
  /** OpenWhisk counts everything that did not succeed once more, under this status. */
  readonly failure?: string;
  /**
   * Labels that are called otherwise in StatsD. OpenWhisk's own StatsD recorder knows no rename-tags either, but for
   * the activations by namespace. @default tags are named as labels are
   */
  readonly statsdTags?: Readonly<Record<string, string>>;
  /** A signal that is left out is not counted. */
  readonly metrics: Readonly<Partial<Record<UserEventSignal, UserEventMetric>>>;
}

type Labels = readonly string[];

export function counter(name: string, dotted: string, help: string, labels: Labels): UserEventMetric {
  return { name, dotted, type: 'counter', unit: 'Count', divisor: 1, labels, buckets: [], help };
}

export function gauge(
  name: string,
  dotted: string,
  help: string,
  labels: Labels = [],
  unit: 'Count' | 'Bytes' | 'Megabytes' = 'Count',
  divisor = 1,
): UserEventMetric {
  return { name, dotted, type: 'gauge', unit, divisor, labels, buckets: [], help };
}

/** A histogram of times, which events tell in ms. */
export function seconds(
  name: string,
  dotted: string,
  help: string,
  labels: Labels,
  buckets: readonly number[],
): UserEventMetric {
  return { name, dotted, type: 'histogram', unit: 'Seconds', divisor: 1_000, labels, buckets, help };
}

/** A histogram of sizes. */
export function bytes(
  name: string,
  dotted: string,
  help: string,
  labels: Labels,
  buckets: readonly number[],
): UserEventMetric {
  return { name, dotted, type: 'histogram', unit: 'Bytes', divisor: 1, labels, buckets, help };
}
