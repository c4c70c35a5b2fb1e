import { alarmNameOf } from '../../engine';
import { closest } from '../../text';
import { mayBeEqual } from '../template';
import { type Check, COMPOSITE } from './check';
import { everyAlarmName, onAlarm } from './every-alarm';
import { parsedRules } from './parsed-rules';

export const compositeChildUnknown: Check = {
  code: 'composite-child-unknown',
  severity: 'warning',
  rule: 'the alarms that a composite or its suppression names are in the template',
  consequence: 'CloudFormation refuses the composite unless another stack has made the alarm before',
  find: (model) => {
    const known = new Set(everyAlarmName(model));
    const isKnown = (name: string) => known.has(name) || [...known].some((one) => mayBeEqual(one, name));
    const unknown = parsedRules(model).flatMap(({ alarm, rule }) => {
      const suppressor = alarm.actionsSuppressor === undefined ? [] : [alarm.actionsSuppressor];
      const names = new Set([...rule.children, ...suppressor].map(alarmNameOf));
      return [...names].filter((name) => !isKnown(name)).map((name) => ({ alarm, name }));
    });
    return unknown.map(({ alarm, name }, index) => {
      const near = index < MAX_HINTS ? closest(name, [...known]) : undefined;
      const hint = near ? `, did you mean '${near}'` : '';
      return onAlarm(COMPOSITE, alarm, `names '${name}', which the template does not have${hint}`);
    });
  },
};

// --- internal ---

/** Beyond it the alarms are another template's, and the search would take minutes. */
const MAX_HINTS = 100;
