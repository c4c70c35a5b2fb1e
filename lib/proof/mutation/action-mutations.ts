import { type CompositeAlarm, type MetricAlarm, neverMissing } from '../../engine';
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
              neverInsufficient(alarm),
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

/** Why an alarm does not go into INSUFFICIENT_DATA after its creation; undefined when it can. */
function neverInsufficient(alarm: Alarm): string | undefined {
  if ('alarmRule' in alarm) return 'a composite has INSUFFICIENT_DATA at its creation alone';
  const { treatMissingData = 'missing', metrics } = alarm;
  if (treatMissingData !== 'missing')
    return `missing data are ${treatMissingData}, so that it never goes there`;
  return metrics && neverMissing(metrics)
    ? 'what it watches is filled, so that it never lacks data'
    : undefined;
}

function change(
  alarm: Alarm,
  what: string,
  shown: string,
  members: Partial<Alarm>,
  same?: string,
): Change<Alarm> {
  const equivalent = alarm.actionsEnabled ? same : 'its actions are switched off';
  return {
    what,
    shown,
    ...(equivalent === undefined ? {} : { equivalent }),
    to: { ...alarm, ...members } as Alarm,
  };
}
