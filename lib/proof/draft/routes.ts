import type { Rehearsal } from '../../rehearsal/rehearse';
import { actionName } from '../../rehearsal/rehearse/judge';
import type { TemplateModel } from '../../rehearsal/template';
import type { DraftFinding } from './drafted';

/** Subscriptions of topics that alarms name, and that no notification of any rehearsal reaches, with the reason. */
export function untoldRoutes(model: TemplateModel, rehearsals: readonly Rehearsal[]): DraftFinding[] {
  const alarms = [...model.alarms, ...model.compositeAlarms];
  const all = rehearsals.flatMap((one) =>
    one.outcome.notifications.map((notification) => ({ one, notification })),
  );
  const told = new Set(all.map(({ notification }) => notification.action));
  const reached = new Set(
    all.flatMap(({ one, notification }) =>
      one
        .deliveries(notification)
        .map(({ protocol, endpoint }) => `${notification.action}\0${protocol}\0${endpoint}`),
    ),
  );
  return model.subscriptions.flatMap(({ topicArn, protocol, endpoint }): DraftFinding[] => {
    const naming = alarms.filter((alarm) =>
      [...alarm.alarmActions, ...alarm.okActions, ...alarm.insufficientDataActions].includes(topicArn),
    );
    if (naming.length === 0 || reached.has(`${topicArn}\0${protocol}\0${endpoint}`)) return [];
    const isOff = naming.every(({ actionsEnabled }) => !actionsEnabled);
    const why = told.has(topicArn)
      ? 'what the topic is told does not pass its filter policy'
      : isOff
        ? 'every alarm that names the topic has its actions disabled'
        : 'no alarm that names the topic was brought to tell it';
    return [
      {
        kind: 'route',
        name: `${protocol} ${endpoint} of ${actionName(topicArn)}`,
        message: `nobody is told by it: ${why}`,
      },
    ];
  });
}
