import type { Mail } from '../../lib/local/alert/inbox';
import { element } from '../dom';
import { alarmMail } from './alarm-mail';

/** A mail of SNS. */
export function emailView({ target, summary, body }: Mail): HTMLElement {
  const field = (name: string, text: string) => element('p', 'field', element('b', '', `${name} `), text);
  const text = element('pre', '', alarmMail(body) ?? body);
  text.tabIndex = 0;
  text.setAttribute('role', 'group');
  text.setAttribute('aria-label', 'text of the mail');
  return element(
    'div',
    'email',
    field('From', 'AWS Notifications <no-reply@sns.amazonaws.com>'),
    field('To', target),
    field('Subject', summary),
    text,
  );
}
