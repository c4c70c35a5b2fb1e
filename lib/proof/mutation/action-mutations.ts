import type { CompositeAlarm, MetricAlarm } from '../../engine';
import { actionName } from '../../rehearsal';
import type { Change, Mutation } from './mutant';

type Alarm = MetricAlarm | CompositeAlarm;

/** The ways in which people break what an alarm does when it changes. */
const ACTION_MUTATIONS: readonly Mutation<Alarm>[] = [
  {
    operator: 'action-dropped',
    changes: (alarm) => [
      ...(alarm.alarmActions.length > 0
        ? [change(alarm, 'no action', 'its ALARM is expected with `notified`', { alarmActions: [] })]
        : []),
      ...(alarm.alarmActions.length > 1
        ? alarm.alarmActions.map((action) =>
            change(alarm, `no action ${actionName(action)}`, `${actionName(action)} is told of its ALARM`, {
              alarmActions: alarm.alarmActions.filter((one) => one !== action),
            }),
          )
        : []),
    ],
  },
  {
    operator: 'other-severity',
    changes: (alarm, { topics }) => {
      const other = topics.find(({ topicArn }) => !alarm.alarmActions.includes(topicArn));
      if (alarm.alarmActions.length === 0 || !other) return [];
      return [
        change(
          alarm,
          `${other.topicName} is told instead of ${alarm.alarmActions.map(actionName).join(', ')}`,
          'its ALARM is expected with `notified`',
          { alarmActions: [other.topicArn] },
        ),
      ];
    },
  },
  {
    operator: 'actions-disabled',
    changes: (alarm) =>
      hasActions(alarm)
        ? [
            change(alarm, 'actions switched off', 'its ALARM is expected with `notified`', {
              actionsEnabled: false,
            }),
          ]
        : [],
  },
  {
    operator: 'ok-action-dropped',
    changes: (alarm) =>
      alarm.okActions.length > 0
        ? [
            change(
              alarm,
              'no OK action',
              'it goes out of ALARM again, expected with `notified` and `state: OK`',
              {
                okActions: [],
              },
            ),
          ]
        : [],
  },
  {
    operator: 'insufficient-data-action-dropped',
    changes: (alarm) =>
      alarm.insufficientDataActions.length > 0
        ? [
            change(
              alarm,
              'no action for INSUFFICIENT_DATA',
              'its data stop, expected with `notified` and `state: INSUFFICIENT_DATA`',
              { insufficientDataActions: [] },
            ),
          ]
        : [],
  },
];

/** The same for one kind of alarm: an action is changed, and nothing else of it. */
export const actionMutationsOf = <T extends Alarm>(): readonly Mutation<T>[] =>
  ACTION_MUTATIONS as unknown as readonly Mutation<T>[];

// --- internal ---

const hasActions = ({ alarmActions, okActions, insufficientDataActions }: Alarm): boolean =>
  alarmActions.length + okActions.length + insufficientDataActions.length > 0;

function change(alarm: Alarm, what: string, shown: string, members: Partial<Alarm>): Change<Alarm> {
  const isOff = !alarm.actionsEnabled;
  return {
    what,
    shown,
    ...(isOff ? { equivalent: 'its actions are switched off' } : {}),
    to: { ...alarm, ...members } as Alarm,
  };
}
