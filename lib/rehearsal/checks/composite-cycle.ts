import { findCycles } from '../../engine';
import { type Check, COMPOSITE } from './check';
import { onAlarm } from './every-alarm';
import { parsedRules } from './parsed-rules';

export const compositeCycle: Check = {
  code: 'composite-cycle',
  severity: 'error',
  rule: 'composites do not name each other in a circle',
  consequence: 'CloudWatch takes them and stops evaluating them',
  find: (model) => {
    const alarms = parsedRules(model).map(({ alarm }) => alarm);
    return findCycles(alarms).map((cycle) => {
      const first = alarms.find(({ alarmName }) => alarmName === cycle[0])!;
      return onAlarm(COMPOSITE, first, [...cycle, cycle[0]].join(' -> '));
    });
  },
};
