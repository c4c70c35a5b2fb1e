import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { METRICS, systemNamespace } from '../../contract';
import type { JobMonitorProps } from './job-monitor-props';

/**
 * A metric of a job that is 0 in periods without a run. With gaps, CloudWatch would look for older data: the
 * evaluation range is wider than the window, so one failure would come back as an alarm an hour later.
 *
 * @param recorded The same runs, as the workers' records tell of them.
 */
export function runMetric(
  { realm, job, system, namespace = systemNamespace(system) }: JobMonitorProps,
  name: 'JobFailed' | 'RunTime',
  statistic: string,
  periodSeconds: number,
  recorded?: Metric,
): MathExpression {
  const period = Duration.seconds(periodSeconds);
  return new MathExpression({
    label: `${name} of ${job}`,
    // The same run may be in both.
    expression: recorded
      ? 'MAX([runs + TIME_SERIES(0), recorded + TIME_SERIES(0)])'
      : 'runs + TIME_SERIES(0)',
    usingMetrics: {
      ...(recorded && { recorded: recorded.with({ period, statistic: Stats.SUM }) }),
      runs: new Metric({
        namespace,
        metricName: METRICS[name].name,
        dimensionsMap: { Realm: realm, Job: job },
        statistic,
        period,
      }),
    },
    period,
  });
}

/** Ends of runs by period, or 1 while no worker is heard of that could say so. */
export function runEnds(
  props: JobMonitorProps,
  periodSeconds: number,
  recorded: Metric | undefined,
): MathExpression {
  const runs = runMetric(props, 'JobFailed', Stats.SAMPLE_COUNT, periodSeconds, recorded);
  const { heartbeats = [] } = props;
  if (heartbeats.length === 0) return runs;
  const { period } = runs;
  const named = heartbeats
    .slice(0, MOST_WORKERS)
    .map((beats, index) => [`beats${index}`, beats.with({ period })]);
  const heard = named.map(([id]) => `(${id} + TIME_SERIES(0))`).join(' + ');
  return new MathExpression({
    label: runs.label,
    expression: `IF(${heard} > 0, ${runs.expression}, 1)`,
    usingMetrics: { ...runs.usingMetrics, ...Object.fromEntries(named) },
    period,
  });
}

// --- internal ---

/** Metric math takes ten metrics; two are the job's. */
const MOST_WORKERS = 8;
