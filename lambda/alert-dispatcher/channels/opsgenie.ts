import type { Alert } from '../../../lib/contract';
import { lookUp } from '../../../lib/text/look-up';
import { facts, headline, links } from '../alert-text';
import { cut } from '../plain-text';
import { type ChannelKind, jsonPost } from './channel-kind';

/** Opsgenie's Alert API, version 2: an OK closes the alert that its ALARM has created. */
export const opsgenie: ChannelKind = {
  service: 'https://api.opsgenie.com',
  post: (alert, { url, key }) => {
    const headers = { authorization: `GenieKey ${key}` };
    const close = `/${encodeURIComponent(alert.key)}/close?identifierType=alias`;
    return alert.state === 'OK'
      ? jsonPost(`${url}/v2/alerts${close}`, { source: SOURCE, note: inert(alert.reason ?? 'OK') }, headers)
      : jsonPost(`${url}/v2/alerts`, opsgenieAlert(alert), headers);
  },
};

export function opsgenieAlert(alert: Alert): object {
  const { key, alarm, severity, state, details, records } = alert;
  const lines = [
    ...(details ? [details, ''] : []),
    ...facts(alert).map(({ label, text }) => `${label}: ${text}`),
    ...links(alert).map(({ title, url }) => `${title}: ${url}`),
    ...(records?.length ? ['', ...records] : []),
  ];
  return {
    message: cut(headline(alert), MESSAGE_LIMIT),
    alias: key,
    description: cut(inert(lines.join('\n')), DESCRIPTION_LIMIT),
    entity: alarm,
    source: SOURCE,
    priority: state === 'INSUFFICIENT_DATA' ? 'P4' : (lookUp(PRIORITIES, severity) ?? 'P3'),
    tags: [state, cut(severity, TAG_LIMIT)],
  };
}

// --- internal ---

const SOURCE = 'tiltmeter';
const MESSAGE_LIMIT = 130;
const DESCRIPTION_LIMIT = 15_000;
const TAG_LIMIT = 50;

const PRIORITIES: Readonly<Record<string, string>> = { page: 'P1', ticket: 'P3' };

/** Opsgenie shows HTML in some texts; a `<` that no letter follows begins no tag. */
function inert(text: string): string {
  return text.replaceAll('<', '<\u2060');
}
