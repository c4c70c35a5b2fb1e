import { LOG_METRIC_NAMESPACE } from '../metrics';
import { countedMetrics, type ObjectiveTerms } from './objective-terms';
import type { Counted } from './spent-budget';

/** What was counted of a stretch of time. */
export interface CountedPoint extends Counted {
  /** Where it begins, epoch milliseconds. */
  readonly at: number;
}

/** An answer of CloudWatch's GetMetricData to one query. */
export interface CountedResult {
  readonly Id?: string;
  readonly Timestamps?: readonly Date[];
  readonly Values?: readonly number[];
}

export type CountedQuery = ReturnType<typeof countedQueries>[number];

/** What GetMetricData is asked for what an objective counts, a point for each period of seconds. */
export function countedQueries(terms: ObjectiveTerms, Period: number) {
  const metrics = countedMetrics(terms, LOG_METRIC_NAMESPACE);
  return (['bad', 'all'] as const).map((Id) => {
    const { namespace: Namespace, metricName: MetricName, dimensions, statistic: Stat } = metrics[Id];
    const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
    return { Id, MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period, Stat } };
  });
}

/** What the answers to countedQueries count, oldest first; what one of them does not tell of is 0. */
export function countedPoints(results: readonly CountedResult[]): CountedPoint[] {
  const points = new Map<number, { at: number; bad: number; all: number }>();
  for (const { Id, Timestamps = [], Values = [] } of results) {
    Timestamps.forEach((time, index) => {
      const at = time.getTime();
      points.set(at, { ...(points.get(at) ?? { at, bad: 0, all: 0 }), [Id!]: Values[index] });
    });
  }
  return [...points.values()].sort((a, b) => a.at - b.at);
}
