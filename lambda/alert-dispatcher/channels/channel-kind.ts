import type { Alert } from '../../../lib/contract';

/** Where a channel's alerts go; made from its secret. */
export interface Destination {
  readonly url: string;
  readonly key: string;
}

/** A POST of JSON. */
export interface JsonPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ChannelKind {
  /** Set when the secret is a key for this service; without it the secret is the URL. */
  readonly service?: string;
  /** People read it: many alerts at once may be one message. To a machine each alert is an event of its own. */
  readonly folds?: boolean;
  readonly post: (alert: Alert, destination: Destination) => JsonPost;
}

export function jsonPost(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): JsonPost {
  return { url, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
