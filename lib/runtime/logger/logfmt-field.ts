import { fieldName } from './format';
import { type IsSecret, quote, REDACTED, renderValue } from './json-value';

/** ` key=value` as logfmt has it: double quotes and JSON's escapes where a bare word would be ambiguous. */
export function logfmtField(name: string, value: unknown, isSecret: IsSecret): string {
  const key = fieldName(name).replace(NOT_BARE, '_') || '_';
  if (isSecret(name)) return ` ${key}=${REDACTED}`;
  if (typeof value === 'string') return ` ${key}=${logfmtValue(isSecret.clean?.(value) ?? value)}`;
  const json = renderValue(value, isSecret);
  if (json === undefined) return '';
  // JSON of a BigInt, a date and the like is a quoted string already
  return ` ${key}=${json.startsWith('"') ? json : logfmtValue(json)}`;
}

export function logfmtValue(text: string): string {
  return BARE.test(text) ? text : quote(text);
}

// --- internal ---

/** Printable ASCII without space, `"`, `\` and `=`. */
const BARE = /^[!#-<>-[\]-~]+$/;
const NOT_BARE = /[^!#-<>-[\]-~]/g;
