import type { MetricStat } from '../../engine/model';
import type { AwsActions } from './aws-service';

/** Values of the periods from one instant to another, in epoch milliseconds; null where there are no data. */
export type ReadMetric = (metric: MetricStat, from: number, to: number) => readonly (number | null)[];

/** CloudWatch's GetMetricData, as far as a function asks how a budget stands: single metrics, all in one page. */
export function metricActions(read: ReadMetric): AwsActions {
  return {
    'GraniteServiceVersion20100801.GetMetricData': (input) => {
      const { StartTime, EndTime, MetricDataQueries } = input as unknown as MetricDataInput;
      const [from, to] = [StartTime * 1_000, EndTime * 1_000];
      const MetricDataResults = MetricDataQueries.map(({ Id, MetricStat: { Metric, Period, Stat } }) => {
        const metric = {
          namespace: Metric.Namespace,
          metricName: Metric.MetricName,
          dimensions: Object.fromEntries((Metric.Dimensions ?? []).map(({ Name, Value }) => [Name, Value])),
          period: Period,
          stat: Stat,
        };
        const points = read(metric, from, to).flatMap((value, index) =>
          value === null ? [] : [{ at: StartTime + index * Period, value }],
        );
        return {
          Id,
          StatusCode: 'Complete',
          Timestamps: points.map(({ at }) => at),
          Values: points.map(({ value }) => value),
        };
      });
      return { MetricDataResults };
    },
  };
}

// --- internal ---

/** Times are epoch seconds, as AWS's JSON protocol has them. */
interface MetricDataInput {
  readonly StartTime: number;
  readonly EndTime: number;
  readonly MetricDataQueries: readonly {
    readonly Id: string;
    readonly MetricStat: {
      readonly Metric: {
        readonly Namespace: string;
        readonly MetricName: string;
        readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
      };
      readonly Period: number;
      readonly Stat: string;
    };
  }[];
}
