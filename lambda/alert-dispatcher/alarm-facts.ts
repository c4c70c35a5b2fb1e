import { isObject, type JsonObject } from '../shared/json-value';
import { metricsText, triggerCondition } from './condition';

/** What a message says about an alarm, unchecked: a field may be of any kind, or absent. */
export interface AlarmFacts {
  readonly name: unknown;
  readonly arn: unknown;
  readonly account: unknown;
  readonly state: unknown;
  readonly previousState: unknown;
  readonly description: unknown;
  readonly reason: unknown;
  readonly since: unknown;
  /** What the alarm demands: in words, or a composite alarm's rule. */
  readonly condition: unknown;
  /** Names of the alarms that set off a composite alarm. */
  readonly causes?: readonly string[];
}

/** The facts of an alarm in the shape of an SNS notification, a Lambda action or an EventBridge event. */
export function readAlarm(value: JsonObject): AlarmFacts | undefined {
  return SHAPES.find(({ fits }) => fits(value))?.read(value);
}

// --- internal ---

interface Shape {
  readonly fits: (value: JsonObject) => boolean;
  readonly read: (value: JsonObject) => AlarmFacts;
}

const SHAPES: readonly Shape[] = [
  {
    fits: (value) => typeof value.AlarmName === 'string' && typeof value.NewStateValue === 'string',
    read: readNotification,
  },
  {
    fits: (value) => typeof objectOf(value.alarmData).alarmName === 'string',
    read: (value) => readEvent(objectOf(value.alarmData), value.alarmArn, value.accountId),
  },
  {
    fits: (value) => value['detail-type'] === 'CloudWatch Alarm State Change' && isObject(value.detail),
    read: (value) => readEvent(objectOf(value.detail), listOf(value.resources)[0], value.account),
  },
];

/** As many as one reads; a composite alarm may have a hundred children. */
const MOST_CAUSES = 10;

function readNotification(value: JsonObject): AlarmFacts {
  const children = listOf(value.TriggeringChildren).filter(isObject).slice(0, MOST_CAUSES);
  return {
    name: value.AlarmName,
    arn: value.AlarmArn,
    account: value.AWSAccountId,
    state: value.NewStateValue,
    previousState: value.OldStateValue,
    description: value.AlarmDescription,
    reason: value.NewStateReason,
    since: value.StateChangeTime,
    condition: isObject(value.Trigger) ? triggerCondition(value.Trigger) : value.AlarmRule,
    ...(children.length > 0 && { causes: children.map(({ Arn }) => String(Arn).split(':alarm:').pop()!) }),
  };
}

function readEvent(alarm: JsonObject, arn: unknown, account: unknown): AlarmFacts {
  const state = objectOf(alarm.state);
  const { description, metrics, alarmRule } = objectOf(alarm.configuration);
  return {
    name: alarm.alarmName,
    arn,
    account,
    state: state.value,
    previousState: objectOf(alarm.previousState).value,
    description,
    reason: state.reason,
    since: state.timestamp,
    condition: Array.isArray(metrics) ? metricsText(metrics) : alarmRule,
  };
}

function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
