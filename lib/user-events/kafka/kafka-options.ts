import { UserEventsError } from '../user-events-error';
import { mskIamToken } from './msk-iam-token';

/** How to reach a cluster. */
export interface KafkaOptions {
  /** `host:port`, at least one. */
  readonly brokers: readonly string[];
  /** @default 'none', or 'plain' when there is a user name */
  readonly auth?: KafkaAuth;
  /** @default as `auth` needs: MSK's IAM is over TLS only */
  readonly tls?: boolean;
  readonly username?: string;
  readonly password?: string;
  /** Of the MSK cluster; only for `iam`. */
  readonly region?: string;
}

export const KAFKA_AUTHS = ['none', 'plain', 'scram-sha-256', 'scram-sha-512', 'iam'] as const;
export type KafkaAuth = (typeof KAFKA_AUTHS)[number];

/** ms that the brokers may take for one thing, with all the tries of the client; a group that is shared out anew takes up to 20 s. */
export const KAFKA_LIMIT_MS = 40_000;

/**
 * The client's options for a cluster.
 * @throws UserEventsError when something is missing or contradicts something else.
 */
export function clientOptions(clientId: string, options: KafkaOptions) {
  const { auth = options.username === undefined ? 'none' : 'plain', tls = auth === 'iam' } = options;
  return {
    clientId,
    bootstrapBrokers: checkBrokers(options.brokers),
    autocreateTopics: false,
    // A broker's restart is sat out by the client; what takes longer, by the consumer's own back-off.
    retries: 3,
    retryDelay: 1_000,
    connectTimeout: 5_000,
    timeout: 10_000,
    ...(tls && { tls: {} }),
    ...(auth !== 'none' && { sasl: SASL[auth](options) }),
  };
}

// --- internal ---

const BROKER = /^(?:\[[0-9a-fA-F:]+\]|[^\s:,/]+):(\d{1,5})$/;
const MAX_PORT = 65_535;

function checkBrokers(given: readonly string[]): string[] {
  const brokers = given.map((broker) => broker.trim());
  const bad = brokers.find((broker) => {
    const port = Number(BROKER.exec(broker)?.[1] ?? 0);
    return port === 0 || port > MAX_PORT;
  });
  if (brokers.length > 0 && bad === undefined) return brokers;
  throw new UserEventsError(
    `brokers: got ${bad === undefined ? 'none' : `'${bad}'`}, want host:port, several separated by commas; give --brokers or KAFKA_HOSTS`,
  );
}

function password(mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512') {
  return ({ username, password }: KafkaOptions) => {
    if (username !== undefined && password !== undefined) return { mechanism, username, password };
    throw new UserEventsError(
      `auth ${mechanism.toLowerCase()}: got no ${username === undefined ? 'user name' : 'password'}; set KAFKA_USERNAME and KAFKA_PASSWORD`,
    );
  };
}

const SASL = {
  plain: password('PLAIN'),
  'scram-sha-256': password('SCRAM-SHA-256'),
  'scram-sha-512': password('SCRAM-SHA-512'),
  iam: ({ region, tls }: KafkaOptions) => {
    if (tls === false) throw new UserEventsError('auth iam: works over TLS only; leave tls on');
    if (region === undefined)
      throw new UserEventsError('auth iam: got no region; give --region or AWS_REGION');
    // Asked for at every connection: a token is valid for a quarter of an hour.
    return { mechanism: 'OAUTHBEARER' as const, token: () => mskIamToken(region) };
  },
} satisfies Record<Exclude<KafkaAuth, 'none'>, (options: KafkaOptions) => unknown>;
