import { Duration } from 'aws-cdk-lib';
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
import { LOG_METRIC_NAMESPACE, lostMessagePattern, realmNames } from '../../contract';
import { SEVERITY } from '../alert-routing';
import { checkCountable } from '../prop-checks';
import { SignalAlarm } from '../signal-alarm';
import { checkRealm, type WorkerMonitorProps } from '../worker-monitor';

export interface LossMonitorProps extends Pick<WorkerMonitorProps, 'realm' | 'system' | 'alerts'> {
  /** The group that receives the workers' records. */
  readonly logGroup: ILogGroup;

  /**
   * Who is told.
   * @default 'ticket'
   */
  readonly severity?: string;
}

/**
 * The alarm on messages that a worker of a realm deletes although their jobs have not run: malformed ones, and those
 * that it has tried too often. They reach no dead-letter queue; only a record tells, which the alert carries.
 */
export class LossMonitor extends Construct {
  readonly alarm: IAlarm;

  constructor(scope: Construct, id: string, props: LossMonitorProps) {
    super(scope, id);
    const { realm, system, logGroup, alerts, severity = SEVERITY.ticket } = props;
    checkRealm(this, props);
    checkCountable(this, logGroup);
    const { lostMessages } = realmNames(realm, system);
    new MetricFilter(this, 'Filter', {
      logGroup,
      filterName: lostMessages,
      filterPattern: FilterPattern.literal(lostMessagePattern(realm)),
      metricNamespace: LOG_METRIC_NAMESPACE,
      metricName: lostMessages,
      metricValue: '1',
    });
    const lost = new Metric({
      namespace: LOG_METRIC_NAMESPACE,
      metricName: lostMessages,
      statistic: Stats.SUM,
      period: Duration.minutes(5),
    });
    this.alarm = new SignalAlarm(this, 'Alarm', {
      alarmName: lostMessages,
      alarmDescription: `Workers of realm ${realm} have deleted messages whose jobs have not run.`,
      metric: new MathExpression({
        label: 'lost messages',
        // 0 where nothing is lost: in a gap, CloudWatch would look at an older loss again.
        expression: 'lost + TIME_SERIES(0)',
        usingMetrics: { lost },
        period: lost.period,
      }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 0,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alerts,
      severity,
    });
  }
}
