import { flat } from './flat';
import type { Format } from './format';

/** A record's own fields. Anything may be in them; see renderValue. */
export type Fields = Readonly<Record<string, unknown>>;

/** Fields that are rendered once and spliced into many records. */
export interface BoundFields {
  readonly values: Fields;
  readonly keys: ReadonlySet<string>;
  readonly text: string;
}

export function bindFields(format: Format, values: Fields): BoundFields {
  return { values, keys: new Set(keysOf(values)), text: flat(renderFields(format, values)) };
}

/**
 * Bound fields followed by a record's own. A field of the same name is the record's, and is written once:
 * duplicate keys would let every backend choose for itself.
 */
export function joinFields(format: Format, bound: BoundFields, own: Fields): string {
  const { keys } = bound;
  let text = bound.text;
  try {
    // faster than Object.keys, which makes a list; inherited fields are not the record's own
    for (const key in own) {
      if (!hasOwn.call(own, key)) continue;
      if (keys.has(key)) return renderFields(format, merge(bound.values, own));
      text += format.field(key, own[key]);
    }
    return text;
  } catch {
    return renderFields(format, merge(bound.values, own));
  }
}

/** Later fields win; one that cannot be read leaves a note of why. */
export function merge(...sources: readonly Fields[]): Fields {
  const merged: Record<string, unknown> = Object.create(null);
  for (const source of sources) for (const key of keysOf(source)) merged[key] = read(source, key);
  return merged;
}

// --- internal ---

/** Inside for-in V8 sees through this, and not through Object.hasOwn. */
const hasOwn = Object.prototype.hasOwnProperty;

function renderFields(format: Format, fields: Fields): string {
  let text = '';
  for (const key of keysOf(fields)) text += format.field(key, read(fields, key));
  return text;
}

function keysOf(fields: Fields): readonly string[] {
  try {
    return Object.keys(fields);
  } catch {
    return [];
  }
}

function read(fields: Fields, key: string): unknown {
  try {
    return fields[key];
  } catch (error) {
    return error;
  }
}
