import type { InboxMail, RealmStatus } from '../lib/local/console/realm-status';
import { byId, element, keyed, setText, within } from './dom';
import { messageView } from './message/message';
import { timeOf } from './time-text';

/**
 * Who has been told, newest first. The newest ALARM that is written for people is open until a reader opens or closes one;
 * what only says that a new alarm is OK is one line for all.
 */
export function showInbox({ inbox }: Pick<RealmStatus, 'inbox'>): void {
  const alerts = inbox.filter(({ isFirstOk }) => !isFirstOk).map(keyOf(inbox));
  const firsts = inbox.filter(({ isFirstOk }) => isFirstOk);
  const place = alerts.findIndex(({ mail }) => mail.at < (firsts[0]?.at ?? 0));
  const end = place === -1 ? alerts.length : place;
  const rows: readonly Row[] = [
    ...alerts.slice(0, end),
    ...(firsts.length > 0 ? [{ key: 'first', firsts }] : []),
    ...alerts.slice(end),
  ];
  keyed(byId('inbox'), rows, ({ key }) => key, create, update);
  if (!isHandled) openNewest(newestAlarm(alerts)?.key);
  const [newest] = alerts;
  const line = byId('newest');
  line.hidden = !newest;
  if (newest) setText(line, `${timeOf(newest.mail.at)} ${newest.mail.channel}: ${newest.mail.summary}`);
}

// --- internal ---

interface MailRow {
  readonly key: string;
  readonly mail: InboxMail;
}
interface FirstsRow {
  readonly key: string;
  readonly firsts: readonly InboxMail[];
}
type Row = MailRow | FirstsRow;

/** Whether a reader has opened or closed a message. */
let isHandled = false;

/** The number counts from the oldest, so that it stays. */
const keyOf =
  (inbox: readonly InboxMail[]) =>
  (mail: InboxMail): MailRow => {
    const alike = inbox.filter((one) => one.at === mail.at && one.channel === mail.channel);
    return { key: `${mail.at} ${mail.channel} ${alike.length - alike.indexOf(mail)}`, mail };
  };

function create(row: Row): HTMLElement {
  return 'mail' in row
    ? mailRow(row.mail)
    : element('li', 'firsts', element('details', '', element('summary'), element('ul')));
}

function update(made: HTMLElement, row: Row): void {
  if ('mail' in row) return;
  const count = row.firsts.length;
  const what = count === 1 ? '1 message: a new alarm is OK' : `${count} messages: new alarms are OK`;
  setText(within(made, 'summary'), what);
  const seen = (within(made, 'details') as HTMLDetailsElement).open ? row.firsts.map(keyOf(row.firsts)) : [];
  keyed(
    within(made, 'ul'),
    seen,
    ({ key }) => key,
    ({ mail }) => mailRow(mail),
  );
}

function mailRow(mail: InboxMail): HTMLElement {
  const { at, channel, summary } = mail;
  const button = element(
    'button',
    'subject',
    element('time', 'at', timeOf(at)),
    element('span', 'channel', channel),
    element('span', 'text', summary),
  );
  button.type = 'button';
  const made = element('li', 'mail', button);
  made.dataset.tone = isAlarm(mail) ? 'bad' : /^OK\b/.test(summary) ? 'good' : '';
  button.setAttribute('aria-expanded', 'false');
  const toggle = (open: boolean) => {
    button.setAttribute('aria-expanded', String(open));
    const shown = made.querySelector('.message');
    if (open && !shown) made.append(messageView(mail));
    else if (!open) shown?.remove();
  };
  button.addEventListener('click', () => {
    isHandled = true;
    toggle(button.getAttribute('aria-expanded') !== 'true');
  });
  // Who reads in it by keyboard must not have it folded by the next alarm.
  made.addEventListener('focusin', ({ target }) => {
    if (target !== button) isHandled = true;
  });
  toggles.set(made, toggle);
  return made;
}

const toggles = new WeakMap<Element, (open: boolean) => void>();

/** An alarm tells several channels within moments; the one that reads best is shown. */
function newestAlarm(alerts: readonly MailRow[]): MailRow | undefined {
  const alarms = alerts.filter(({ mail }) => isAlarm(mail) && READABLE.includes(mail.channel));
  const together = alarms.filter(({ mail }) => mail.at > alarms[0]!.mail.at - TOGETHER_MS);
  const rank = ({ mail }: MailRow) => READABLE.indexOf(mail.channel);
  return together.sort((a, b) => rank(a) - rank(b))[0];
}

const TOGETHER_MS = 30_000;
/** What is written for people, best first. */
const READABLE = ['slack', 'teams', 'email'];

const isAlarm = ({ summary }: InboxMail): boolean => /^ALARM\b/.test(summary);

let opened: string | undefined;

function openNewest(key: string | undefined): void {
  if (key === opened) return;
  opened = key;
  for (const row of byId('inbox').children) toggles.get(row)?.((row as HTMLElement).dataset.key === key);
}
