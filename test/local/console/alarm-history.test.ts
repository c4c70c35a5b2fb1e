import type { AlarmStatus } from '../../../lib/engine/alarm-state/alarm-status';
import { createAlarmHistory } from '../../../lib/local/console/alarm-history';

const MINUTE = 60_000;
const seen = (at: number, ...values: (number | null)[]): AlarmStatus[] => [
  {
    ...({ alarmName: 'a', kind: 'metric', state: 'OK', reason: '', since: 0 } as const),
    evaluation: {
      ...{ at, period: 60, range: values.length },
      datapoints: values.map((value, place) => ({ start: at - (values.length - place) * MINUTE, value })),
    },
  },
];

test('what evaluations have seen adds up, and what came late replaces what was missing', () => {
  const history = createAlarmHistory();
  history.record(seen(2 * MINUTE, 1, null));
  history.record(seen(3 * MINUTE, 2, 3));
  expect(history.of('a')).toEqual([
    [0, 1],
    [MINUTE, 2],
    [2 * MINUTE, 3],
  ]);
});

test('an hour of it is kept', () => {
  const history = createAlarmHistory();
  for (let minute = 1; minute <= 100; minute++) history.record(seen(minute * MINUTE, minute));
  expect(history.of('a')).toHaveLength(60);
  expect(history.of('a').at(-1)).toEqual([99 * MINUTE, 100]);
});

test('there is nothing of an alarm that has not been evaluated', () => {
  const history = createAlarmHistory();
  history.record([{ alarmName: 'c', kind: 'composite', state: 'OK', reason: '', since: 0 }]);
  expect(history.of('c')).toEqual([]);
});
