import { types } from 'node:util';
import { escapeControls } from '../control-characters';
import { messageOf } from '../notice';
import { lazy } from '../redaction/lazy';

/** Whether the value under a key must not be shown. */
export interface IsSecret {
  (key: string): boolean;
  /** A text without what it gives away by its form. @default every text is shown as it is */
  readonly clean?: (text: string) => string;
}

export const REDACTED = '[redacted]';

/**
 * A string as JSON that is safe in a line-based log: besides what JSON demands, every control character,
 * line separator and bidirectional override is escaped, so that no value can forge a line or a terminal
 * sequence. Lone surrogates are escaped too: a line is always valid UTF-8.
 */
export function quote(text: string): string {
  return UNSAFE.test(text) ? quoteUnsafe(text) : `"${text}"`;
}

/**
 * Any value as JSON, or undefined for `undefined`. Never throws and always ends: errors show type, message, stack, cause and members, getters and `toJSON` that throw
 * leave a placeholder, cycles are cut, depth and width are bounded.
 * @param odd Writes a number that JSON has none of, wherever it is. @default as a string
 */
export function renderValue(
  value: unknown,
  isSecret: IsSecret,
  odd: (value: number | bigint) => string = asString,
): string | undefined {
  switch (typeof value) {
    case 'string':
      return quote(isSecret.clean === undefined ? value : isSecret.clean(value));
    case 'number':
      return Number.isFinite(value) ? `${value}` : odd(value);
    case 'bigint':
      return odd(value);
    case 'boolean':
      return `${value}`;
    case 'undefined':
      return undefined;
    case 'object':
      return value === null
        ? 'null'
        : renderObject(value, { isSecret, odd, ancestors: [], nodes: BOUNDS.nodes });
    default:
      return renderExotic(value);
  }
}

// --- internal ---

/** One record must not stall the worker or exceed any backend's limit, whatever object it is given. */
const BOUNDS = { depth: 8, width: 256, nodes: 5000 } as const;

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
const UNSAFE = /["\\\0-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]/;

const asString = (value: number | bigint): string => `"${value}"`;

interface Walk {
  readonly isSecret: IsSecret;
  readonly odd: (value: number | bigint) => string;
  /** The objects between the root and here, to find cycles. */
  readonly ancestors: object[];
  /** Values that may still be visited. */
  nodes: number;
}

type Entry = readonly [key: string, read: () => unknown];

/** JSON escapes the others, half surrogate pairs included. */
const quoteUnsafe = (text: string): string => escapeControls(JSON.stringify(text));

function renderExotic(value: unknown): string {
  if (typeof value === 'function') return quote(`[Function ${functionName(value)}]`);
  return quote(String(value));
}

function functionName(value: { readonly name?: unknown }): string {
  try {
    return typeof value.name === 'string' && value.name !== '' ? value.name : 'anonymous';
  } catch {
    return 'anonymous';
  }
}

function renderNested(value: unknown, walk: Walk): string | undefined {
  walk.nodes -= 1;
  if (walk.nodes < 0) return '"[…]"';
  return typeof value === 'object' && value !== null
    ? renderObject(value, walk)
    : renderValue(value, walk.isSecret, walk.odd);
}

function renderObject(value: object, walk: Walk): string {
  if (walk.ancestors.includes(value)) return '"[Circular]"';
  if (walk.ancestors.length >= BOUNDS.depth) return Array.isArray(value) ? '"[Array]"' : '"[Object]"';
  walk.ancestors.push(value);
  try {
    return renderByType(value, walk);
  } catch (error) {
    return quote(`[unreadable: ${messageOf(error)}]`);
  } finally {
    walk.ancestors.pop();
  }
}

function renderByType(value: object, walk: Walk): string {
  if (Array.isArray(value)) return renderList(value, value.length, walk);
  if (types.isNativeError(value) || value instanceof Error)
    return renderEntries(errorEntries(value, walk), walk);
  if (types.isDate(value)) return quote(Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString());
  if (types.isMap(value)) return renderEntries(mapEntries(value, walk), walk, value.size);
  if (types.isSet(value)) return renderList(value, value.size, walk);
  if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value))
    return `"[${value.constructor.name} ${value.byteLength} bytes]"`;
  // what JSON takes for its value, and what has all of it in its text
  if (types.isBoxedPrimitive(value)) return renderNested(value.valueOf(), walk)!;
  if (types.isRegExp(value) || value instanceof URLSearchParams) return renderNested(String(value), walk)!;
  if (walk.isSecret.clean && isLive(value)) {
    const short = lazy.shortForm().shortForm(value);
    return renderEntries(propertyEntries(short, Object.keys(short), walk), walk);
  }
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === 'function') return renderNested(toJSON.call(value), walk) ?? 'null';
  if (types.isPromise(value)) return '"[Promise]"';
  const keys = Object.keys(value);
  return renderEntries(propertyEntries(value, keys, walk), walk, keys.length);
}

/** An event emitter, a stream, or an object of fetch, whose members are getters of its class. */
function isLive(value: object): boolean {
  if (['_events', '_readableState', '_writableState'].some((name) => Object.hasOwn(value, name))) return true;
  return /^\[object (Request|Response|Headers)\]$/.test(Object.prototype.toString.call(value));
}

function renderList(items: Iterable<unknown>, size: number, walk: Walk): string {
  const parts: string[] = [];
  // headers come as a list too: name, value, name, value; so do the arguments of a command: --name, value
  let name: unknown;
  for (const item of items) {
    if (parts.length >= BOUNDS.width) {
      parts.push(`"[… ${size - BOUNDS.width} more]"`);
      break;
    }
    const hidden =
      typeof name === 'string' && (parts.length % 2 === 1 || name[0] === '-') && walk.isSecret(name);
    parts.push(hidden ? `"${REDACTED}"` : (renderNested(item, walk) ?? 'null'));
    name = item;
  }
  return `[${parts.join(',')}]`;
}

/** @param size How many there are, of which the first are given. @default as many as are given */
function renderEntries(entries: readonly Entry[], walk: Walk, size = entries.length): string {
  let text = '';
  for (const [key, read] of entries) {
    const rendered = walk.isSecret(key) ? `"${REDACTED}"` : renderProperty(read, walk);
    if (rendered !== undefined) text += `${text === '' ? '' : ','}${quote(key)}:${rendered}`;
  }
  if (size > entries.length) text += `,"…":"[${size - entries.length} more]"`;
  return `{${text}}`;
}

function renderProperty(read: () => unknown, walk: Walk): string | undefined {
  try {
    return renderNested(read(), walk);
  } catch (error) {
    return quote(`[unreadable: ${messageOf(error)}]`);
  }
}

function propertyEntries(value: object, keys: readonly string[], { isSecret }: Walk): Entry[] {
  const members = value as Record<string, unknown>;
  const hides = hiddenMember(members, isSecret);
  return keys.slice(0, BOUNDS.width).map((key) => [key, key === hides ? () => REDACTED : () => members[key]]);
}

/** `{ name: 'auth', args: [password] }` of Redis clients; `{ name: 'DB_PASSWORD', value: … }`, `{ key, value }` of lists. */
function hiddenMember(members: Record<string, unknown>, isSecret: IsSecret): string | undefined {
  const { name = members.Name ?? members.key ?? members.Key } = members;
  if (typeof name !== 'string') return undefined;
  if ('args' in members) return /^(auth|hello|acl|config)$/i.test(name) ? 'args' : undefined;
  return isSecret(name) ? ('Value' in members ? 'Value' : 'value') : undefined;
}

/** A key that is no string can look like another. */
function mapEntries(map: Map<unknown, unknown>, { isSecret }: Walk): Entry[] {
  const entries = new Map<string, () => unknown>();
  for (const [key, value] of map) {
    if (entries.size >= BOUNDS.width) break;
    let name = typeof key === 'string' ? key : `${renderValue(key, isSecret)}`;
    while (entries.has(name) || (name !== key && map.has(name))) name += '_';
    entries.set(name, () => value);
  }
  return [...entries];
}

/** Own properties such as `code` and `errno` stay, `type` as `type_`; what every error has comes first, whatever is enumerable. */
function errorEntries(error: Error, walk: Walk): Entry[] {
  const hidden = ['cause', 'errors'].filter((key) => Object.hasOwn(error, key));
  const first = ['message', 'stack', ...hidden];
  const keys = Object.keys(error).filter((key) => !first.includes(key) && key !== 'name');
  return [
    ['type', () => error.name],
    ...first.map((key): Entry => [key, () => (error as unknown as Record<string, unknown>)[key]]),
    ...propertyEntries(error, keys, walk).map(
      ([key, read]): Entry => [/^type_*$/.test(key) ? `${key}_` : key, read],
    ),
  ];
}
