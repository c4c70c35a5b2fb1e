import { hasUnknown, type LambdaPermission, mayBeEqual } from '../template';
import type { Check } from './check';
import { actionsOf, everyAlarm, onAlarm } from './every-alarm';
import { isLike } from './is-like';

export const functionActionDenied: Check = {
  code: 'function-action-denied',
  severity: 'error',
  rule: 'a function that is an alarm action lets CloudWatch invoke it',
  consequence: 'the action fails, and is not repeated',
  find: (model) =>
    everyAlarm(model).flatMap(({ type, alarm }) => {
      const called = new Set(actionsOf(alarm).flatMap((action) => functionNameIn(action) ?? []));
      return model.functions
        .filter(({ functionName }) => called.has(functionName))
        .filter(
          ({ functionName }) => !model.permissions.some((one) => allows(one, functionName, alarm.alarmArn)),
        )
        .map(({ functionName }) =>
          onAlarm(type, alarm, `function ${functionName} has no permission for ${SERVICE}`),
        );
    }),
};

// --- internal ---

const SERVICE = 'lambda.alarms.cloudwatch.amazonaws.com';

/** The function of an action's ARN, with or without a version or alias; undefined for any other action. */
function functionNameIn(action: string): string | undefined {
  return /^arn:[^:]+:lambda:[^:]*:[^:]*:function:([^:]+)/.exec(action)?.[1];
}

/** A permission names its function by name or by ARN, whole or partial. */
function allows(
  { principal, functionName, sourceArn }: LambdaPermission,
  wanted: string,
  alarmArn: string,
): boolean {
  const [name] = functionName.replace(/^.*:?function:/, '').split(':');
  return (
    mayBeEqual(principal, SERVICE) &&
    mayBeEqual(name!, wanted) &&
    (sourceArn === undefined || hasUnknown(sourceArn) || isLike(alarmArn, sourceArn))
  );
}
