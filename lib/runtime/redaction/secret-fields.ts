import type { IsSecret } from '../logger/json-value';
import { lazy } from './lazy';

/**
 * Names of fields whose values are never shown, at any depth. A key matches when it ends with one of them or its
 * plural, whatever its case and separators: `db_password`, `X-Api-Key`, `awsSecretAccessKey`, `cookies`.
 */
export const SECRET_NAMES: readonly string[] = [
  'password',
  'passwd',
  'passphrase',
  'passcode',
  'secret',
  'token',
  'apikey',
  'accesskey',
  'privatekey',
  'secretkey',
  'signingkey',
  'encryptionkey',
  'masterkey',
  'sessionkey',
  'authkey',
  'sshkey',
  'authorization',
  'authorisation',
  'bearer',
  'cookie',
  'sessionid',
  'sessid',
  'csrf',
  'xsrf',
  'credential',
  'connectionstring',
];

/** @param names Further names besides SECRET_NAMES; `false` shows everything. */
export function createRedaction(names: readonly string[] | false = []): IsSecret {
  if (names === false) return () => false;
  const secrets = [...SECRET_NAMES, ...names].map(normalise).filter((name) => name !== '');
  const known = new Map<string, boolean>();
  const isSecret = (key: string): boolean => {
    const cached = known.get(key);
    if (cached !== undefined) return cached;
    const normalised = normalise(key);
    const secret =
      LAST_WORD.test(key.replace(/([a-z\d])([A-Z])/g, '$1_$2')) ||
      secrets.some(
        (name) => normalised.endsWith(name) || (normalised.endsWith(`${name}s`) && !COUNTED.test(normalised)),
      );
    if (known.size < MAX_KNOWN) known.set(key, secret);
    return secret;
  };
  return Object.assign(isSecret, { clean: hideSecrets });
}

// --- internal ---

/** Every pattern of secret-text.ts needs one of these, and most texts have none: a record pays for what it holds. */
const MAY_HOLD_ONE =
  /[=:]|earer |sic |AIN |eyJ| -|[a-z]_(?:live|test|pat|v1)_|\b(?:gh[a-z]_|gl[a-z]+-|xox|xapp|sq0|shp|hvs|hf_)|npm_|\bsk-|AIza|SG\.|-----BEGIN/;

const hideSecrets = (text: string): string =>
  MAY_HOLD_ONE.test(text) ? lazy.secretText().hideSecrets(text) : text;

/** Too short to be looked for at the end of another word: DB_PASS and dbPass, but not `compass`. */
const LAST_WORD = /(?:^|[-_.])(?:auth|pwd|pass|sid|jwt|creds|pat|t?otp|cvv|cvc|ssn)$/i;

/** Tokens of a language model, which are counted and not secret. */
const COUNTED = /(?:max|total|num|put|prompt|completion|used)tokens$/;

/** Keys can be data (a map of ids), so the cache must end somewhere. */
const MAX_KNOWN = 1000;

const normalise = (key: string): string => key.toLowerCase().replace(/[-_.\s]/g, '');
