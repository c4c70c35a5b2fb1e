import { types } from 'node:util';

/**
 * What is worth knowing of a live object: a request, an answer, a socket, an agent, a client. Whole, it would be
 * thousands of nodes, and its inner parts hold every header and key under names that nobody thinks of.
 * @returns Undefined for a value that is only data.
 */
export function shortForm(value: object): Readonly<Record<string, unknown>> | undefined {
  if (!isLive(value)) return undefined;
  const short: Record<string, unknown> = { type: typeName(value) };
  for (const name of SHOWN) {
    const member = read(value, name);
    if (typeof member === 'string' || typeof member === 'number' || typeof member === 'boolean')
      short[name] = member;
  }
  return short;
}

// --- internal ---

const SHOWN = [
  ...['method', 'protocol', 'host', 'hostname', 'port', 'path', 'url', 'origin', 'status', 'statusCode'],
  ...['statusMessage', 'statusText', 'readyState', 'localAddress', 'localPort', 'remoteAddress'],
  ...['remotePort', 'destroyed', 'aborted', 'timeout'],
] as const;

/** Of fetch, whose members are getters of the class. */
const FETCH: ReadonlySet<string> = new Set(['Request', 'Response', 'Headers']);

/** An event emitter, a stream, an object of fetch; or an agent or a pool that keeps such objects. */
function isLive(value: object): boolean {
  if (types.isProxy(value)) return false;
  return (
    Object.hasOwn(value, '_events') ||
    Object.hasOwn(value, '_readableState') ||
    Object.hasOwn(value, '_writableState') ||
    FETCH.has(tagOf(value))
  );
}

function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

function typeName(value: object): string {
  const { name } = (read(value, 'constructor') ?? {}) as { name?: unknown };
  return typeof name === 'string' && name !== '' ? name : 'Object';
}

function read(value: object, name: string): unknown {
  try {
    return (value as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}
