import { foldAlerts } from '../../../lambda/alert-dispatcher/fold';
import type { Alert } from '../../../lib/contract';

const alert = (n: number, more: Partial<Alert> = {}): Alert => ({
  version: 1,
  id: `id-${n}`,
  key: `key-${n}`,
  severity: 'page',
  state: 'ALARM',
  previousState: 'OK',
  title: `worker w${n} is silent`,
  alarm: `lava-dev-w${n}-heartbeat`,
  since: `2026-01-05T09:00:${String(n % 60).padStart(2, '0')}.000Z`,
  region: 'eu-west-1',
  account: '123456789012',
  ...more,
});

const some = (count: number, more?: Partial<Alert>): Alert[] =>
  Array.from({ length: count }, (_, n) => alert(n, more));

test('up to three alerts are told one by one', () => {
  expect(foldAlerts(some(3))).toEqual(some(3).map((one) => ({ told: one, of: [one] })));
});

test('more become one message that names them all, in the order of their times', () => {
  const [folded, ...more] = foldAlerts(some(4).reverse());
  expect(more).toEqual([]);
  expect(folded!.of.map(({ id }) => id)).toEqual(['id-0', 'id-1', 'id-2', 'id-3']);
  expect(folded!.told).toEqual({
    version: 1,
    id: expect.stringMatching(/^[0-9a-f]{32}$/),
    key: folded!.told.id,
    severity: 'page',
    state: 'ALARM',
    title: '4 alarms',
    alarm: '4 alarms',
    details: [
      '• ALARM: lava-dev-w0-heartbeat: worker w0 is silent',
      '• ALARM: lava-dev-w1-heartbeat: worker w1 is silent',
      '• ALARM: lava-dev-w2-heartbeat: worker w2 is silent',
      '• ALARM: lava-dev-w3-heartbeat: worker w3 is silent',
    ].join('\n'),
    since: '2026-01-05T09:00:00.000Z',
    region: 'eu-west-1',
    account: '123456789012',
  });
});

test('the line of an alarm says how its budget stands, where that is known', () => {
  const budgets = new Map([['id-1', 'burns 20 times too fast over 1h, 62% of the budget of 28d left']]);
  expect(foldAlerts(some(4), budgets)[0]!.told.details!.split('\n').slice(0, 2)).toEqual([
    '• ALARM: lava-dev-w0-heartbeat: worker w0 is silent',
    '• ALARM: lava-dev-w1-heartbeat: burns 20 times too fast over 1h, 62% of the budget of 28d left',
  ]);
});

test('a message is as urgent as the last state of its most urgent alarm', () => {
  const ended = alert(1, {
    id: 'end',
    state: 'OK',
    previousState: 'ALARM',
    since: '2026-01-05T09:30:00.000Z',
  });
  const [mixed] = foldAlerts([...some(4), ended]);
  expect(mixed!.told).toMatchObject({ state: 'ALARM', title: '4 alarms, 1 OK' });
  expect(mixed!.told.details!.split('\n').at(-1)).toBe(
    '• OK again: lava-dev-w1-heartbeat: worker w1 is silent',
  );
  const [away] = foldAlerts([...some(4), { ...ended, state: 'INSUFFICIENT_DATA' }]);
  expect(away!.told.details!.split('\n').at(-1)).toBe(
    '• INSUFFICIENT_DATA: lava-dev-w1-heartbeat; alarms when: worker w1 is silent',
  );
  const [over] = foldAlerts(some(4, { state: 'OK', previousState: 'ALARM' }));
  expect(over!.told).toMatchObject({ state: 'OK', previousState: 'ALARM', title: '4 alarms' });
});

test('severities are not mixed', () => {
  const folded = foldAlerts([...some(4), ...some(4, { severity: 'ticket' })]);
  expect(folded.map(({ told: { severity, title } }) => [severity, title])).toEqual([
    ['page', '4 alarms'],
    ['ticket', '4 alarms'],
  ]);
});

test('every name of a thousand is in a message, whole, and no message is longer than a chat takes', () => {
  const name = (n: number) => `${'n'.repeat(240)}-${n}`;
  const alerts = Array.from({ length: 1_000 }, (_, n) =>
    alert(n, { alarm: name(n), title: 'x'.repeat(250) }),
  );
  const folded = foldAlerts(alerts);
  const text = folded.map(({ told }) => told.details ?? told.alarm).join('\n');
  expect(alerts.filter(({ alarm }) => !text.includes(`${alarm}\n`) && !text.endsWith(alarm))).toEqual([]);
  expect(Math.max(...folded.map(({ told }) => (told.details ?? '').length))).toBeLessThanOrEqual(2_500);
});
