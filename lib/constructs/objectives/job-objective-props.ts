import type { Duration } from 'aws-cdk-lib';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { AlertRouting } from '../alert-routing';

/** One of `success`, `fresh` and `startWithin` is given: what is promised. */
export interface JobObjectiveProps {
  /** Name of the realm, by Lava's grammar. */
  readonly realm: string;

  /** Name of the objective, in the names of its alarms: `loads-succeed`. */
  readonly name: string;

  /** Where the alarms go; AlertRouting.silent('why') to tell nobody. */
  readonly alerts: AlertRouting;

  /**
   * The share of runs that do not fail, in percent, from 90 on: a failed run spends the budget. Retries of one run count once.
   * @default - another promise
   */
  readonly success?: number;

  /**
   * How old the last success of the job may be; `target` is the share of minutes in which it is younger.
   * @default - another promise
   */
  readonly fresh?: Duration;

  /**
   * How long a run may wait from its dispatch to its start; `target` is the share of runs that wait less.
   * @default - another promise
   */
  readonly startWithin?: Duration;

  /**
   * In percent, from 90 on; with `fresh` and `startWithin`.
   * @default - `success` has its own
   */
  readonly target?: number;

  /**
   * The job, with `success` and `fresh`; its workers must measure it.
   * @default - a worker's runs are meant
   */
  readonly job?: string;

  /**
   * The worker, with `startWithin`.
   * @default - a job's runs are meant
   */
  readonly worker?: string;

  /**
   * The time over which the share is promised, 7 to 90 days.
   * @default Duration.days(28)
   */
  readonly over?: Duration;

  /**
   * Runs expected in a day, with `success` and `startWithin`: whether they are enough for a rate. Where they are few,
   * single bad runs are counted.
   * @default - must be given with `success` and `startWithin`
   */
  readonly runsPerDay?: number;

  /**
   * The group of the workers' records, with `success`: runs are counted there instead of by the metric JobFailed. For real
   * Lava, which stamps its metrics with the time of the dispatch, and for jobs without metrics.
   * @default - the metric JobFailed
   */
  readonly logGroup?: ILogGroup;

  /**
   * Of a job that a chain, dag or foreach of Lava's runs, with `logGroup`: how often it is tried, its `iteration_limit`.
   * @default - the job runs by itself
   */
  readonly childIterations?: number;

  /**
   * Name of the job system.
   * @default 'lava'
   */
  readonly system?: string;

  /**
   * Namespace in which the workers publish.
   * @default - the system with a capital, 'Lava'
   */
  readonly namespace?: string;

  /**
   * Whether the same promise is an objective of CloudWatch Application Signals as well, for its console; AWS bills each.
   * @default false
   */
  readonly applicationSignals?: boolean;

  /**
   * Who is told of a fast burn, and who of a leak.
   * @default - `page` and `ticket`
   */
  readonly severities?: { readonly page?: string; readonly ticket?: string };
}
