import { Duration } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  type IAlarm,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { METRICS, systemNamespace } from '../../contract';
import { formatDuration } from '../../text';
import { SEVERITY } from '../alert-routing';
import { ConstructError } from '../construct-error';
import { lateWindow } from '../late-window';
import { secondsOf } from '../prop-checks';
import { SignalAlarm } from '../signal-alarm';
import { type WorkerMonitorProps, workerNamesOf } from '../worker-monitor';

export interface RunDelayMonitorProps extends WorkerMonitorProps {
  /** The 95th percentile of the time from dispatch to start that is an alarm when it is exceeded. */
  readonly p95: Duration;

  /**
   * Over how long the percentile is taken, in whole minutes up to a day.
   * @default Duration.minutes(15)
   */
  readonly for?: Duration;

  /**
   * The longest delay that is seen. Metrics of real Lava have the time of the dispatch and arrive when the run starts, so
   * the alarm looks back so far, a day at most, and stays on until the runs that set it off were dispatched so long ago.
   * @default Duration.hours(4), or twice `p95`
   */
  readonly longest?: Duration;

  /**
   * Namespace in which the worker publishes; it must measure jobs.
   * @default - the system with a capital, 'Lava'
   */
  readonly namespace?: string;

  /**
   * Who is told.
   * @default 'ticket'
   */
  readonly severity?: string;
}

/**
 * The alarm on runs that start late: what whoever waits for a job feels. The depth of the queue does not say it,
 * since messages also wait inside the worker, and the age of the oldest counts the time that a job runs.
 */
export class RunDelayMonitor extends Construct {
  readonly alarm: IAlarm;

  constructor(scope: Construct, id: string, props: RunDelayMonitorProps) {
    super(scope, id);
    const { realm, worker, system, alerts, severity = SEVERITY.ticket } = props;
    const { namespace = systemNamespace(system) } = props;
    const alarmName = workerNamesOf(this, props).alarm('run-delay');
    const p95 = secondsOf(this, 'p95', props.p95);
    if (p95 <= 0)
      throw new ConstructError(this, `p95: not usable, got ${formatDuration(p95)}, allowed: 1s or more`);
    const period = this.window(props.for ?? Duration.minutes(15));
    const within = formatDuration(period.toSeconds());
    const longest = props.longest ? secondsOf(this, 'longest', props.longest) : Math.max(4 * 3_600, 2 * p95);
    const { evaluationPeriods } = lateWindow(period.toSeconds(), longest);
    this.alarm = new SignalAlarm(this, 'Alarm', {
      alarmName,
      alarmDescription:
        `Runs of worker ${worker} in realm ${realm} start late: for ${within}, one in twenty or more ` +
        `has waited longer than ${formatDuration(p95)} since its dispatch.`,
      metric: new MathExpression({
        label: 'run delay, p95',
        // 0 where no run starts: in a gap, CloudWatch would look at older data again.
        expression: 'delay + TIME_SERIES(0)',
        usingMetrics: {
          delay: new Metric({
            namespace,
            metricName: METRICS.RunDelay.name,
            dimensionsMap: { Realm: realm, Worker: worker },
            statistic: Stats.percentile(95),
            period,
          }),
        },
        period,
      }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: p95,
      evaluationPeriods,
      datapointsToAlarm: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alerts,
      severity,
    });
  }

  private window(given: Duration): Duration {
    const seconds = secondsOf(this, 'for', given);
    if (seconds >= 60 && seconds <= 86_400 && seconds % 60 === 0) return given;
    const got = formatDuration(seconds);
    throw new ConstructError(this, `for: not usable, got ${got}, allowed: whole minutes from 1m to 1d`);
  }
}
