import { alarmDescription, readAlarmDescription } from '../../lib/contract';

test.each([
  [{ says: 'core is silent' }],
  [{ says: 'core is silent\nsee its log', first: 'look at its machines' }],
  [{ says: 'core is silent', runbook: 'https://wiki.example.com/silent' }],
])('what is written is read: %j', (description) => {
  expect(readAlarmDescription(alarmDescription(description))).toEqual(description);
});

test.each([
  ['First: of all', { says: 'First: of all' }],
  ['a\nrunbook: https://', { says: 'a\nrunbook: https://' }],
  ['a\n  RUNBOOK:https://x.example.com  \nb', { says: 'a\nb', runbook: 'https://x.example.com' }],
  ['', { says: '' }],
])("somebody else's words stay as they are: %j", (text, description) => {
  expect(readAlarmDescription(text)).toEqual(description);
});
