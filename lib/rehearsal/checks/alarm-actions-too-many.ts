import type { Check } from './check';
import { everyAlarm, onAlarm } from './every-alarm';

export const alarmActionsTooMany: Check = {
  code: 'alarm-actions-too-many',
  severity: 'error',
  rule: 'an alarm has at most 5 actions for each state',
  consequence: 'CloudFormation refuses the alarm',
  find: (model) =>
    everyAlarm(model).flatMap(({ type, alarm }) =>
      LISTS.filter((list) => alarm[list].length > LIMIT).map((list) =>
        onAlarm(type, alarm, `${list}: got ${alarm[list].length} actions, allowed: ${LIMIT}`),
      ),
    ),
};

// --- internal ---

/** Source: PutMetricAlarm, PutCompositeAlarm. */
const LIMIT = 5;
const LISTS = ['alarmActions', 'okActions', 'insufficientDataActions'] as const;
