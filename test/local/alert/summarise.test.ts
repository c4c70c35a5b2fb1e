import { summarise } from '../../../lib/local/alert/summarise';

test.each([
  ['Slack', { text: 'worker core is silent', blocks: [] }, 'worker core is silent'],
  ['a webhook', { state: 'OK', title: 'worker core is silent' }, 'OK again: worker core is silent'],
  [
    'a webhook',
    { state: 'OK', previousState: 'INSUFFICIENT_DATA', title: 'worker core is silent' },
    'OK, no data before; alarms when: worker core is silent',
  ],
  [
    'a webhook',
    { state: 'INSUFFICIENT_DATA', title: 'worker core is silent' },
    'INSUFFICIENT_DATA; alarms when: worker core is silent',
  ],
  ['a webhook', { state: 'ALARM', title: 'worker core is silent' }, 'ALARM: worker core is silent'],
  ['PagerDuty', { event_action: 'trigger', payload: { summary: 'silent' } }, 'silent'],
  [
    'PagerDuty, resolved',
    { event_action: 'resolve', dedup_key: 'arn:aws:cloudwatch:us-east-1:1:alarm:core-heartbeat' },
    'OK again: core-heartbeat',
  ],
  ['Opsgenie', { message: 'silent', description: 'long' }, 'silent'],
  ['Opsgenie, closed', { source: 'tiltmeter', note: 'below 5' }, 'OK again: below 5'],
  [
    'Teams',
    { attachments: [{ content: { body: [{ inlines: [{ type: 'TextRun', text: 'silent' }] }] } }] },
    'silent',
  ],
])('%s shows its first text', (_, message, summary) => {
  expect(summarise(JSON.stringify(message))).toBe(summary);
});

test('what is no JSON, or has no text, is shown as it is', () => {
  expect(summarise('ALARM\nfirst line only')).toBe('ALARM');
  expect(summarise('{"a":1}')).toBe('{"a":1}');
  expect(summarise('')).toBe('');
});

test('a long text is cut', () => {
  expect(summarise('x'.repeat(500))).toBe(`${'x'.repeat(199)}…`);
});
