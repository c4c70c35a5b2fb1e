import type { Duration } from 'aws-cdk-lib';
import type { IAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';

/**
 * The fewest machines of a fleet that were in service during a period. The group must publish its metrics
 * (GroupMetric.IN_SERVICE_INSTANCES), which is free.
 */
export function inServiceMetric(fleet: IAutoScalingGroup, period: Duration): Metric {
  return new Metric({
    namespace: 'AWS/AutoScaling',
    metricName: 'GroupInServiceInstances',
    dimensionsMap: { AutoScalingGroupName: fleet.autoScalingGroupName },
    statistic: Stats.MINIMUM,
    period,
  });
}
