import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { badShare, METRICS, systemNamespace } from '../../contract';
import { RunEndFilter } from '../jobs/run-end-filter';
import type { JobObjectiveProps } from './job-objective-props';
import type { RunPromise } from './objective-promise';

/** Bad runs and all runs, of any period. */
export interface RunSignal {
  readonly bad: Metric;
  readonly runs: Metric;
}

/**
 * Where the runs of a promise are counted. Runs that start late are counted from CloudWatch's own bins, which are a tenth
 * wide: a delay within a tenth of the limit may be on either side.
 */
export function runSignal(
  scope: Construct,
  { realm, system, namespace = systemNamespace(system) }: JobObjectiveProps,
  { of }: RunPromise,
): RunSignal {
  if ('worker' in of) {
    const delay = new Metric({
      namespace,
      metricName: METRICS.RunDelay.name,
      dimensionsMap: { Realm: realm, Worker: of.worker },
    });
    return {
      bad: delay.with({ statistic: `TC(${of.startWithinSeconds}:)` }),
      runs: delay.with({ statistic: Stats.SAMPLE_COUNT }),
    };
  }
  if (of.logGroup) {
    const props = { realm, system, job: of.job, childIterations: of.childIterations };
    const counted = (signal: 'failed' | 'ended') =>
      RunEndFilter.sharedIn(scope, of.logGroup!, signal, props).metric.with({ statistic: Stats.SUM });
    return { bad: counted('failed'), runs: counted('ended') };
  }
  const failed = new Metric({
    namespace,
    metricName: METRICS.JobFailed.name,
    dimensionsMap: { Realm: realm, Job: of.job },
  });
  return {
    bad: failed.with({ statistic: Stats.SUM }),
    runs: failed.with({ statistic: Stats.SAMPLE_COUNT }),
  };
}

/**
 * How many times too fast the budget is spent, over one window: 1 spends it in just the time of the promise. Fewer runs than
 * `leastRuns` count as so many.
 */
export function burnRate(
  { bad, runs }: RunSignal,
  { budget }: RunPromise,
  windowSeconds: number,
  leastRuns = 1,
): MathExpression {
  const period = Duration.seconds(windowSeconds);
  return new MathExpression({
    label: 'times too fast',
    // 0 without a run: in a gap, CloudWatch would look at an older window again.
    expression: `(bad + TIME_SERIES(0)) / MAX([runs + TIME_SERIES(0), TIME_SERIES(${leastRuns})]) / ${badShare(budget)}`,
    usingMetrics: { bad: bad.with({ period }), runs: runs.with({ period }) },
    period,
  });
}

/** The share of the budget that is left over the whole time, 1 of all of it; below 0 when more is spent than there is. */
export function budgetLeft(signal: RunSignal, { budget }: RunPromise): MathExpression {
  const period = Duration.seconds(budget.overSeconds);
  return new MathExpression({
    label: 'budget left',
    expression: `1 - (bad + TIME_SERIES(0)) / MAX([runs + TIME_SERIES(0), TIME_SERIES(1)]) / ${badShare(budget)}`,
    usingMetrics: { bad: signal.bad.with({ period }), runs: signal.runs.with({ period }) },
    period,
  });
}
