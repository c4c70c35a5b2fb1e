import type { AlarmState } from '../model';
import type { AlarmChange, AlarmHome } from '../model/alarm-change';
import type { Notices } from '../model/notices';
import type { Notification } from '../model/outcome';
import { lambdaActionEvent } from './alarm-event';
import { notificationBody, notificationSubject } from './notification-text';

/** The notifications of the actions that a change runs, in the order of the alarm's list. */
export function runActions(change: AlarmChange, home: AlarmHome, notices: Notices): Notification[] {
  const { alarm, at, state } = change;
  if (!alarm.actionsEnabled) return [];
  return alarm[ACTION_LIST[state.value]].map((action) => {
    const service = action.split(':')[2] ?? '';
    if (service === 'autoscaling') {
      const message = `${alarm.alarmName}: the action ${action} is repeated every minute while in ${state.value}; it is listed once`;
      notices.once(at, 'auto-scaling-repeat', message);
    }
    const { alarmName } = alarm;
    const base = { at, alarmName, state: state.value, action };
    if (service === 'lambda') return withBody(base, () => lambdaActionEvent(change, home));
    if (service !== 'sns') return { ...base, body: '' };
    const subject = notificationSubject(state.value, alarmName, home.region);
    return withBody({ ...base, subject }, () => notificationBody(change, home));
  });
}

// --- internal ---

/** Of the many times that an alarm is played, few bodies are read: each is written when it is asked for, once. */
function withBody(
  { at, alarmName, state, action, subject }: Omit<Notification, 'body'>,
  write: () => string,
): Notification {
  let body: string | undefined;
  return {
    at,
    alarmName,
    state,
    action,
    ...(subject === undefined ? {} : { subject }),
    get body() {
      body ??= write();
      return body;
    },
  };
}

const ACTION_LIST: Readonly<Record<AlarmState, 'alarmActions' | 'okActions' | 'insufficientDataActions'>> = {
  ALARM: 'alarmActions',
  OK: 'okActions',
  INSUFFICIENT_DATA: 'insufficientDataActions',
};
