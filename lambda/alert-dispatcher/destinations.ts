import { type DispatchedChannel, SECRET_TARGETS, TOPIC_TARGET } from '../../lib/contract';
import { withinTime } from '../../lib/time-limit/time-limit';
import { isObject, parseJson } from '../shared/json-value';
import { isLoopbackHost } from './address';
import { CHANNEL_KINDS } from './channels';
import type { Destination } from './channels/channel-kind';

/** A store that gives no answer must not take the time of the other channels. */
export const SECRET_LIMIT_MS = 4_000;

/** Reads a secret; its errors are AWS's, of which only the name is told on. */
export type ReadSecret = (name: string) => Promise<string | undefined>;

export interface SecretPorts {
  readonly ssm: ReadSecret;
  readonly secretsManager: ReadSecret;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** A channel's secret could not be had or used. The text names where it is kept, never what it is. */
export class DestinationError extends Error {
  override readonly name = 'DestinationError';

  constructor(
    message: string,
    /** Its store may give it the next time. */
    readonly retry = false,
  ) {
    super(message);
  }
}

export interface Destinations {
  readonly of: (channel: DispatchedChannel) => Promise<Destination>;
  /** Forgets a secret that its service has refused: it may have been changed. */
  readonly forget: (channel: DispatchedChannel) => void;
}

/** Finds the destinations of channels. Secrets are kept for five minutes, and longer if they cannot be read again. */
export function createDestinations(ports: SecretPorts): Destinations {
  const cache = new Map<string, { readonly secret: string; readonly until: number }>();
  const silent = new Map<string, { readonly error: unknown; readonly until: number }>();

  async function secretOf(target: string): Promise<string> {
    const kept = cache.get(target);
    if (kept && ports.now() < kept.until) return kept.secret;
    const spared = silent.get(target);
    if (!kept && spared && ports.now() < spared.until) throw spared.error;
    try {
      const secret = await readSecret(target, ports);
      silent.delete(target);
      cache.set(target, { secret, until: ports.now() + TTL_MS });
      return secret;
    } catch (error) {
      if (kept) {
        cache.set(target, { ...kept, until: ports.now() + SPARE_MS });
        return kept.secret;
      }
      if (error instanceof DestinationError && error.retry)
        silent.set(target, { error, until: ports.now() + SPARE_MS });
      throw error;
    }
  }

  return {
    of: async (channel) =>
      isTopic(channel)
        ? { url: channel.target, key: 'none' }
        : destinationOf(channel, await secretOf(channel.target)),
    forget: ({ target }) => cache.delete(target),
  };
}

// --- internal ---

const TTL_MS = 5 * 60_000;
/** After a store has given no answer, it is not asked for so long. */
const SPARE_MS = 10_000;
/** Errors that are the same the next time. */
const FINAL = /^(ParameterNotFound|ResourceNotFound|AccessDenied|InvalidKeyId|Decryption|Validation)/;

/** A topic is no secret. */
function isTopic({ kind, target }: DispatchedChannel): boolean {
  return kind === 'amazonq' && target.startsWith(`${TOPIC_TARGET}arn:`);
}

async function readSecret(target: string, { ssm, secretsManager }: SecretPorts): Promise<string> {
  const readers = [
    [SECRET_TARGETS.ssm, ssm],
    [SECRET_TARGETS.secretsManager, secretsManager],
  ] as const;
  const found = readers.find(([prefix]) => target.startsWith(prefix));
  if (!found) return loopbackUrl(target);
  const [prefix, read] = found;
  const name = target.slice(prefix.length);
  const secret = await withinTime(SECRET_LIMIT_MS, () => read(name)).catch((error: Error) => {
    throw new DestinationError(`${target} cannot be read: ${error.name}`, !FINAL.test(error.name));
  });
  if (!secret?.trim()) throw new DestinationError(`${target} is empty`);
  return secret.trim();
}

function loopbackUrl(target: string): string {
  if (URL.canParse(target) && isLoopbackHost(new URL(target).hostname)) return target;
  throw new DestinationError('the target is not allowed; allowed: ssm:/name, secretsmanager:name');
}

/** A secret is a URL, a key, or a JSON object of both. */
function destinationOf({ kind, target }: DispatchedChannel, secret: string): Destination {
  const { service } = CHANNEL_KINDS[kind];
  const json = parseJson(secret);
  const plain = service && !/^https?:/.test(secret) ? { key: secret } : { url: secret };
  const { url = service, key = 'none' } = isObject(json) ? json : plain;
  if (typeof url !== 'string' || typeof key !== 'string' || !URL.canParse(url))
    throw new DestinationError(`${target} holds no usable ${service ? 'key' : 'URL'}`);
  return { url: url.replace(/\/+$/, ''), key };
}
