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
import { LOG_METRIC_NAMESPACE } from '../contract';
import { SEVERITY } from './alert-routing';
import { checkCountable } from './prop-checks';
import { SignalAlarm } from './signal-alarm';
import { checkRealm, type WorkerMonitorProps } from './worker-monitor';

export interface RecordAlarmProps extends Pick<WorkerMonitorProps, 'realm' | 'system' | 'alerts'> {
  /** The group that receives the records. */
  readonly logGroup: ILogGroup;

  /**
   * Who is told.
   * @default 'ticket'
   */
  readonly severity?: string;
}

/** What the records are about. */
export interface CountedRecords {
  /** Of the filter, the metric and the alarm. */
  readonly name: string;
  readonly pattern: string;
  readonly label: string;
  readonly description: string;
}

/** The alarm on any record of a kind within five minutes. */
export abstract class RecordAlarm extends Construct {
  readonly alarm: IAlarm;

  constructor(scope: Construct, id: string, props: RecordAlarmProps, counted: CountedRecords) {
    super(scope, id);
    const { logGroup, alerts, severity = SEVERITY.ticket } = props;
    const { name, pattern, label, description } = counted;
    checkRealm(this, props);
    checkCountable(this, logGroup);
    new MetricFilter(this, 'Filter', {
      logGroup,
      filterName: name,
      filterPattern: FilterPattern.literal(pattern),
      metricNamespace: LOG_METRIC_NAMESPACE,
      metricName: name,
      metricValue: '1',
    });
    const told = new Metric({
      namespace: LOG_METRIC_NAMESPACE,
      metricName: name,
      statistic: Stats.SUM,
      period: Duration.minutes(5),
    });
    this.alarm = new SignalAlarm(this, 'Alarm', {
      alarmName: name,
      alarmDescription: description,
      metric: new MathExpression({
        label,
        // 0 where nothing is told: in a gap, CloudWatch would look at an older record again.
        expression: 'lost + TIME_SERIES(0)',
        usingMetrics: { lost: told },
        period: told.period,
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
