import type { Alert, AlertState } from '../../../lib/contract';
import { facts, headline, links, utc } from '../alert-text';
import { type ChannelKind, jsonPost } from './channel-kind';

/**
 * A Slack incoming webhook. Everything is said in rich text, where text is text and a link is an object of
 * its own, so that nothing in an alert can become markup, a link or a mention. Only `text`, which Slack
 * shows in notifications, is markup and must be escaped. (Webhooks answer with no message id, so an OK
 * cannot be a reply to its ALARM.)
 */
export const slack: ChannelKind = {
  folds: true,
  post: (alert, { url }) => jsonPost(url, slackMessage(alert)),
};

export function slackMessage(alert: Alert): object {
  const heading = [emoji(MARKS[alert.state]), text(` ${headline(alert)}`, { bold: true })];
  const body = facts(alert).flatMap(({ label, text: value }, place) => [
    text(`\n${label}: `, { bold: true }),
    ...(place === 0 ? localTime(alert, value) : [text(value)]),
  ]);
  const footer = links(alert).flatMap(({ title, url }, place) => [
    text(place === 0 ? '\n' : ' · '),
    { type: 'link', url, text: title },
  ]);
  const details = alert.details ? [text(`\n${alert.details}`)] : [];
  const records = alert.records?.length ? [preformatted(alert.records.join('\n'))] : [];
  return {
    text: escapeMarkup(headline(alert)),
    mrkdwn: false,
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      {
        type: 'rich_text',
        elements: [
          { type: 'rich_text_section', elements: [...heading, ...details, ...body, ...footer] },
          ...records,
        ],
      },
    ],
  };
}

// --- internal ---

const MARKS: Readonly<Record<AlertState, string>> = {
  ALARM: 'red_circle',
  OK: 'large_green_circle',
  INSUFFICIENT_DATA: 'white_circle',
  MESSAGE: 'speech_balloon',
};

/** The three characters that Slack's markup is made of, and the mentions that need none of them. */
function escapeMarkup(markup: string): string {
  return markup
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/@(?=channel|here|everyone|group)/gi, '@\u2060');
}

/** The time in each reader's own time zone. */
function localTime({ since: iso }: Alert, value: string): object[] {
  const time = utc(iso);
  const date = {
    type: 'date',
    timestamp: Math.floor(Date.parse(iso) / 1000),
    format: '{date_num} {time_secs}',
    fallback: time,
  };
  return [date, ...(value === time ? [] : [text(value.slice(time.length))])];
}

function emoji(name: string): object {
  return { type: 'emoji', name };
}

function text(content: string, style?: { readonly bold: true }): object {
  return { type: 'text', text: content, ...(style && { style }) };
}

function preformatted(content: string): object {
  return { type: 'rich_text_preformatted', elements: [text(content)] };
}
