import { DeliveryMemory } from '../../../lambda/alert-dispatcher/delivery-memory';
import type { Alert, AlertState } from '../../../lib/contract';

const MINUTE = 60_000;

/** An alert of alarm `a` at a minute of the hour. */
function alert(state: AlertState, previousState: AlertState | undefined, minute: number, key = 'a'): Alert {
  const since = new Date(minute * MINUTE).toISOString();
  const id = `${key} ${state} ${since}`;
  return { version: 1, id, key, severity: 'page', state, previousState, title: key, alarm: key, since };
}

/** The verdicts of a channel that takes every alert it is sent. */
function verdicts(...alerts: Alert[]): (number | string)[] {
  const memory = new DeliveryMemory();
  return alerts.map((one) => {
    const now = Date.parse(one.since) + 1_000;
    const verdict = memory.judge('slack', one, now);
    if (verdict.send) memory.told('slack', one, now);
    return verdict.send ? verdict.folded : verdict.skipped;
  });
}

test('a flapping alarm is told each time', () => {
  expect(
    verdicts(
      alert('ALARM', 'OK', 0),
      alert('OK', 'ALARM', 1),
      alert('ALARM', 'OK', 2),
      alert('OK', 'ALARM', 3),
    ),
  ).toEqual([0, 0, 0, 0]);
});

test('the same state change is told once', () => {
  expect(verdicts(alert('ALARM', 'OK', 0), alert('ALARM', 'OK', 0))).toEqual([0, 'duplicate']);
});

test('ALARM again by way of missing data is folded within five minutes, then counted', () => {
  const again = (minute: number) => alert('ALARM', 'INSUFFICIENT_DATA', minute);
  expect(verdicts(alert('ALARM', 'OK', 0), again(2), again(4), again(6), again(7))).toEqual([
    0,
    'folded',
    'folded',
    2,
    'folded',
  ]);
});

test('an alarm that comes from OK is told even when its OK was not seen', () => {
  expect(verdicts(alert('ALARM', 'OK', 0), alert('ALARM', 'OK', 1))).toEqual([0, 0]);
});

test('an alarm that comes from its own state has news and is told', () => {
  expect(verdicts(alert('ALARM', 'OK', 0), alert('ALARM', 'ALARM', 1))).toEqual([0, 0]);
});

test('an OK tells how many alarms before it were folded', () => {
  expect(
    verdicts(alert('ALARM', 'OK', 0), alert('ALARM', 'INSUFFICIENT_DATA', 1), alert('OK', 'ALARM', 2)),
  ).toEqual([0, 'folded', 1]);
});

test('an older change is not told after a newer one', () => {
  expect(verdicts(alert('OK', 'ALARM', 5), alert('ALARM', 'OK', 4))).toEqual([0, 'superseded']);
});

test('a first OK is not told, unless an ALARM before it was', () => {
  const memory = new DeliveryMemory();
  const ok = alert('OK', 'INSUFFICIENT_DATA', 1);
  expect(memory.judge('slack', ok, MINUTE, true)).toEqual({ send: false, skipped: 'first' });
  memory.told('slack', alert('ALARM', 'INSUFFICIENT_DATA', 0), 0);
  expect(memory.judge('slack', ok, MINUTE, true)).toEqual({ send: true, folded: 0 });
});

test('equal messages are folded', () => {
  const message = (minute: number) => alert('MESSAGE', undefined, minute);
  expect(verdicts(message(0), message(1), message(6))).toEqual([0, 'folded', 1]);
});

test('alarms and channels are apart', () => {
  const memory = new DeliveryMemory();
  const one = alert('ALARM', 'OK', 0);
  memory.told('slack', one, 0);
  expect(memory.judge('teams', one, 0)).toEqual({ send: true, folded: 0 });
  expect(memory.judge('slack', alert('ALARM', 'OK', 0, 'b'), 0)).toEqual({ send: true, folded: 0 });
  expect(memory.judge('slack', one, 0)).toEqual({ send: false, skipped: 'duplicate' });
});

test('what a channel has not taken is told again', () => {
  const memory = new DeliveryMemory();
  const one = alert('ALARM', 'OK', 0);
  expect(memory.judge('slack', one, 0)).toEqual({ send: true, folded: 0 });
  expect(memory.judge('slack', one, MINUTE)).toEqual({ send: true, folded: 0 });
});

test('the memory is bounded; what was told last stays', () => {
  const memory = new DeliveryMemory();
  for (let i = 0; i < 3_000; i++) memory.told('slack', alert('ALARM', 'OK', 0, `k${i}`), 0);
  expect(memory.judge('slack', alert('ALARM', 'OK', 0, 'k0'), 0).send).toBe(true);
  expect(memory.judge('slack', alert('ALARM', 'OK', 0, 'k1000'), 0).send).toBe(false);
  expect(memory.judge('slack', alert('ALARM', 'OK', 0, 'k2999'), 0).send).toBe(false);
});
