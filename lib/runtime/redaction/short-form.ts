/**
 * What is worth knowing of a live object: a request, an answer, a socket, an agent, a client. Whole, it would be
 * thousands of nodes, and its inner parts hold every header and key under names that nobody thinks of.
 */
export function shortForm(value: object): Readonly<Record<string, unknown>> {
  const short: Record<string, unknown> = { type: typeName(value) };
  for (const name of SHOWN) {
    const member = read(value, name);
    if (PRIMITIVE.includes(typeof member)) short[name] = member;
  }
  return short;
}

// --- internal ---

const PRIMITIVE: readonly string[] = ['string', 'number', 'boolean'];
const SHOWN =
  'method protocol host hostname port path url origin status statusCode statusMessage statusText readyState localAddress localPort remoteAddress remotePort destroyed aborted timeout'.split(
    ' ',
  );

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
