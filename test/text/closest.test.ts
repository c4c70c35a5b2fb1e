import { closest } from '../../lib/text';

const known = ['heartbeat', 'queue', 'fleet', 'alarmAfter'];

test.each([
  ['hartbeat', 'heartbeat'],
  ['Queue', 'queue'],
  ['flet', 'fleet'],
  ['alarmafter', 'alarmAfter'],
])('%s is nearest to %s', (word, expected) => {
  expect(closest(word, known)).toBe(expected);
});

test.each(['', 'x', 'retention', 'heartbreaker-hotel'])('nothing is near %j', (word) => {
  expect(closest(word, known)).toBeUndefined();
});
