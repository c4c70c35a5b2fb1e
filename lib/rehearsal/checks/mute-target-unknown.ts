import { type Check, MUTE_RULE } from './check';

export const muteTargetUnknown: Check = {
  code: 'mute-target-unknown',
  severity: 'warning',
  rule: 'the alarms that a mute rule names are in the template',
  consequence: 'the rule mutes nothing, unless another stack has an alarm of that name',
  find: ({ alarms, compositeAlarms, muteRules }) => {
    const known = new Set([...alarms, ...compositeAlarms].map(({ alarmName }) => alarmName));
    return muteRules.flatMap(({ name, alarmNames }) =>
      alarmNames
        .filter((alarmName) => !known.has(alarmName))
        .map((alarmName) => ({ type: MUTE_RULE, name, message: `'${alarmName}' is not in the template` })),
    );
  },
};
