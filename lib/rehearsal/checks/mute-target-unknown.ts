import { mayBeEqual } from '../template';
import { type Check, MUTE_RULE } from './check';
import { everyAlarmName } from './every-alarm';

export const muteTargetUnknown: Check = {
  code: 'mute-target-unknown',
  severity: 'warning',
  rule: 'the alarms that a mute rule names are in the template',
  consequence: 'the rule mutes nothing, unless another stack has an alarm of that name',
  find: (model) => {
    const known = everyAlarmName(model);
    return model.muteRules.flatMap(({ name, alarmNames }) =>
      alarmNames
        .filter((name) => !known.some((one) => mayBeEqual(one, name)))
        .map((alarmName) => ({ type: MUTE_RULE, name, message: `'${alarmName}' is not in the template` })),
    );
  },
};
