import { alarmNameOf, type CompositeAlarm } from '../../engine';
import { actionMutationsOf } from './action-mutations';
import type { Mutation } from './mutant';
import { ruleVariants } from './rule-variants';

/** The ways in which people break a composite alarm. */
export const COMPOSITE_MUTATIONS: readonly Mutation<CompositeAlarm>[] = [
  {
    operator: 'rule-negated',
    changes: (alarm) => [
      {
        what: 'rule negated',
        shown: 'it goes into ALARM, or stays out of it',
        to: { ...alarm, alarmRule: `NOT (${alarm.alarmRule})` },
      },
    ],
  },
  {
    operator: 'rule',
    changes: (alarm) =>
      ruleVariants(alarm.alarmRule).map(({ what, rule }) => ({
        what: `rule: ${what}`,
        shown: 'the alarms of its rule go into ALARM one by one',
        to: { ...alarm, alarmRule: rule },
      })),
  },
  {
    operator: 'suppressor',
    changes: (alarm) => {
      const { actionsSuppressor, ...rest } = alarm;
      if (actionsSuppressor === undefined) return [];
      return [
        {
          what: `no suppressor ${alarmNameOf(actionsSuppressor)}`,
          shown: `it goes into ALARM while ${alarmNameOf(actionsSuppressor)} is, and nobody is told`,
          to: rest,
        },
      ];
    },
  },
  ...actionMutationsOf<CompositeAlarm>(),
];
