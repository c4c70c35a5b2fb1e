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
    const base = { at, alarmName: alarm.alarmName, state: state.value, action };
    if (service === 'lambda') return { ...base, body: lambdaActionEvent(change, home) };
    if (service !== 'sns') return { ...base, body: '' };
    const subject = notificationSubject(state.value, alarm.alarmName, home.region);
    return { ...base, subject, body: notificationBody(change, home) };
  });
}

// --- internal ---

const ACTION_LIST: Readonly<Record<AlarmState, 'alarmActions' | 'okActions' | 'insufficientDataActions'>> = {
  ALARM: 'alarmActions',
  OK: 'okActions',
  INSUFFICIENT_DATA: 'insufficientDataActions',
};
