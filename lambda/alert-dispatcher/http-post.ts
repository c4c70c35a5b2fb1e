import type { LookupAddress } from 'node:dns';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { isIP, type LookupFunction } from 'node:net';
import { TimeLimitError, withinTime } from '../../lib/time-limit/time-limit';
import { isForbiddenAddress, isLoopbackHost } from './address';
import type { JsonPost } from './channels/channel-kind';

export interface PostAnswer {
  readonly status: number;
  /** The Retry-After header. */
  readonly retryAfter?: string;
}

/** Posts; any status is an answer. Throws a PostError when there is none. */
export type Post = (request: JsonPost, timeoutMs: number) => Promise<PostAnswer>;

/** A POST without an answer. The text never holds a part of the URL, which is a secret. */
export class PostError extends Error {
  override readonly name = 'PostError';

  constructor(
    message: string,
    /** False when it cannot be better the next time. */
    readonly retry: boolean,
  ) {
    super(message);
  }
}

/** All addresses of a host name. */
export type Resolve = (host: string) => Promise<LookupAddress[]>;

/**
 * Posts over HTTPS (plain HTTP to the loopback host only), follows no redirect, and connects to nothing but
 * the addresses that it has checked, so that a name cannot turn into another address in between.
 */
export function createPost(resolve: Resolve): Post {
  return async (request, timeoutMs) => {
    const url = checkedUrl(request.url);
    return withinTime(timeoutMs, async (signal) =>
      exchange(url, request, await checkedAddresses(url, resolve), signal),
    ).catch(rethrow);
  };
}

// --- internal ---

function checkedUrl(text: string): URL {
  if (!URL.canParse(text)) throw new PostError('the target is not a URL', false);
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopbackHost(url.hostname)))
    throw new PostError('the target is not an https URL', false);
  if (isOfFunction(url)) throw new PostError(FORBIDDEN, false);
  return url;
}

/** In a function nothing of ours listens on the loopback host: what does is the runtime's own API, or an extension's. */
function isOfFunction({ host, hostname }: URL): boolean {
  const api = process.env.AWS_LAMBDA_RUNTIME_API;
  return api !== undefined && (host === api || isLoopbackHost(hostname));
}

async function checkedAddresses(url: URL, resolve: Resolve): Promise<LookupAddress[]> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const addresses = family ? [{ address: host, family }] : await resolve(host);
  if (addresses.length === 0) throw new PostError('the host has no address', true);
  if (!isLoopbackHost(url.hostname) && addresses.some(({ address }) => isForbiddenAddress(address)))
    throw new PostError(FORBIDDEN, false);
  return addresses;
}

const FORBIDDEN = 'the target is at a private, link-local or metadata address';

function exchange(
  url: URL,
  { headers, body }: JsonPost,
  addresses: LookupAddress[],
  signal: AbortSignal,
): Promise<PostAnswer> {
  const lookup: LookupFunction = (_host, options, done) =>
    options.all ? done(null, addresses) : done(null, addresses[0]!.address, addresses[0]!.family);
  const length = { 'content-length': Buffer.byteLength(body) };
  const options = { method: 'POST', headers: { ...headers, ...length }, lookup, signal, agent: false };
  return new Promise((answer, fail) => {
    const sent = clientOf(url)(url, options, (response) => {
      answer({ status: response.statusCode!, retryAfter: response.headers['retry-after'] });
      // The status says it all; a body may be endless.
      response.destroy();
    });
    sent.on('error', fail);
    // 101: without a listener Node takes it for no answer at all.
    sent.on('upgrade', (response, socket) => {
      answer({ status: response.statusCode! });
      socket.destroy();
    });
    sent.end(body);
  });
}

type Client = (
  url: URL,
  options: RequestOptions,
  answered: (response: IncomingMessage) => void,
) => ClientRequest;

/** Loaded at the first post: a cold start need not wait for it. */
function clientOf({ protocol }: URL): Client {
  const { request } =
    protocol === 'https:'
      ? (require('node:https') as typeof import('node:https'))
      : (require('node:http') as typeof import('node:http'));
  return request;
}

/** Node's error texts may hold the host; its codes do not. */
function rethrow(error: unknown): never {
  if (error instanceof PostError) throw error;
  if (error instanceof TimeLimitError) throw new PostError(error.message, true);
  const { name, code = name } = error as NodeJS.ErrnoException;
  throw new PostError(`no answer: ${code}`, !UNSENDABLE.has(code));
}

/** Node refuses to send it, now and the next time. */
const UNSENDABLE = new Set(['ERR_INVALID_CHAR', 'ERR_INVALID_URL', 'ERR_UNESCAPED_CHARACTERS']);
