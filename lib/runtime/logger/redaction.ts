import type { IsSecret } from './json-value';

/**
 * Names of fields whose values are never shown, at any depth. A key matches when it ends with one of them,
 * whatever its case and separators: `db_password`, `X-Api-Key`, `awsSecretAccessKey`.
 */
export const SECRET_NAMES: readonly string[] = [
  'password',
  'passwd',
  'passphrase',
  'secret',
  'token',
  'apikey',
  'accesskey',
  'privatekey',
  'secretkey',
  'authorization',
  'cookie',
  'credential',
  'credentials',
  'connectionstring',
];

/** @param names Further names besides SECRET_NAMES; `false` shows everything. */
export function createRedaction(names: readonly string[] | false = []): IsSecret {
  if (names === false) return () => false;
  const secrets = [...SECRET_NAMES, ...names].map(normalise).filter((name) => name !== '');
  const known = new Map<string, boolean>();
  return (key) => {
    const cached = known.get(key);
    if (cached !== undefined) return cached;
    const normalised = normalise(key);
    const secret = secrets.some((name) => normalised.endsWith(name));
    if (known.size < MAX_KNOWN) known.set(key, secret);
    return secret;
  };
}

// --- internal ---

/** Keys can be data (a map of ids), so the cache must end somewhere. */
const MAX_KNOWN = 1000;

const normalise = (key: string): string => key.toLowerCase().replace(/[-_.\s]/g, '');
