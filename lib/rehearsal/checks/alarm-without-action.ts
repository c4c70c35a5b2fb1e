import { parseAlarmRule } from '../../engine';
import type { TemplateModel } from '../template';
import type { Check } from './check';
import { everyAlarm, everyComposite, onAlarm } from './every-alarm';

export const alarmWithoutAction: Check = {
  code: 'alarm-without-action',
  severity: 'error',
  rule: 'an alarm has an enabled action for ALARM, or a composite or suppression reads it',
  consequence: 'the alarm fires and nobody is told',
  find: (model) => {
    const read = readByComposites(model);
    return everyAlarm(model).flatMap(({ type, alarm }) => {
      if (read.has(alarm.alarmName) || read.has(alarm.alarmArn)) return [];
      if (!alarm.actionsEnabled) return [onAlarm(type, alarm, 'its actions are disabled')];
      return alarm.alarmActions.length > 0 ? [] : [onAlarm(type, alarm, 'it has no action for ALARM')];
    });
  },
};

// --- internal ---

function readByComposites(model: TemplateModel): Set<string> {
  return new Set(
    everyComposite(model).flatMap(({ alarmRule, actionsSuppressor }) => [
      ...childrenOf(alarmRule),
      ...(actionsSuppressor === undefined ? [] : [actionsSuppressor]),
    ]),
  );
}

/** A rule that cannot be parsed is another check's finding. */
function childrenOf(rule: string): readonly string[] {
  try {
    return parseAlarmRule(rule).children;
  } catch {
    return [];
  }
}
