import type { AlarmState } from '../../engine/model';
import type { TemplateModel } from '../../rehearsal';
import type { AlarmPair, AnyAlarm } from './alarm-pairs';

/** Somebody who is told of a state by alarms that are in both templates, in one of them only. */
export interface RouteChange {
  readonly kind: 'gone' | 'new';
  readonly state: AlarmState;
  /** `email oncall@example.com`, `lambda alerts-dispatcher`, or a topic or function where that is all that is known. */
  readonly target: string;
  /** Names in the new template. */
  readonly alarms: readonly string[];
}

/** Who is no longer told by alarms that are still there, and who is told besides. */
export function routeChanges(
  pairs: readonly AlarmPair[],
  before: TemplateModel,
  after: TemplateModel,
): RouteChange[] {
  const changes = new Map<string, { change: Omit<RouteChange, 'alarms'>; alarms: string[] }>();
  for (const pair of pairs) {
    if (!pair.before || !pair.after) continue;
    for (const state of STATES) {
      const old = targetsOf(pair.before, state, before);
      const now = targetsOf(pair.after, state, after);
      const gone = old.filter((target) => !now.includes(target));
      const added = now.filter((target) => !old.includes(target));
      for (const [kind, targets] of [['gone', gone] as const, ['new', added] as const]) {
        for (const target of targets) {
          const key = `${kind} ${state} ${target}`;
          const known = changes.get(key) ?? { change: { kind, state, target }, alarms: [] };
          known.alarms.push(pair.after.alarmName);
          changes.set(key, known);
        }
      }
    }
  }
  return [...changes.values()].map(({ change, alarms }) => ({ ...change, alarms }));
}

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

const STATES: readonly AlarmState[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'];

const ACTIONS = {
  ALARM: 'alarmActions',
  OK: 'okActions',
  INSUFFICIENT_DATA: 'insufficientDataActions',
} as const;

const serviceOf = (arn: string): string =>
  arn.split(':')[2] === 'sns' ? 'topic' : (arn.split(':')[2] ?? arn);

const nameOf = (endpoint: string): string =>
  endpoint.startsWith('arn:') ? endpoint.slice(endpoint.lastIndexOf(':') + 1) : endpoint;
