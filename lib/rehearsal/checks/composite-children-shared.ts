import { alarmNameOf } from '../../engine';
import { ALARM, type Check, COMPOSITE } from './check';
import { everyComposite } from './every-alarm';
import { parsedRules } from './parsed-rules';

export const compositeChildrenShared: Check = {
  code: 'composite-children-shared',
  severity: 'error',
  rule: 'an alarm is a child of at most 150 composites',
  consequence: 'CloudFormation refuses the last of them',
  find: (model) => {
    const counts = new Map<string, number>();
    for (const { rule } of parsedRules(model)) {
      for (const name of rule.children.map(alarmNameOf)) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const composites = new Set(everyComposite(model).map(({ alarmName }) => alarmName));
    return [...counts]
      .filter(([, count]) => count > LIMIT)
      .map(([name, count]) => ({
        type: composites.has(name) ? COMPOSITE : ALARM,
        name,
        message: `is a child of ${count} composites, allowed: ${LIMIT}`,
      }));
  },
};

// --- internal ---

/** Source: PutCompositeAlarm. */
const LIMIT = 150;
