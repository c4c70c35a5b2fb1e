import { type IsSecret, quote, renderValue } from '../logger/json-value';

/**
 * Any value as an `AnyValue` of OTLP's JSON encoding, or undefined for `undefined`: 64-bit whole numbers as texts, what is
 * not finite as proto3's JSON has it, null as an empty value. Never throws; the bounds and secrets are those of renderValue.
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
      return BigInt.asIntN(64, value) === value ? `{"intValue":"${value}"}` : textValue(`${value}`);
    case 'undefined':
      return undefined;
    default:
      return plainValue(JSON.parse(renderValue(value, isSecret) ?? 'null'));
  }
}

export const textValue = (text: string): string => `{"stringValue":${quote(text)}}`;

/** What JSON.parse returns, as an `AnyValue`. */
export function plainValue(value: unknown): string {
  if (typeof value === 'string') return textValue(value);
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

function numberValue(value: number): string {
  if (Number.isSafeInteger(value)) return `{"intValue":"${value}"}`;
  return Number.isFinite(value) ? `{"doubleValue":${value}}` : `{"doubleValue":"${value}"}`;
}
