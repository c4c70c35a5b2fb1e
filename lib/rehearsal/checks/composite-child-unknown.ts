import { alarmNameOf } from '../../engine';
import { closest } from '../../text';
import { type Check, COMPOSITE } from './check';
import { everyAlarmName, onAlarm } from './every-alarm';
import { parsedRules } from './parsed-rules';

export const compositeChildUnknown: Check = {
  code: 'composite-child-unknown',
  severity: 'warning',
  rule: 'the alarms that a composite or its suppression names are in the template',
  consequence: 'CloudFormation refuses the composite unless another stack has made the alarm before',
  find: (model) => {
    const known = everyAlarmName(model);
    return parsedRules(model).flatMap(({ alarm, rule }) => {
      const suppressor = alarm.actionsSuppressor === undefined ? [] : [alarm.actionsSuppressor];
      return [...rule.children, ...suppressor]
        .map(alarmNameOf)
        .filter((name) => !known.includes(name))
        .map((name) => {
          const near = closest(name, known);
          const hint = near ? `, did you mean '${near}'` : '';
          return onAlarm(COMPOSITE, alarm, `names '${name}', which the template does not have${hint}`);
        });
    });
  },
};
