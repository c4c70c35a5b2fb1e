import type { CompositeAlarm, Model } from '../model';
import { alarmNameOf, parseAlarmRule } from './alarm-rule';

/** The alarms that a composite alarm names and a model does not have, by name, each once for a role. */
export interface OtherAlarms {
  readonly children: readonly string[];
  readonly suppressor?: string;
}

/**
 * What a composite alarm names besides the alarms at hand: it may be elsewhere in the account, and its state is not
 * known. Throws what is wrong with the rule.
 */
export function otherAlarms(
  { alarmRule, actionsSuppressor }: CompositeAlarm,
  { alarms, compositeAlarms }: Pick<Model, 'alarms' | 'compositeAlarms'>,
): OtherAlarms {
  const here = new Set([...alarms, ...compositeAlarms].map(({ alarmName }) => alarmName));
  const children = parseAlarmRule(alarmRule).children.map(alarmNameOf);
  const suppressor = actionsSuppressor === undefined ? undefined : alarmNameOf(actionsSuppressor);
  return {
    children: children.filter((name) => !here.has(name)),
    ...(suppressor === undefined || here.has(suppressor) ? {} : { suppressor }),
  };
}
