import type { IAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { CfnScalingPolicy } from 'aws-cdk-lib/aws-autoscaling';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { backlogExpression } from '../../contract';

/**
 * Scales a fleet so that each instance has the given number of messages waiting. The backlog per instance is computed
 * each minute by the policy itself, from the queue's depth and the group's size, so that no function has to run and
 * no custom metric is paid (Lava's WorkerBacklog took both); with nobody in service the depth itself is the backlog,
 * which brings the first instance.
 */
export function backlogPerInstanceTracking(
  scope: Construct,
  group: IAutoScalingGroup,
  queue: IQueue,
  target: number,
): CfnScalingPolicy {
  return new CfnScalingPolicy(scope, 'BacklogTracking', {
    autoScalingGroupName: group.autoScalingGroupName,
    policyType: 'TargetTrackingScaling',
    targetTrackingConfiguration: {
      targetValue: target,
      customizedMetricSpecification: {
        metrics: [
          stat('depth', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'QueueName', queue.queueName),
          stat(
            'inService',
            'AWS/AutoScaling',
            'GroupInServiceInstances',
            'AutoScalingGroupName',
            group.autoScalingGroupName,
          ),
          { id: 'backlog', expression: backlogExpression('depth', 'inService'), returnData: true },
        ],
      },
    },
  });
}

// --- internal ---

function stat(id: string, namespace: string, metricName: string, dimension: string, value: string) {
  return {
    id,
    returnData: false,
    metricStat: {
      metric: { namespace, metricName, dimensions: [{ name: dimension, value }] },
      stat: 'Average',
    },
  };
}
