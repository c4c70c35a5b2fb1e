import { EvidenceError } from './evidence-error';

/** A file of evidence, not parsed yet. */
export interface EvidenceFile {
  /** For messages. */
  readonly name: string;
  readonly text: string;
}

export type Json = Readonly<Record<string, unknown>>;

/**
 * The object that a file holds.
 *
 * @throws {EvidenceError} for a file that ends early, and for what is no JSON object
 */
export function jsonObject({ name, text }: EvidenceFile, expected: string): Json {
  if (text.trim() === '') throw new EvidenceError(`${name}: the file is empty, allowed: ${expected}`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const cut = /end of JSON input|Unterminated string|Expected .* (?:at|after) .*\(line/.test(
      (error as Error).message,
    );
    const isCut = cut && !/[}\]]\s*$/.test(text);
    throw new EvidenceError(
      isCut
        ? `${name}: the JSON ends early, after ${text.length} characters; write the file again`
        : `${name}: this is no JSON, allowed: ${expected}`,
    );
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw new EvidenceError(
    `${name}: got ${Array.isArray(value) ? 'a list' : 'a bare value'}, allowed: ${expected}`,
  );
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
