import type { MetricAlarm } from '../../engine/model';
import { ALARM, type Check, COMPOSITE } from './check';
import { actionsOf, everyComposite, onAlarm } from './every-alarm';

export const actionRefused: Check = {
  code: 'action-refused',
  severity: 'error',
  rule: 'an EC2 action is of an alarm on one metric of AWS/EC2 with the dimension InstanceId',
  consequence: 'CloudWatch refuses the alarm, or cannot tell which instance to act on',
  find: (model) => [
    ...model.alarms.flatMap((alarm) => {
      const action = actionsOf(alarm).find(isOnInstance);
      const reason = action && reasonOf(alarm);
      return reason ? [onAlarm(ALARM, alarm, `got action ${action} on ${reason}`)] : [];
    }),
    ...everyComposite(model).flatMap((alarm) => {
      const action = actionsOf(alarm).find(isOnInstance);
      return action ? [onAlarm(COMPOSITE, alarm, `got action ${action} on a composite`)] : [];
    }),
  ],
};

// --- internal ---

/** Source: PutMetricAlarm, AlarmActions; "Stop, terminate, reboot, or recover an instance". */
const isOnInstance = (action: string): boolean =>
  /^arn:[^:]+:(automate:[^:]+:ec2:|swf:[^:]*:[^:]*:action\/actions\/AWS_EC2\.)/.test(action);

function reasonOf({ metric }: MetricAlarm): string | undefined {
  if (!metric) return 'metric math, allowed: one metric';
  const names = Object.keys(metric.dimensions);
  return names.includes('InstanceId') ? undefined : `dimensions {${names.join(', ')}}, allowed: {InstanceId}`;
}
