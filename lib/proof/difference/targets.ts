import type { AlarmState } from '../../engine/model';
import type { TemplateModel } from '../../rehearsal';
import type { AnyAlarm } from './alarm-pairs';

/** Whom an alarm tells of a state, each once. */
export function targetsOf(alarm: AnyAlarm, state: AlarmState, model: TemplateModel): string[] {
  if (!alarm.actionsEnabled) return [];
  return [
    ...new Set(alarm[ACTIONS[state]].flatMap((action) => targetsOfAction(action, model.subscriptions))),
  ];
}

/** A topic stands for its subscribers; without any in the template it may have some elsewhere. */
export function targetsOfAction(action: string, subscriptions: TemplateModel['subscriptions']): string[] {
  const subscribers = subscriptions.filter(({ topicArn }) => topicArn === action);
  if (subscribers.length === 0) return [`${serviceOf(action)} ${action.slice(action.lastIndexOf(':') + 1)}`];
  return subscribers.map(({ protocol, endpoint }) => `${protocol} ${nameOf(endpoint)}`);
}

// --- internal ---

const ACTIONS = {
  ALARM: 'alarmActions',
  OK: 'okActions',
  INSUFFICIENT_DATA: 'insufficientDataActions',
} as const;

const serviceOf = (arn: string): string =>
  arn.split(':')[2] === 'sns' ? 'topic' : (arn.split(':')[2] ?? arn);

const nameOf = (endpoint: string): string =>
  endpoint.startsWith('arn:') ? endpoint.slice(endpoint.lastIndexOf(':') + 1) : endpoint;
