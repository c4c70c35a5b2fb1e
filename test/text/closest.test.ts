import { closest, gotOther, nearestFew } from '../../lib/text';

const known = ['heartbeat', 'queue', 'fleet', 'alarmAfter'];

test.each([
  ['hartbeat', 'heartbeat'],
  ['Queue', 'queue'],
  ['flet', 'fleet'],
  ['alarmafter', 'alarmAfter'],
])('%s is nearest to %s', (word, expected) => {
  expect(closest(word, known)).toBe(expected);
});

test('of three letters one may be wrong, or two swapped', () => {
  expect(closest('dve', ['dev', 'prod'])).toBe('dev');
  expect(closest('xml', ['emf'])).toBeUndefined();
});

test('a message says what was given, the nearest, and what is allowed', () => {
  expect(gotOther('flet', known)).toBe(
    "got 'flet', did you mean 'fleet', allowed: heartbeat, queue, fleet, alarmAfter",
  );
  expect(gotOther('x', [], 'none, there is no worker')).toBe("got 'x', allowed: none, there is no worker");
});

test.each(['', 'x', 'retention', 'heartbreaker-hotel'])('nothing is near %j', (word) => {
  expect(closest(word, known)).toBeUndefined();
});

describe('the known words in a message', () => {
  const words = Array.from({ length: 40 }, (_, index) => `alarm-${index}`);

  test('are all of them, as they come, when they are few', () => {
    expect(nearestFew('flet', known)).toBe('heartbeat, queue, fleet, alarmAfter');
    expect(nearestFew('flet', [])).toBe('');
  });

  test('are the nearest when they are many', () => {
    expect(nearestFew('alarm-3', words)).toBe('alarm-3, alarm-0, alarm-1, alarm-2, alarm-4 and 35 more');
  });
});
