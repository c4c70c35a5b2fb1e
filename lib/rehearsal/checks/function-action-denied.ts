import type { Check } from './check';
import { everyAlarm, onAlarm } from './every-alarm';

export const functionActionDenied: Check = {
  code: 'function-action-denied',
  severity: 'error',
  rule: 'a function that is an alarm action lets CloudWatch invoke it',
  consequence: 'the action fails, and is not repeated',
  find: (model) =>
    everyAlarm(model).flatMap(({ type, alarm }) =>
      model.functions
        .filter(({ functionArn }) => alarm.alarmActions.some((action) => action.startsWith(functionArn)))
        .filter(
          ({ functionName, functionArn }) =>
            !model.permissions.some(
              (one) =>
                one.principal === SERVICE &&
                (one.functionName === functionName || one.functionName.startsWith(functionArn)) &&
                (one.sourceArn === undefined ||
                  one.sourceArn === alarm.alarmArn ||
                  one.sourceArn.endsWith('*')),
            ),
        )
        .map(({ functionName }) =>
          onAlarm(type, alarm, `function ${functionName} has no permission for ${SERVICE}`),
        ),
    ),
};

// --- internal ---

const SERVICE = 'lambda.alarms.cloudwatch.amazonaws.com';
