import { attempt } from '../template-error';
import type { Instance, ScalingPolicy } from '../template-model';
import type { Resource } from './resource';

/** AWS::EC2::Instance. */
export function readInstance({ properties, logicalId, ref }: Resource): { instances: Instance[] } {
  const detailedMonitoring = attempt([], () => properties.boolean('Monitoring', false));
  return {
    instances: [
      { logicalId, instanceId: ref, ...(detailedMonitoring === undefined ? {} : { detailedMonitoring }) },
    ],
  };
}

/** AWS::AutoScaling::ScalingPolicy. */
export function readScalingPolicy({ properties, logicalId, ref }: Resource): {
  scalingPolicies: ScalingPolicy[];
} {
  return {
    scalingPolicies: [
      { logicalId, policyArn: ref, autoScalingGroupName: properties.text('AutoScalingGroupName') },
    ],
  };
}
