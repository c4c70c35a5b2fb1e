import { alarmNameOf, parseAlarmRule } from './alarm-state/alarm-rule';
import type { Model } from './model';

/** The names of an alarm and of all that its state or its actions depend on. Throws what is wrong with a rule. */
export function alarmReach(alarmName: string, { compositeAlarms }: Pick<Model, 'compositeAlarms'>): string[] {
  const composites = new Map(compositeAlarms.map((alarm) => [alarm.alarmName, alarm]));
  const found = new Set([alarmName]);
  for (const name of found) {
    const composite = composites.get(name);
    if (!composite) continue;
    for (const child of parseAlarmRule(composite.alarmRule).children) found.add(alarmNameOf(child));
    if (composite.actionsSuppressor) found.add(alarmNameOf(composite.actionsSuppressor));
  }
  return [...found];
}
