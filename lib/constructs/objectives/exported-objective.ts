import { CfnServiceLevelObjective } from 'aws-cdk-lib/aws-applicationsignals';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { BURN_TIERS, badShare } from '../../contract';
import { ConstructError } from '../construct-error';
import type { FreshPromise, RunPromise } from './objective-promise';
import { promiseText } from './objective-text';
import type { RunSignal } from './run-signal';

/**
 * The same promise as an objective of CloudWatch Application Signals, for its console: of runs by their number, of freshness by
 * the minutes in which the last success is young enough. It watches nothing that the alarms do not.
 */
export function exportedObjective(
  scope: Construct,
  name: string,
  promise: RunPromise | FreshPromise,
  signal: RunSignal | Metric,
): CfnServiceLevelObjective {
  const { budget } = promise;
  const days = budget.overSeconds / DAY;
  return new CfnServiceLevelObjective(scope, 'ApplicationSignals', {
    name,
    description: promiseText(promise),
    goal: {
      attainmentGoal: Number(((1 - badShare(budget)) * 100).toPrecision(8)),
      interval: { rollingInterval: { duration: days, durationUnit: 'DAY' } },
    },
    burnRateConfigurations: BURN_TIERS.map(({ longSeconds }) => ({
      lookBackWindowMinutes: longSeconds / 60,
    })),
    ...('freshSeconds' in promise
      ? {
          sli: {
            comparisonOperator: 'LessThan',
            metricThreshold: promise.freshSeconds,
            sliMetric: { periodSeconds: MINUTE, metricDataQueries: [query(scope, 'age', signal as Metric)] },
          },
        }
      : {
          requestBasedSli: {
            requestBasedSliMetric: {
              totalRequestCountMetric: [query(scope, 'runs', (signal as RunSignal).runs)],
              monitoredRequestCountMetric: {
                badCountMetric: [query(scope, 'bad', (signal as RunSignal).bad)],
              },
            },
          },
        }),
  });
}

// --- internal ---

const MINUTE = 60;
const DAY = 86_400;

function query(
  scope: Construct,
  id: string,
  metric: Metric,
): CfnServiceLevelObjective.MetricDataQueryProperty {
  const { metricStat } = metric.toMetricConfig();
  if (!metricStat) throw new ConstructError(scope, 'applicationSignals: not a metric, allowed: a metric');
  return {
    id,
    returnData: true,
    metricStat: {
      metric: {
        namespace: metricStat.namespace,
        metricName: metricStat.metricName,
        dimensions: metricStat.dimensions?.map(({ name, value }) => ({ name, value: String(value) })),
      },
      period: MINUTE,
      stat: metricStat.statistic,
    },
  };
}
