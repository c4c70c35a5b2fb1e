import type { Alert, AlertState } from '../../../lib/contract';
import { facts, headline, links } from '../alert-text';
import { type ChannelKind, jsonPost } from './channel-kind';

/**
 * A Microsoft Teams workflow webhook ("post to a channel when a webhook request is received"), which takes
 * an Adaptive Card. A TextBlock would read its text as Markdown; text runs are plain text.
 */
export const teams: ChannelKind = {
  folds: true,
  post: (alert, { url }) => jsonPost(url, teamsMessage(alert)),
};

export function teamsMessage(alert: Alert): object {
  const title = { ...run(headline(alert)), size: 'large', weight: 'bolder', color: COLOURS[alert.state] };
  const lines = facts(alert).map(({ label, text }) =>
    block([{ ...run(`${label}: `), weight: 'bolder' }, run(text)]),
  );
  const details = alert.details ? [block([run(alert.details)])] : [];
  const records = (alert.records ?? []).map((record) => block([{ ...run(record), fontType: 'monospace' }]));
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          msteams: { width: 'Full' },
          body: [block([title]), ...details, ...lines, ...records],
          actions: links(alert).map(({ title, url }) => ({ type: 'Action.OpenUrl', title, url })),
        },
      },
    ],
  };
}

// --- internal ---

const COLOURS: Readonly<Record<AlertState, string>> = {
  ALARM: 'attention',
  OK: 'good',
  INSUFFICIENT_DATA: 'warning',
  MESSAGE: 'default',
};

function run(text: string): object {
  return { type: 'TextRun', text };
}

function block(inlines: readonly object[]): object {
  return { type: 'RichTextBlock', spacing: 'small', inlines };
}
