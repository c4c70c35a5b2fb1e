import type { Alert } from '../../../lib/contract';
import { lookUp } from '../../../lib/text/look-up';
import { facts, headline, links } from '../alert-text';
import { cut } from '../plain-text';
import { type ChannelKind, jsonPost } from './channel-kind';

/** PagerDuty's Events API, version 2: an OK resolves the incident that its ALARM has triggered. */
export const pagerduty: ChannelKind = {
  service: 'https://events.pagerduty.com',
  post: (alert, { url, key }) => jsonPost(`${url}/v2/enqueue`, pagerdutyEvent(alert, key)),
};

export function pagerdutyEvent(alert: Alert, routingKey: string): object {
  const { state, key, alarm, account, region, since, severity, details, records } = alert;
  const head = {
    routing_key: routingKey,
    event_action: state === 'OK' ? 'resolve' : 'trigger',
    dedup_key: key,
  };
  if (state === 'OK') return head;
  return {
    ...head,
    payload: {
      summary: cut(headline(alert), SUMMARY_LIMIT),
      source: [account, region].filter(Boolean).join(' ') || 'CloudWatch',
      severity: state === 'INSUFFICIENT_DATA' ? 'warning' : (lookUp(SEVERITIES, severity) ?? 'error'),
      timestamp: since,
      component: alarm,
      custom_details: {
        ...Object.fromEntries(facts(alert).map(({ label, text }) => [label, text])),
        ...(details && { Details: details }),
        ...(records?.length && { Records: records }),
      },
    },
    links: links(alert).map(({ title, url }) => ({ href: url, text: title })),
    client: 'tiltmeter',
  };
}

// --- internal ---

const SUMMARY_LIMIT = 1024;

const SEVERITIES: Readonly<Record<string, string>> = { page: 'critical', ticket: 'warning' };
