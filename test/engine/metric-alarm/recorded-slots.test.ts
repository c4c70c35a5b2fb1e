import type { MetricAlarm } from '../../../lib/engine';
import { simulate } from '../../../lib/engine';

const MINUTE = 60_000;
const SPAN = { from: 10 * MINUTE, until: 20 * MINUTE };
const ALARM: MetricAlarm = {
  alarmName: 'a',
  metric: { namespace: 'n', metricName: 'm', dimensions: {}, stat: 'Sum', period: 60 },
  comparisonOperator: 'GreaterThanThreshold',
  threshold: 0,
  evaluationPeriods: 1,
  treatMissingData: 'breaching',
} as MetricAlarm;

/** Minutes in which the alarm changes, with its new state. */
function changes(alarm: Partial<MetricAlarm>, minutes: readonly number[]) {
  const signals = minutes.map((minute) => ({
    type: 'metric' as const,
    namespace: 'n',
    metricName: 'm',
    dimensions: {},
    timestamp: minute * MINUTE,
    value: 1,
  }));
  const { transitions } = simulate(
    {
      alarms: [{ ...ALARM, ...alarm }],
      compositeAlarms: [],
      metricFilters: [],
      logGroups: [],
      muteRules: [],
      subscriptions: [],
    } as never,
    signals,
    { start: 0, end: 40 * MINUTE, states: { a: 'OK' }, recorded: new Map([['a', SPAN]]) },
  );
  return transitions.map(({ at, to }) => `${Math.floor(at / MINUTE)} ${to}`);
}

test('what was not recorded is well: neither silence nor data there alarm', () => {
  expect(changes({ treatMissingData: 'notBreaching' }, [2, 3, 30])).toEqual([]);
  expect(
    changes({ comparisonOperator: 'LessThanThreshold', threshold: 1, evaluationPeriods: 20 }, []),
  ).toEqual([]);
});

test('silence that was recorded alarms when the whole evaluation range is silent', () => {
  expect(
    changes({ comparisonOperator: 'LessThanThreshold', threshold: 1, evaluationPeriods: 5 }, []),
  ).toEqual(['20 ALARM', '21 OK']);
});

test('a period that was recorded in part counts where its rest cannot make it right', () => {
  const metric = { ...ALARM.metric!, period: 900 };
  expect(changes({ metric, treatMissingData: 'notBreaching' }, [12])).toEqual(['13 ALARM', '28 OK']);
  expect(changes({ metric, comparisonOperator: 'LessThanThreshold', threshold: 5 }, [12])).toEqual([]);
});
