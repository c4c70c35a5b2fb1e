import { alarmNameOf, DEFAULT_READING, parseAlarmRule, parseRuleText, type RuleNode } from '../../engine';
import type { CompositeAlarm } from '../../engine/model';
import type { TemplateModel } from '../../rehearsal';
import { targetsOf } from './targets';

/** A composite alarm that tells somebody when an alarm below it is in ALARM. */
export interface ToldThrough {
  readonly composite: string;
  /** Whom it tells of ALARM. */
  readonly tells: readonly string[];
  /** Its rule holds with this alarm alone in ALARM and all others in OK. */
  readonly isAlone: boolean;
}

/** The composites, directly above an alarm or further up, through whose ALARM somebody is told of its own. */
export function toldThrough(alarmName: string, model: TemplateModel): ToldThrough[] {
  const above = new Set([alarmName]);
  const found: CompositeAlarm[] = [];
  for (const name of above) {
    for (const composite of model.compositeAlarms) {
      if (above.has(composite.alarmName) || !raisedBy(composite).has(name)) continue;
      above.add(composite.alarmName);
      found.push(composite);
    }
  }
  return found.flatMap((composite) => {
    const tells = targetsOf(composite, 'ALARM', model);
    const isAlone = holdsWith(composite, alarmName, model);
    return tells.length === 0 ? [] : [{ composite: composite.alarmName, tells, isAlone }];
  });
}

// --- internal ---

/** Names of the alarms whose ALARM helps the rule to hold. */
function raisedBy({ alarmRule }: CompositeAlarm): ReadonlySet<string> {
  const names = new Set<string>();
  const walk = (node: RuleNode, isNegated: boolean): void => {
    if (node.type === 'not') walk(node.operand, !isNegated);
    else if (node.type === 'AND' || node.type === 'OR') for (const one of node.operands) walk(one, isNegated);
    else if (node.type === 'state' || node.type === 'at-least') {
      const wanted = node.type === 'at-least' && node.negated ? !isNegated : isNegated;
      const children = node.type === 'state' ? [node.child] : node.children;
      if (node.state === (wanted ? 'OK' : 'ALARM'))
        for (const child of children) names.add(alarmNameOf(child));
    }
  };
  walk(parseRuleText(alarmRule, DEFAULT_READING['and-or']).root, false);
  return names;
}

function holdsWith(
  composite: CompositeAlarm,
  alarmName: string,
  { compositeAlarms }: TemplateModel,
): boolean {
  const holds = ({ alarmRule, alarmName: own }: CompositeAlarm, path: readonly string[]): boolean =>
    !path.includes(own) &&
    parseAlarmRule(alarmRule).evaluate((child) => {
      const name = alarmNameOf(child);
      if (name === alarmName) return 'ALARM';
      const below = compositeAlarms.find((one) => one.alarmName === name);
      return below && holds(below, [...path, own]) ? 'ALARM' : 'OK';
    }) === 'ALARM';
  return holds(composite, []);
}
