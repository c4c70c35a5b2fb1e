import { passesFilter } from '../../../lib/engine/notification/filter-policy';

test.each<[string, unknown, string, boolean | undefined]>([
  ['no policy lets everything through', undefined, 'text', true],
  ['a field that must be absent and is', { canary: [{ exists: false }] }, '{"a":1}', true],
  ['a field that must be absent and is not', { canary: [{ exists: false }] }, '{"canary":"now"}', false],
  ['a body that is no JSON passes no policy', { canary: [{ exists: false }] }, 'text', false],
  ['one of several values', { state: ['OK', 'ALARM'] }, '{"state":"ALARM"}', true],
  ['none of several values', { state: ['OK', 'ALARM'] }, '{"state":"NEW"}', false],
  ['every key has to hold', { a: [1], b: [2] }, '{"a":1,"b":3}', false],
  ['anything but', { state: [{ 'anything-but': ['OK'] }] }, '{"state":"ALARM"}', true],
  ['not even that', { state: [{ 'anything-but': ['OK'] }] }, '{"state":"OK"}', false],
  ['an operator that is not played', { n: [{ numeric: ['>', 1] }] }, '{"n":2}', undefined],
  ['a nested policy is not played', { a: { b: ['c'] } }, '{"a":{"b":"c"}}', undefined],
])('%s', (_, policy, body, expected) => {
  expect(passesFilter(policy, body)).toBe(expected);
});
