import { type IsSecret, quote, renderValue } from '../logger/json-value';

/**
 * Any value as an `AnyValue` of OTLP's JSON encoding, or undefined for `undefined`: 64-bit whole numbers as texts, what is
 * not finite as proto3's JSON has it, null as an empty value, in lists and objects as everywhere. Never throws; the bounds and
 * secrets are those of renderValue.
 */
export function anyValue(value: unknown, isSecret: IsSecret): string | undefined {
  switch (typeof value) {
    case 'string':
      return textValue(isSecret.clean === undefined ? value : isSecret.clean(value));
    case 'number':
      return numberValue(value);
    case 'boolean':
      return `{"boolValue":${value}}`;
    case 'bigint':
      return bigValue(value);
    case 'undefined':
      return undefined;
    default:
      return plainValue(plainOf(value, isSecret) ?? null);
  }
}

/** Any value as what JSON.parse returns, for plainValue. */
export const plainOf = (value: unknown, isSecret: IsSecret): unknown => {
  const json = renderValue(value, isSecret, (odd) => `"${ODD}${odd}"`);
  return json === undefined ? undefined : JSON.parse(json);
};

export const textValue = (text: string): string => `{"stringValue":${quote(text)}}`;

/** What plainOf or JSON.parse returns, as an `AnyValue`. */
export function plainValue(value: unknown): string {
  if (typeof value === 'string') return oddValue(value) ?? textValue(value);
  if (typeof value === 'number') return numberValue(value);
  if (typeof value === 'boolean') return `{"boolValue":${value}}`;
  if (value === null || value === undefined) return '{}';
  if (Array.isArray(value)) return `{"arrayValue":{"values":[${value.map(plainValue).join(',')}]}}`;
  return `{"kvlistValue":{"values":[${keyValues(value)}]}}`;
}

/** The members of an object as `KeyValue`s with commas between them. */
export const keyValues = (object: object): string =>
  Object.entries(object)
    .map(([key, value]) => `{"key":${quote(key)},"value":${plainValue(value)}}`)
    .join(',');

// --- internal ---

/** Before a number that JSON has none of; a text that begins with it as well is at worst taken for the number in it. */
const ODD = '\\u0000number ';
const ODD_VALUE = /^\0number (?:(-?\d+)|(NaN|-?Infinity))$/;

function oddValue(text: string): string | undefined {
  if (text[0] !== '\0') return undefined;
  const [, big, real] = ODD_VALUE.exec(text) ?? [];
  if (big !== undefined) return bigValue(BigInt(big));
  return real && numberValue(Number(real));
}

/** OTLP's whole numbers have 64 bits. */
const bigValue = (value: bigint): string =>
  BigInt.asIntN(64, value) === value ? `{"intValue":"${value}"}` : textValue(`${value}`);

function numberValue(value: number): string {
  if (Number.isSafeInteger(value)) return `{"intValue":"${value}"}`;
  return Number.isFinite(value) ? `{"doubleValue":${value}}` : `{"doubleValue":"${value}"}`;
}
