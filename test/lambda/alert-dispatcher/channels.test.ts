import { CHANNEL_KINDS } from '../../../lambda/alert-dispatcher/channels';
import { readAlert } from '../../../lambda/alert-dispatcher/read-alert';
import { type Alert, type AlertState, DISPATCHED_CHANNEL_KINDS } from '../../../lib/contract';
import vectors from '../../vectors/alert-payloads.json';

const DESTINATION = { url: 'https://service.example.com', key: 'KEY' };

function post(kind: keyof typeof CHANNEL_KINDS, alert: Alert) {
  const { url, headers, body } = CHANNEL_KINDS[kind].post(alert, DESTINATION);
  return { url, headers, body: JSON.parse(body) };
}

test.each(vectors.payloads.map(({ kind, alert, post }) => [kind, alert, post] as const))(
  '%s is posted the %s as recorded',
  (kind, name, expected) => {
    const alert = (vectors.alerts as unknown as Record<string, Alert>)[name]!;
    expect(post(kind as keyof typeof CHANNEL_KINDS, alert)).toEqual(expected);
  },
);

test('every kind has recorded payloads', () => {
  expect([...new Set(vectors.payloads.map(({ kind }) => kind))].sort()).toEqual(
    [...DISPATCHED_CHANNEL_KINDS].sort(),
  );
});

const HOSTILE =
  '<!here> <!channel> <@U123> <https://evil.example|click> @channel @here *bold* _it_ ~s~ `c` ```code``` ' +
  '[click](https://evil.example) <at>everyone</at> <img src=x onerror=alert(1)> {{DATE(2020-01-01)}} @{triggerBody()}';

const hostile = (): Alert => ({
  ...readAlert(
    {
      AlarmName: HOSTILE,
      AlarmDescription: `${HOSTILE}\n${HOSTILE}`,
      NewStateValue: 'ALARM',
      NewStateReason: HOSTILE,
      OldStateValue: HOSTILE,
      Trigger: { MetricName: HOSTILE, Namespace: HOSTILE, Dimensions: [{ name: HOSTILE, value: HOSTILE }] },
      TriggeringChildren: [{ Arn: HOSTILE }],
    },
    { severity: 'page', id: 'm', at: 0 },
  ),
  records: [HOSTILE],
});

/** Every object of a payload, with its field names. */
function objects(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(objects);
  return Array.isArray(value) ? inner : [value as Record<string, unknown>, ...inner];
}

test('Slack gets hostile text only where it is plain text', () => {
  const { text, blocks, mrkdwn, ...rest } = post('slack', hostile()).body;
  const kinds = new Set(objects(blocks).flatMap(({ type }) => type ?? []));
  expect(kinds).toEqual(
    new Set(['rich_text', 'rich_text_section', 'rich_text_preformatted', 'emoji', 'text', 'date']),
  );
  expect(mrkdwn).toBe(false);
  expect(rest).toEqual({ unfurl_links: false, unfurl_media: false });
  expect(text).toMatch(
    /^ALARM: &lt;!here&gt; &lt;!channel&gt; &lt;@U123&gt; &lt;https:\/\/evil\.example\|click&gt; @\u2060channel @\u2060here /,
  );
  expect(text).not.toMatch(/[<>]/);
});

test('Teams gets hostile text only in text runs, which know no Markdown', () => {
  const { body, actions } = post('teams', hostile()).body.attachments[0].content;
  expect(actions).toEqual([]);
  expect(new Set(objects(body).map(({ type }) => type))).toEqual(new Set(['RichTextBlock', 'TextRun']));
});

test('Amazon Q gets no link, mention, tag or code block of hostile text, in one thread for an alarm', () => {
  const { content, metadata } = post('amazonq', hostile()).body;
  for (const text of [content.title, content.description, metadata.summary, ...metadata.relatedResources]) {
    expect(text).not.toMatch(/[<>]|\]\(|:\/\/|@(here|channel)|``/);
  }
  const recovery = post('amazonq', { ...hostile(), state: 'OK' }).body;
  expect(recovery.metadata.threadId).toBe(metadata.threadId);
  expect(metadata.threadId).toMatch(/^[0-9a-f]{32}$/);
});

test('Opsgenie gets no tag in what it may show as HTML', () => {
  for (const alert of [hostile(), { ...hostile(), state: 'OK' as const }]) {
    const { description, note } = post('opsgenie', alert).body;
    expect(description ?? note).not.toMatch(/<[a-z/!]/i);
  }
});

test.each(DISPATCHED_CHANNEL_KINDS)(
  '%s is never posted more than it takes, however long the alert',
  (kind) => {
    const long = readAlert(
      {
        AlarmName: 'é'.repeat(9_000),
        AlarmDescription: '\u4e00\n'.repeat(9_000),
        NewStateValue: 'ALARM',
        NewStateReason: '\u4e00'.repeat(9_000),
        AlarmRule: '\u4e00'.repeat(9_000),
        TriggeringChildren: Array.from({ length: 100 }, () => ({ Arn: '\u4e00'.repeat(300) })),
      },
      { severity: 'page', id: 'm', at: 0 },
    );
    const alert = { ...long, records: new Array(5).fill('\u4e00'.repeat(300)) };
    const { body } = post(kind, alert);
    // Microsoft's limit for a card, the smallest of all, is 28 KB.
    expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(28_000);
    if (kind === 'pagerduty') expect(body.payload.summary.length).toBeLessThanOrEqual(1_024);
    if (kind === 'amazonq') expect(body.content.description.length).toBeLessThanOrEqual(2_900);
    if (kind === 'opsgenie') expect(body.message.length).toBeLessThanOrEqual(130);
  },
);

test.each<[AlertState, string, string, string]>([
  ['ALARM', 'page', 'critical', 'P1'],
  ['ALARM', 'ticket', 'warning', 'P3'],
  ['ALARM', 'other', 'error', 'P3'],
  ['INSUFFICIENT_DATA', 'page', 'warning', 'P4'],
  ['MESSAGE', 'page', 'critical', 'P1'],
])('%s of severity %s is %s for PagerDuty and %s for Opsgenie', (state, severity, pagerduty, opsgenie) => {
  const alert = { ...hostile(), state, severity };
  expect(post('pagerduty', alert).body.payload.severity).toBe(pagerduty);
  expect(post('opsgenie', alert).body.priority).toBe(opsgenie);
});
