import type { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { AlertRouting } from '../alert-routing';
import type { JobPace } from './job-pace';

export interface JobMonitorProps {
  /** Name of the realm, by Lava's grammar. */
  readonly realm: string;

  /**
   * The job's id, e.g. `cmd/hello-world`: any text that CloudWatch takes in the name of an alarm. Its workers must emit
   * job metrics, or `logGroup` must be given. An id with a `*` at an end takes filters with a regular expression, of
   * which a group has five.
   */
  readonly job: string;

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

  /** Where the alarms go; AlertRouting.silent('why') to tell nobody. */
  readonly alerts: AlertRouting;

  /**
   * So many failed runs within `failedWithin` are an alarm. 0 is off.
   * @default 1
   */
  readonly failures?: number;

  /**
   * The time over which failed runs are counted, in whole minutes up to a day.
   * @default Duration.hours(1)
   */
  readonly failedWithin?: Duration;

  /**
   * The group of the workers' records: the ends of runs are counted there as well, by the time at which they happen,
   * whether or not the job has metrics. Real Lava stamps its metrics with the time of the dispatch.
   * @default - only the metrics are read
   */
  readonly logGroup?: ILogGroup;

  /**
   * Of a job that a chain, dag or foreach of Lava's runs: how often it is tried, its `iteration_limit`. Lava says nothing at
   * the end of such a run that fails, so its last iteration is counted in `logGroup`.
   * @default - the job runs by itself
   */
  readonly childIterations?: number;

  /**
   * Heartbeats of the workers that may run the job. While all of them are silent, nothing is known of its runs, and
   * another alarm tells of the silence.
   * @default - a missing run is told of however silent the workers are
   */
  readonly heartbeats?: readonly Metric[];

  /**
   * A run that takes longer is an alarm when it ends.
   * @default - no alarm on the time of a run
   */
  readonly runTime?: Duration;

  /**
   * The longest time from a run's dispatch to its end. Metrics of real Lava arrive as late as that, so alarms look back so
   * far, and one stays on until what set it off is so old. At most a day, or seven where `failedWithin` or `runTime` is
   * an hour or more.
   * @default - four times `runTime`, at least an hour; without it six hours, or none where `logGroup` tells of failures
   */
  readonly longestRun?: Duration;

  /**
   * How often a run should end, by the job's schedule.
   * @default - no alarm on runs that do not happen
   */
  readonly every?: Duration;

  /**
   * No run for so long is an alarm; longer than `every`, up to seven days.
   * @default - the smallest that `every` allows
   */
  readonly alarmAfter?: Duration;

  /**
   * A shorter interval that holds in some hours, beside `every`, which holds in all: for a schedule of two paces, such as
   * every 15 minutes from 6 to 22 h.
   * @default - one pace
   */
  readonly pace?: JobPace;

  /**
   * Who is told.
   * @default 'ticket'
   */
  readonly severity?: string;
}
