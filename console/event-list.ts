import type { RealmStatus } from '../lib/local/console/realm-status';
import type { RealmEvent } from '../lib/local/event/realm-event';
import { byId, element, keyed, setText } from './dom';
import { timeOf } from './time-text';

const SHOWN = 60;

/** What happened, newest first; how jobs went is one line for all of them. */
export function showEvents({ events }: Pick<RealmStatus, 'events'>): void {
  setText(byId('jobs'), jobsText(events));
  const told = events.flatMap((event, place) => {
    const line = DESCRIPTIONS[event.type]?.(event as never);
    return line ? [{ ...line, at: event.at, key: `${event.at} ${events.length - place} ${line.text}` }] : [];
  });
  keyed(byId('events'), told.slice(0, SHOWN), ({ key }) => key.replace(/ \d+ /, ' '), eventRow);
}

// --- internal ---

interface Line {
  readonly label: string;
  readonly tone: '' | 'bad' | 'good' | 'wait';
  readonly text: string;
}

function eventRow({ at, label, tone, text }: Line & { readonly at: string }): HTMLElement {
  const time = element('time', 'at', timeOf(Date.parse(at)));
  const row = element(
    'li',
    'event',
    time,
    element('span', 'badge kind', label),
    element('span', 'text', text),
  );
  row.dataset.tone = tone;
  return row;
}

function jobsText(events: readonly RealmEvent[]): string {
  const ended = events.flatMap((event) => (event.type === 'job' && ENDS.has(event.status) ? [event] : []));
  if (ended.length === 0) return '';
  const failed = ended.filter(({ status }) => status === 'failed');
  const which = [...new Set(failed.map(({ job_id }) => job_id))].join(', ');
  const failures = failed.length > 0 ? `, ${failed.length} failed (${which})` : '';
  return `Jobs of late: ${ended.length - failed.length} complete${failures}.`;
}

const ENDS: ReadonlySet<string> = new Set(['complete', 'failed']);

type Describe<T extends RealmEvent['type']> = (event: Extract<RealmEvent, { type: T }>) => Line | undefined;

const DESCRIPTIONS: { readonly [T in RealmEvent['type']]?: Describe<T> } = {
  worker: ({ instance, status, detail }) => ({
    label: 'worker',
    tone: status === 'up' ? 'good' : status === 'started' ? '' : 'bad',
    text: `${instance} ${status}${detail ? `: ${detail}` : ''}`,
  }),
  transition: ({ alarm, from, to }) => ({
    label: to === 'INSUFFICIENT_DATA' ? 'no data' : to,
    tone: to === 'ALARM' ? 'bad' : to === 'OK' ? 'good' : 'wait',
    text: `${alarm}, was ${from}`,
  }),
  alert: ({ channel, delivered, summary }) => ({
    label: delivered ? 'told' : 'NOT TOLD',
    tone: delivered ? '' : 'bad',
    text: `${channel}: ${summary}`,
  }),
  function: ({ function: name, status, detail }) => ({
    label: 'function',
    tone: 'bad',
    text: `${name} ${status}: ${detail}`,
  }),
  notice: ({ message }) => ({ label: 'notice', tone: '', text: message }),
};
