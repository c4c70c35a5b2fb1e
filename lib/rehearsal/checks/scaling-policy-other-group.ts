import { metricsOf } from '../rehearse/metric-readers';
import { hasUnknown } from '../template';
import { ALARM, type Check } from './check';
import { onAlarm } from './every-alarm';

export const scalingPolicyOtherGroup: Check = {
  code: 'scaling-policy-other-group',
  severity: 'warning',
  rule: 'an alarm that scales a group reads the metrics of that group',
  consequence: 'another group than the one that is measured grows and shrinks',
  find: ({ alarms, scalingPolicies }) =>
    alarms.flatMap((alarm) => {
      const read = metricsOf(alarm).flatMap(({ dimensions }) => dimensions.AutoScalingGroupName ?? []);
      if (read.length === 0 || read.some(hasUnknown)) return [];
      return scalingPolicies
        .filter(({ policyArn }) => alarm.alarmActions.includes(policyArn))
        .filter(({ autoScalingGroupName: group }) => !hasUnknown(group) && !read.includes(group))
        .map(({ logicalId, autoScalingGroupName }) =>
          onAlarm(
            ALARM,
            alarm,
            `policy ${logicalId} scales ${autoScalingGroupName}, but it reads ${read[0]}`,
          ),
        );
    }),
};
