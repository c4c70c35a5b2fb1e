import { type LoopbackServer, readBody, startLoopbackServer } from '../loopback-server';
import type { LocalChannel } from './alert-channel';
import { summarise } from './summarise';

/** Where every alert of a local realm ends, whatever its channel: nothing leaves the machine. */
export interface Inbox extends LoopbackServer {
  /** Address that stands for a channel's. */
  readonly urlOf: (channel: LocalChannel) => string;
  /** Takes mail that does not come over HTTP: SNS's e-mail, SMS … */
  readonly put: (mail: Omit<Mail, 'at'>) => void;
  /** The latest mails, oldest first. */
  readonly mails: () => readonly Mail[];
}

export interface Mail {
  /** Realm time, epoch milliseconds. */
  readonly at: number;
  /** `slack`, `email` … */
  readonly channel: string;
  /** Who would have been told. */
  readonly target: string;
  /** What the channel shows first. */
  readonly summary: string;
  /** The message as it was sent. */
  readonly body: string;
}

export interface InboxProps {
  readonly channels: readonly LocalChannel[];
  readonly now: () => number;
  readonly onMail: (mail: Mail) => void;
}

/** Mails that are kept for a console page that is opened later. */
const KEPT = 100;

export async function startInbox({ channels, now, onMail }: InboxProps): Promise<Inbox> {
  const kept: Mail[] = [];
  const put = (mail: Omit<Mail, 'at'>) => {
    const dated = { ...mail, at: now() };
    kept.push(dated);
    if (kept.length > KEPT) kept.shift();
    onMail(dated);
  };
  const server = await startLoopbackServer('inbox', 0, async (request, response) => {
    // Some services' paths are below the channel's: PagerDuty's /v2/enqueue.
    const channel = channels.find(({ path }) => `${request.url}/`.startsWith(`${path}/`));
    const body = await readBody(request).catch(() => undefined);
    if (!channel || request.method !== 'POST' || body === undefined) {
      response.writeHead(channel ? 400 : 404).end();
      return;
    }
    put({ channel: channel.kind, target: channel.target, summary: summarise(body), body });
    response.writeHead(200, { 'content-type': 'text/plain' }).end('ok');
  });
  return { ...server, put, mails: () => kept, urlOf: ({ path }) => server.url + path };
}
