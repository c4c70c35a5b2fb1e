import { METRICS } from '../metrics';
import type { Promised } from './promise-words';

/** A service level objective of a realm, as far as its budget is counted. */
export interface ObjectiveTerms {
  readonly name: string;
  readonly realm: string;
  /** Of its records. @default 'lava' */
  readonly system?: string;
  /** The share that is promised, above 0 and below 1, and over which time. */
  readonly target: number;
  readonly overSeconds: number;
  readonly of: Promised;
  /** How many runs are expected in a day; absent for minutes. */
  readonly runsPerDay?: number;
  /** Of runs of a job that another one runs: how often it is tried. */
  readonly childIterations?: number;
  /** Where its runs are counted. */
  readonly counted: {
    /** Of the workers' metrics. */
    readonly namespace: string;
    /** Names of the log metrics of failed and of ended runs, where records are counted instead of metrics. */
    readonly records?: { readonly failed: string; readonly ended: string };
  };
}

/** A statistic of a metric. */
export interface CountedMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
}

/** What counts the bad, and what counts all: runs, or minutes in which the age of the last success was told. */
export function countedMetrics(
  { realm, of, counted: { namespace, records } }: ObjectiveTerms,
  logNamespace: string,
): { readonly bad: CountedMetric; readonly all: CountedMetric } {
  const metric = (metricName: string, dimensions: Readonly<Record<string, string>>) => ({
    namespace,
    metricName,
    dimensions: { Realm: realm, ...dimensions },
  });
  if (of.kind === 'start-within') {
    const delay = metric(METRICS.RunDelay.name, { Worker: of.worker });
    return {
      bad: { ...delay, statistic: `TC(${of.withinSeconds}:)` },
      all: { ...delay, statistic: 'SampleCount' },
    };
  }
  if (of.kind === 'fresh') {
    const age = metric(METRICS.SecondsSinceSuccess.name, { Job: of.job });
    return {
      bad: { ...age, statistic: `TC(${of.freshSeconds}:)` },
      all: { ...age, statistic: 'SampleCount' },
    };
  }
  if (records) {
    const log = (metricName: string) => ({
      namespace: logNamespace,
      metricName,
      dimensions: {},
      statistic: 'Sum',
    });
    return { bad: log(records.failed), all: log(records.ended) };
  }
  const failed = metric(METRICS.JobFailed.name, { Job: of.job });
  return { bad: { ...failed, statistic: 'Sum' }, all: { ...failed, statistic: 'SampleCount' } };
}
