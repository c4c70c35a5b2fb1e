import { Duration, Token } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  type IAlarm,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import {
  GRAMMAR_HELP,
  JOB_ID,
  type JobAlarmSignal,
  METRIC_NAMESPACE,
  METRICS,
  realmNames,
} from '../../contract';
import { formatDuration } from '../../text';
import { type AlertRouting, SEVERITY } from '../alert-routing';
import { ConstructError } from '../construct-error';
import { missingRunAlarm, missingRunLimits } from '../missing-run-alarm';
import { checkCount, numberText, secondsOf } from '../prop-checks';
import { SignalAlarm, type SignalAlarmProps } from '../signal-alarm';
import { checkRealm } from '../worker-monitor';

export interface JobMonitorProps {
  /** Name of the realm, by Lava's grammar. */
  readonly realm: string;

  /** The job's id, e.g. `cmd/hello-world`; its workers must emit job metrics. */
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
   * A run that takes longer is an alarm when it ends.
   * @default - no alarm on the time of a run
   */
  readonly runTime?: Duration;

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
    this.failed = this.failedAlarm();
    this.runTime = this.runTimeAlarm();
    this.missing = this.missingAlarm();
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
    return this.alarm('Failed', 'failed', {
      alarmDescription: `${runs} of job ${job} failed within ${formatDuration(within)}`,
      metric: this.metric('JobFailed', Stats.SUM, within),
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: failures,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  private runTimeAlarm(): IAlarm | undefined {
    const seconds = this.props.runTime ? secondsOf(this, 'runTime', this.props.runTime) : 0;
    if (seconds === 0) return undefined;
    return this.alarm('RunTime', 'run-time', {
      alarmDescription: `A run of job ${this.props.job} took more than ${formatDuration(seconds)}`,
      metric: this.metric('RunTime', Stats.MAXIMUM, 300),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: seconds,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  private missingAlarm(): IAlarm | undefined {
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
      metric: this.metric('JobFailed', Stats.SAMPLE_COUNT, alarm.periodSeconds),
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      evaluationPeriods: alarm.evaluationPeriods,
      treatMissingData: TreatMissingData.BREACHING,
      warmUpMinutes: alarm.warmUpMinutes,
      warmUpInFull: true,
    });
  }

  /**
   * A metric of the job that is 0 in periods without a run. With gaps, CloudWatch would look for older data: the
   * evaluation range is wider than the window, so one failure would come back as an alarm an hour later.
   */
  private metric(name: 'JobFailed' | 'RunTime', statistic: string, periodSeconds: number): IMetric {
    const { realm, job, namespace = METRIC_NAMESPACE } = this.props;
    const period = Duration.seconds(periodSeconds);
    return new MathExpression({
      label: `${name} of ${job}`,
      expression: 'runs + TIME_SERIES(0)',
      usingMetrics: {
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

  /** All periods count: M is N. */
  private alarm(
    id: string,
    signal: JobAlarmSignal,
    settings: Omit<SignalAlarmProps, 'alarmName' | 'alerts' | 'severity' | 'datapointsToAlarm'>,
  ): IAlarm {
    const { realm, system, job, alerts, severity = SEVERITY.ticket } = this.props;
    return new SignalAlarm(this, id, {
      ...settings,
      alarmName: realmNames(realm, system).jobAlarm(job, signal),
      alarmDescription: `${settings.alarmDescription}, in realm ${realm}.`,
      datapointsToAlarm: settings.evaluationPeriods,
      alerts,
      severity,
    });
  }
}
