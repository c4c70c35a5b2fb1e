import { Duration, Token } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  type IAlarm,
  type Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { GRAMMAR_HELP, JOB_ID, type JobAlarmSignal, type JobLogSignal, realmNames } from '../../contract';
import { formatDuration } from '../../text';
import { SEVERITY } from '../alert-routing';
import { ConstructError } from '../construct-error';
import { lateWindow } from '../late-window';
import { checkCount, numberText, secondsOf } from '../prop-checks';
import { SignalAlarm, type SignalAlarmProps } from '../signal-alarm';
import { checkRealm } from '../worker-monitor';
import type { JobMonitorProps } from './job-monitor-props';
import { missingRun, overdueRun } from './missed-run';
import { RunEndFilter } from './run-end-filter';
import { runMetric } from './run-metric';

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
    const missing = missingRun(this, props, ended);
    this.missing = missing && this.alarm('Missing', 'missing', missing);
    const overdue = overdueRun(this, props, ended);
    this.overdue = overdue && this.alarm('Overdue', 'overdue', overdue);
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
      metric: runMetric(this.props, 'JobFailed', Stats.SUM, within, this.recorded('failed')),
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
      metric: runMetric(this.props, 'RunTime', Stats.MAXIMUM, periodSeconds),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: seconds,
      evaluationPeriods,
      datapointsToAlarm: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  /** The ends of runs in the workers' records, where there is a group of them. */
  private recorded(signal: JobLogSignal): Metric | undefined {
    const { logGroup } = this.props;
    return logGroup && RunEndFilter.sharedIn(this, logGroup, signal, this.props).metric;
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

/** What a metric's dimension and an alarm's name can hold (API reference, Dimension and PutMetricAlarm). */
const NAMEABLE = /^(?=.*\S)[\x20-\x7e]{1,200}$/;
