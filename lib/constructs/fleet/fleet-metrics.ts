import { Duration } from 'aws-cdk-lib';
import type { IAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { backlogExpression } from '../../contract';

export interface FleetMetricsProps {
  /** The machines; their group must publish the metric of instances in service, which is free. */
  readonly fleet: IAutoScalingGroup;

  /** The queue that feeds them. */
  readonly queue: IQueue;

  /**
   * How often.
   * @default Duration.minutes(1)
   */
  readonly period?: Duration;
}

/**
 * What a fleet has to do and who is there to do it, each minute, for graphs and alarms. CloudWatch computes it, so that
 * no function has to run and no custom metric is paid, as for Lava's WorkerBacklog.
 */
export class FleetMetrics {
  /** The fewest machines that were in service during a period. */
  readonly inService: Metric;
  /** Messages that wait for each machine in service; all of them while there is none. */
  readonly backlogPerInstance: MathExpression;

  constructor({ fleet, queue, period = Duration.minutes(1) }: FleetMetricsProps) {
    this.inService = inServiceMetric(fleet, period);
    this.backlogPerInstance = backlogPerInstance(
      queue.metricApproximateNumberOfMessagesVisible({ statistic: Stats.AVERAGE, period }),
      inServiceMetric(fleet, period),
    );
  }
}

/**
 * The depth of a queue divided by the number of machines.
 * @param suffix of the names in the expression, where one graph shows several
 */
export function backlogPerInstance(
  depth: Metric,
  inService: Metric,
  { label = 'backlog per instance', suffix = '' } = {},
): MathExpression {
  const [depthName, inServiceName] = [`depth${suffix}`, `inService${suffix}`];
  return new MathExpression({
    label,
    expression: backlogExpression(depthName, inServiceName),
    usingMetrics: { [depthName]: depth, [inServiceName]: inService },
    period: depth.period,
  });
}

/** The fewest machines of a fleet that were in service during a period (GroupMetric.IN_SERVICE_INSTANCES). */
export function inServiceMetric(
  { autoScalingGroupName }: Pick<IAutoScalingGroup, 'autoScalingGroupName'>,
  period: Duration,
): Metric {
  return new Metric({
    namespace: 'AWS/AutoScaling',
    metricName: 'GroupInServiceInstances',
    dimensionsMap: { AutoScalingGroupName: autoScalingGroupName },
    statistic: Stats.MINIMUM,
    period,
  });
}
