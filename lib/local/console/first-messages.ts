import type { Mail } from '../alert/inbox';
import type { EventStream } from '../event/event-stream';
import { createFirstOks } from '../event/first-oks';
import type { RealmEvent } from '../event/realm-event';

/** What only says that a new alarm is OK, which a deployment makes many of; the page folds it. */
export interface FirstMessages {
  /** To be called with each mail when it has been told as an event. */
  readonly see: (mail: Mail) => void;
  readonly has: (message: Mail | RealmEvent) => boolean;
}

export function createFirstMessages(events: EventStream): FirstMessages {
  const firstOks = createFirstOks();
  const known = new WeakSet<Mail | RealmEvent>();
  // The notification has no line of its own; it only tells which subject belongs to which alarm.
  events.listen((event) => {
    if (firstOks.take(event)) known.add(event);
  });
  return {
    see(mail) {
      const { channel, target, summary } = mail;
      const at = new Date(mail.at).toISOString();
      if (firstOks.take({ type: 'alert', at, channel, target, summary, delivered: true })) known.add(mail);
    },
    has: (message) => known.has(message),
  };
}
