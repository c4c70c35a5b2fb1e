import { createHash } from 'node:crypto';
import type { Alert, AlertState } from '../../../lib/contract';
import { facts, headline, links } from '../alert-text';
import { cut } from '../plain-text';
import { type ChannelKind, jsonPost } from './channel-kind';

/**
 * Amazon Q Developer in chat applications (formerly AWS Chatbot), by the SNS topic that it listens to. It drops
 * what is neither an AWS service's message nor of its custom-notification schema, version 1.0. The OK of an alarm
 * goes into the thread of its ALARM, where the channel's preferences allow threads.
 * Source: https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export const amazonq: ChannelKind = {
  folds: true,
  post: (alert, { url }) => jsonPost(url, customNotification(alert)),
};

export function customNotification(alert: Alert): object {
  const { id, key, alarm, severity, state, details, records, region, account } = alert;
  const lines = [
    ...(details ? [details] : []),
    ...facts(alert).map(({ label, text }) => `${label}: ${text}`),
    ...(records ?? []),
  ];
  const title = `${MARKS[state]} ${inert(headline(alert))}`;
  const steps = links(alert).map(({ title, url }) => `${title}: ${url}`);
  return {
    version: '1.0',
    source: 'custom',
    id,
    content: {
      textType: 'client-markdown',
      title: cut(title, TITLE_LIMIT),
      description: cut(inert(lines.join('\n')), DESCRIPTION_LIMIT),
      ...(steps.length > 0 && { nextSteps: steps }),
      keywords: [state, inert(severity)],
    },
    metadata: {
      threadId: createHash('sha256').update(key).digest('hex').slice(0, 32),
      summary: cut(title, TITLE_LIMIT),
      eventType: 'alert',
      relatedResources: [inert(alarm)],
      additionalContext: { severity, state, ...(region && { region }), ...(account && { account }) },
    },
  };
}

// --- internal ---

const MARKS: Readonly<Record<AlertState, string>> = {
  ALARM: '🔴',
  OK: '🟢',
  INSUFFICIENT_DATA: '⚪',
  MESSAGE: '💬',
};

/** Below what the schema and a section of Slack hold. */
const TITLE_LIMIT = 250;
const DESCRIPTION_LIMIT = 2_900;

/**
 * The chat application renders its own Markdown, for which there is no way to switch it off: no link, mention, tag or
 * code block can come of an alert's text. An invisible word joiner takes the signs apart.
 */
function inert(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[*_~`[\]@]|:(?=\/\/)/g, '$&\u2060');
}
