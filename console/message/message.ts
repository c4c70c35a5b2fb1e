import type { Mail } from '../../lib/local/alert/inbox';
import { element } from '../dom';
import { emailView } from './email';
import { slackView } from './slack';
import { teamsView } from './teams';

/** A message as its reader would see it; one of a channel that has no look of its own here is shown as it was sent. */
export function messageView(mail: Mail): HTMLElement {
  const view = VIEWS[mail.channel];
  const shown = view && tryView(() => view(mail));
  return element('div', 'message', shown ?? sentView(mail));
}

// --- internal ---

const VIEWS: Readonly<Record<string, (mail: Mail) => HTMLElement | undefined>> = {
  slack: slackView,
  teams: teamsView,
  email: emailView,
};

/** A body that is not what the channel takes is no reason to show nothing. */
function tryView(view: () => HTMLElement | undefined): HTMLElement | undefined {
  try {
    return view();
  } catch {
    return undefined;
  }
}

function sentView({ target, body }: Mail): HTMLElement {
  const text = element('pre', '', pretty(body));
  text.tabIndex = 0;
  text.setAttribute('role', 'group');
  text.setAttribute('aria-label', 'the message as it was sent');
  return element('div', 'sent', element('p', 'to', `POST to the address in ${target}`), text);
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
