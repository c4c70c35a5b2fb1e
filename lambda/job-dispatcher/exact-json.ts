import { randomUUID } from 'node:crypto';

/**
 * A number of which JavaScript would write another text: `12345678901234567890` loses digits, `1.0` its fraction, `1e400`
 * everything. Lava's dispatcher, which is Python, sends each on as it came.
 */
export class ExactNumber {
  constructor(readonly text: string) {}

  toJSON(): number {
    return Number(this.text);
  }
}

/**
 * The requests in a valid JSON text, one or a list, with numbers as they are written, below their own fields: a delay is to be
 * counted with, and no other field may be a number.
 * @param json what JSON.parse makes of the text
 */
export function exactRequests(text: string, json: unknown): unknown {
  const marked = text.replace(TOKEN, (token) => (isExact(token) ? token : `"${MARK}${token}"`));
  if (marked === text) return json;
  try {
    const exact: unknown = JSON.parse(marked, (_, value) =>
      typeof value === 'string' && value.startsWith(MARK) ? new ExactNumber(value.slice(MARK.length)) : value,
    );
    return Array.isArray(exact) ? exact.map(withPlainFields) : withPlainFields(exact);
  } catch {
    // JSON.parse takes any depth, but with a reviver only as much as the stack holds.
    return json;
  }
}

/** JSON text with each exact number as it is written. Throws as JSON.stringify does. */
export function stringifyExact(value: unknown): string {
  return JSON.stringify(value, function (this: Readonly<Record<string, unknown>>, key, one: unknown) {
    const original = this[key];
    return original instanceof ExactNumber ? MARK + original.text : one;
  }).replace(MARKED, '$1');
}

/** A number in a value, at any depth, that JavaScript has rounded, or may have. */
export function roundedNumber(value: unknown): number | undefined {
  const left = [value];
  while (left.length > 0) {
    const one = left.pop();
    if (typeof one === 'number' && !Number.isSafeInteger(one) && !(Math.abs(one) < LARGEST)) return one;
    if (typeof one === 'object' && one !== null && !(one instanceof ExactNumber)) {
      for (const part of Object.values(one)) left.push(part);
    }
  }
  return undefined;
}

// --- internal ---

/** From here on, a number need not be the one that was written, if that had no fraction. */
const LARGEST = Number.MAX_SAFE_INTEGER;

/** A string or a number of valid JSON. */
const TOKEN = /"(?:[^"\\]+|\\.)*"|-?\d[\d.eE+-]*/g;

const isExact = (token: string): boolean => token.startsWith('"') || String(Number(token)) === token;

/** Of this process alone, so that no text from outside begins with it. */
const MARK = `${randomUUID()}:`;
const MARKED = new RegExp(`"${MARK}([^"]+)"`, 'g');

function withPlainFields(value: unknown): unknown {
  if (value instanceof ExactNumber) return value.toJSON();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, one instanceof ExactNumber ? one.toJSON() : one]),
  );
}
