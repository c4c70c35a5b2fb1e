import { Duration } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { badShare, METRICS, staleMinutes, systemNamespace } from '../../contract';
import { counted, formatDuration } from '../../text';
import { SignalAlarm } from '../signal-alarm';
import type { JobObjectiveProps } from './job-objective-props';
import type { ObjectiveAlarms, ObjectivePlace } from './objective-alarms';
import type { FreshPromise } from './objective-promise';
import { budgetText, promiseText } from './objective-text';

/** Seconds since the last success, as the youngest knowledge of it that anybody has. */
export const ageMetric = (
  {
    realm,
    system,
    namespace = systemNamespace(system),
  }: Pick<JobObjectiveProps, 'realm' | 'system' | 'namespace'>,
  { job }: FreshPromise,
): Metric =>
  new Metric({
    namespace,
    metricName: METRICS.SecondsSinceSuccess.name,
    dimensionsMap: { Realm: realm, Job: job },
    statistic: Stats.MINIMUM,
    period: Duration.minutes(1),
  });

/**
 * The alarm of a promise of freshness: so many stale minutes in a row. While nobody says how old the last success is, the
 * state stays: it is not known to be younger.
 */
export function staleAlarm(
  scope: Construct,
  { realm, alerts, severities, nameOf }: ObjectivePlace,
  promise: FreshPromise,
  age: Metric,
): ObjectiveAlarms {
  const minutes = staleMinutes(promise.budget);
  const fresh = formatDuration(promise.freshSeconds);
  return {
    page: new SignalAlarm(scope, 'Page', {
      alarmName: nameOf('page'),
      alarmDescription:
        `${promiseText(promise)}. It has been older than ${fresh} for ${counted(minutes, 'minute')} of the budget of ` +
        `${budgetText(promise)}, in realm ${realm}.`,
      metric: age,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: promise.freshSeconds,
      evaluationPeriods: minutes,
      datapointsToAlarm: minutes,
      treatMissingData: TreatMissingData.IGNORE,
      alerts,
      severity: severities.page,
    }),
  };
}

/** The share of minutes in which the last success is too old, over a time; of those of which anything is known. */
export function staleShare(age: Metric, { freshSeconds, budget }: FreshPromise, windowSeconds: number) {
  const period = Duration.seconds(windowSeconds);
  return {
    share: `stale / known / ${badShare(budget)}`,
    usingMetrics: {
      stale: age.with({ statistic: `TC(${freshSeconds}:)`, period }),
      known: age.with({ statistic: Stats.SAMPLE_COUNT, period }),
    },
    period,
  };
}

export function staleBurnRate(age: Metric, promise: FreshPromise, windowSeconds: number): MathExpression {
  const { share, ...rest } = staleShare(age, promise, windowSeconds);
  return new MathExpression({ label: 'times too fast', expression: share, ...rest });
}

export function staleBudgetLeft(age: Metric, promise: FreshPromise): MathExpression {
  const { share, ...rest } = staleShare(age, promise, promise.budget.overSeconds);
  return new MathExpression({ label: 'budget left', expression: `1 - ${share}`, ...rest });
}
