import { budgetTone, percentLeft } from '../../console/budget-view';

const alarms = (page: 'OK' | 'ALARM', ticket: 'OK' | 'ALARM') =>
  [
    { severity: 'page', alarmName: 'a-page', state: page },
    { severity: 'ticket', alarmName: 'a-ticket', state: ticket },
  ] as const;

test.each([
  ['nothing was counted', undefined, alarms('OK', 'OK'), ''],
  ['some is left', 0.6, alarms('OK', 'OK'), 'good'],
  ['somebody has a ticket', 0.6, alarms('OK', 'ALARM'), 'wait'],
  ['somebody is paged', 0.6, alarms('ALARM', 'OK'), 'bad'],
  ['it is gone', 0, alarms('OK', 'OK'), 'bad'],
  ['nobody knows, and somebody is paged', undefined, alarms('ALARM', 'OK'), 'bad'],
])('a budget of which %s', (_, left, of, tone) => {
  expect(budgetTone({ left, alarms: of })).toBe(tone);
});

test.each([
  [undefined, undefined],
  [1, 100],
  [0.604, 60],
  [-4.5, 0],
])('the bar of %s is %s percent', (left, percent) => {
  expect(percentLeft({ left })).toBe(percent);
});
