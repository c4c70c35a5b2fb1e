import { Duration, Token } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  type IAlarm,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import {
  GRAMMAR_HELP,
  JOB_ID,
  type JobAlarmSignal,
  type JobLogSignal,
  jobLogMetricName,
  LOG_METRIC_NAMESPACE,
  METRIC_NAMESPACE,
  METRICS,
  realmNames,
  runEndPattern,
} from '../../contract';
import { formatDuration } from '../../text';
import { type AlertRouting, SEVERITY } from '../alert-routing';
import { ConstructError } from '../construct-error';
import { lateWindow } from '../late-window';
import { type MissingRunAlarm, missingRunAlarm, missingRunLimits } from '../missing-run-alarm';
import { checkCount, checkCountable, numberText, secondsOf } from '../prop-checks';
import { SignalAlarm, type SignalAlarmProps } from '../signal-alarm';
import { checkRealm } from '../worker-monitor';
import { type JobPace, pacedRuns } from './job-pace';

export interface JobMonitorProps {
  /** Name of the realm, by Lava's grammar. */
  readonly realm: string;

  /**
   * The job's id, e.g. `cmd/hello-world`: any text that CloudWatch takes in the name of an alarm. Its workers must emit
   * job metrics, or `logGroup` must be given.
   */
  readonly job: string;

  /**
   * Name of the job system.
   * @default 'lava'
   */
  readonly system?: string;

  /**
   * Namespace in which the workers publish.
   * @default 'Lava'
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

/** The alarms on one job: it fails, it takes too long, or it no longer runs. */
export class JobMonitor extends Construct {
  /** Too many failed runs; undefined when off. */
  readonly failed?: IAlarm;
  /** A run took too long; undefined when off. */
  readonly runTime?: IAlarm;
  /** No run has ended when one should have; undefined when off. */
  readonly missing?: IAlarm;
  /** No run has ended in the hours of the shorter pace; undefined without one. */
  readonly overdue?: IAlarm;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: JobMonitorProps,
  ) {
    super(scope, id);
    checkRealm(this, props);
    if (!Token.isUnresolved(props.job) && !JOB_ID.test(props.job)) {
      throw new ConstructError(this, `job: not a job id, got '${props.job}', allowed: ${GRAMMAR_HELP.jobId}`);
    }
    if (!Token.isUnresolved(props.job) && !NAMEABLE.test(props.job)) {
      throw new ConstructError(
        this,
        `job: no part of an alarm's name, got '${props.job}', allowed: 1 to 200 printable ASCII characters; it can be dispatched, but not watched`,
      );
    }
    this.failed = this.failedAlarm();
    this.runTime = this.runTimeAlarm();
    const ended = props.every ? this.recorded('ended') : undefined;
    this.missing = this.missingAlarm(ended);
    this.overdue = this.overdueAlarm(ended);
  }

  private failedAlarm(): IAlarm | undefined {
    const { failures = 1, failedWithin = Duration.hours(1), job } = this.props;
    checkCount(this, 'failures', failures);
    const within = secondsOf(this, 'failedWithin', failedWithin);
    if (within < 60 || within > 86_400 || within % 60 !== 0) {
      const got = formatDuration(within);
      throw new ConstructError(
        this,
        `failedWithin: not usable, got ${got}, allowed: whole minutes from 1m to 1d`,
      );
    }
    if (failures === 0) return undefined;
    const runs = failures === 1 ? 'A run' : `${numberText(failures)} runs`;
    const { evaluationPeriods } = lateWindow(within, this.longestRun);
    return this.alarm('Failed', 'failed', {
      alarmDescription: `${runs} of job ${job} failed within ${formatDuration(within)}`,
      metric: this.metric('JobFailed', Stats.SUM, within, this.recorded('failed')),
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: failures,
      evaluationPeriods,
      datapointsToAlarm: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  private runTimeAlarm(): IAlarm | undefined {
    const seconds = this.props.runTime ? secondsOf(this, 'runTime', this.props.runTime) : 0;
    if (seconds === 0) return undefined;
    const { periodSeconds, evaluationPeriods } = lateWindow(seconds < 3_600 ? 300 : 3_600, this.longestRun);
    return this.alarm('RunTime', 'run-time', {
      alarmDescription: `A run of job ${this.props.job} took more than ${formatDuration(seconds)}`,
      metric: this.metric('RunTime', Stats.MAXIMUM, periodSeconds),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: seconds,
      evaluationPeriods,
      datapointsToAlarm: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  private missingAlarm(ended: Metric | undefined): IAlarm | undefined {
    const { every, alarmAfter, job } = this.props;
    if (!every) {
      if (alarmAfter) throw new ConstructError(this, 'alarmAfter: of which schedule, allowed: with every');
      return undefined;
    }
    const interval = secondsOf(this, 'every', every);
    const { smallest, largest } = missingRunLimits(interval);
    const after = alarmAfter ? secondsOf(this, 'alarmAfter', alarmAfter) : smallest;
    if (after < smallest || after > largest) {
      throw new ConstructError(
        this,
        `alarmAfter: not possible for every ${formatDuration(interval)}, got ${formatDuration(after)}, allowed: ` +
          (smallest > largest
            ? 'jobs that run more often'
            : `${formatDuration(smallest)} to ${formatDuration(largest)}`),
      );
    }
    const alarm = missingRunAlarm(interval, after);
    return this.alarm('Missing', 'missing', {
      alarmDescription: `No run of job ${job} has ended for ${formatDuration(after)}; one is due every ${formatDuration(interval)}`,
      metric: this.ends(alarm.periodSeconds, ended),
      ...noRun(alarm),
    });
  }

  private overdueAlarm(ended: Metric | undefined): IAlarm | undefined {
    const { every, pace, job, runTime } = this.props;
    if (!pace) return undefined;
    const interval = secondsOf(this, 'pace.every', pace.every);
    const slow = every ? secondsOf(this, 'every', every) : 0;
    if (interval >= slow) {
      const got = formatDuration(interval);
      throw new ConstructError(
        this,
        `pace.every: not shorter than every, got ${got}, allowed: less than ${every ? formatDuration(slow) : 'every, which is missing'}`,
      );
    }
    const { smallest: after, largest } = missingRunLimits(interval);
    if (after > largest) return undefined;
    const alarm = missingRunAlarm(interval, after);
    const metric = pacedRuns(
      this.ends(alarm.periodSeconds, ended),
      pace,
      runTime ?? pace.every,
      Duration.seconds(after),
    );
    return (
      metric &&
      this.alarm('Overdue', 'overdue', {
        alarmDescription: `No run of job ${job} has ended for ${formatDuration(after)} in the hours in which one is due every ${formatDuration(interval)}`,
        metric,
        ...noRun(alarm),
      })
    );
  }

  /** Ends of runs by period. */
  private ends(periodSeconds: number, ended: Metric | undefined): MathExpression {
    return this.whileHeard(this.metric('JobFailed', Stats.SAMPLE_COUNT, periodSeconds, ended));
  }

  /**
   * A metric of the job that is 0 in periods without a run. With gaps, CloudWatch would look for older data: the
   * evaluation range is wider than the window, so one failure would come back as an alarm an hour later.
   */
  private metric(
    name: 'JobFailed' | 'RunTime',
    statistic: string,
    periodSeconds: number,
    recorded?: Metric,
  ): MathExpression {
    const { realm, job, namespace = METRIC_NAMESPACE } = this.props;
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

  /** The ends of runs in the workers' records, where there is a group and a filter can name the job. */
  private recorded(signal: JobLogSignal): Metric | undefined {
    const { realm, system, job, logGroup } = this.props;
    if (!logGroup || !FILTERABLE.test(job)) return undefined;
    checkCountable(this, logGroup);
    const metricName = jobLogMetricName(realm, job, signal, system);
    new MetricFilter(this, `${signal}Filter`, {
      logGroup,
      filterName: metricName.replace(/[:*]/g, '_'),
      filterPattern: FilterPattern.literal(runEndPattern(realm, job, signal)),
      metricNamespace: LOG_METRIC_NAMESPACE,
      metricName,
      metricValue: '1',
    });
    return new Metric({ namespace: LOG_METRIC_NAMESPACE, metricName });
  }

  /** The runs, or 1 while no worker is heard of that could say so. */
  private whileHeard(runs: MathExpression): MathExpression {
    const { heartbeats = [] } = this.props;
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

  /** In seconds. */
  private get longestRun(): number {
    const { longestRun, runTime } = this.props;
    if (longestRun) return secondsOf(this, 'longestRun', longestRun);
    const limit = runTime ? secondsOf(this, 'runTime', runTime) : 0;
    if (limit > 0) return Math.max(3_600, 4 * limit);
    return this.props.logGroup ? 0 : 6 * 3_600;
  }

  private alarm(
    id: string,
    signal: JobAlarmSignal,
    settings: Omit<SignalAlarmProps, 'alarmName' | 'alerts' | 'severity'>,
  ): IAlarm {
    const { realm, system, job, alerts, severity = SEVERITY.ticket } = this.props;
    return new SignalAlarm(this, id, {
      ...settings,
      alarmName: realmNames(realm, system).jobAlarm(job, signal),
      alarmDescription: `${settings.alarmDescription}, in realm ${realm}.`,
      alerts,
      severity,
    });
  }
}

// --- internal ---

/** An alarm when all periods of its window are without a run. */
function noRun({ evaluationPeriods, warmUpMinutes }: MissingRunAlarm) {
  return {
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    threshold: 1,
    evaluationPeriods,
    datapointsToAlarm: evaluationPeriods,
    treatMissingData: TreatMissingData.BREACHING,
    warmUpMinutes,
    warmUpInFull: true,
  };
}

/** What a metric's dimension and an alarm's name can hold (API reference, Dimension and PutMetricAlarm). */
const NAMEABLE = /^(?=.*\S)[\x20-\x7e]{1,200}$/;

/** What the names of filters and metrics can hold; and no wildcard in the pattern. */
const FILTERABLE = /^[^"\\:*$]+$/;

/** Metric math takes ten metrics; two are the job's. */
const MOST_WORKERS = 8;
