import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, type IAlarm, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { realmNames } from '../../contract';
import { acknowledge } from '../acknowledge';
import { SEVERITY } from '../alert-routing';
import { SignalAlarm } from '../signal-alarm';
import { checkRealm, type WorkerMonitorProps } from '../worker-monitor';

export interface ScalingFailuresProps extends Pick<WorkerMonitorProps, 'realm' | 'system' | 'alerts'> {
  /** Names of the Auto Scaling groups, whoever made them. */
  readonly groups: readonly string[];

  /**
   * Who is told.
   * @default 'ticket'
   */
  readonly severity?: string;
}

/**
 * The alarm on machines that could not be launched or ended: a wrong image, a quota, a subnet without addresses. The group
 * tries again for ever, and all that shows is a fleet that is too small. It counts Auto Scaling's own events, so that
 * groups of others need no change.
 */
export class ScalingFailures extends Construct {
  readonly alarm: IAlarm;

  constructor(scope: Construct, id: string, props: ScalingFailuresProps) {
    super(scope, id);
    const { realm, system, alerts, groups, severity = SEVERITY.ticket } = props;
    checkRealm(this, props);
    const { scalingFailed } = realmNames(realm, system);
    const rule = new Rule(this, 'Rule', {
      ruleName: scalingFailed,
      description: `Machines of realm ${realm} that could not be launched or ended`,
      eventPattern: {
        source: ['aws.autoscaling'],
        detailType: ['EC2 Instance Launch Unsuccessful', 'EC2 Instance Terminate Unsuccessful'],
        detail: { AutoScalingGroupName: groups },
      },
    });
    acknowledge(rule, { 'Serverless::Serverless-EventBusDLQ': 'it has no target: its matches are counted' });
    this.alarm = new SignalAlarm(this, 'Alarm', {
      alarmName: scalingFailed,
      alarmDescription: `Machines of realm ${realm} could not be launched or ended; the activity of their Auto Scaling group says why.`,
      metric: new Metric({
        namespace: 'AWS/Events',
        metricName: 'TriggeredRules',
        dimensionsMap: { RuleName: rule.ruleName },
        statistic: Stats.SUM,
        period: Duration.minutes(5),
      }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 0,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      // EventBridge publishes nothing while nothing happens.
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alerts,
      severity,
    });
  }
}
