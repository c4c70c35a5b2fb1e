import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Body;
  readonly raw: Buffer;
}

export interface LogRecord {
  readonly body: { readonly stringValue: string };
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
  readonly [member: string]: unknown;
}

interface Body {
  readonly resourceLogs?: readonly {
    readonly resource: { readonly attributes: LogRecord['attributes'] };
    readonly scopeLogs: readonly { readonly logRecords: readonly LogRecord[] }[];
  }[];
  // biome-ignore lint/suspicious/noExplicitAny: tests look where they like
  readonly resourceMetrics?: any;
}

/** What the server does with a request: the number counts from 1. Undefined takes it. */
export type Behaviour = (request: number, received: Received) => Reply | undefined;

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** In the place of `body`. */
  readonly text?: string;
  /** Says so many bytes more than it sends, and hangs up. */
  readonly cut?: true;
  /** Hangs up without a word. */
  readonly hangUp?: true;
  /** Takes what was sent, whatever is answered. */
  readonly takes?: true;
  /** Does not take the first so many records. */
  readonly without?: number;
  /** ms. */
  readonly delay?: number;
}

/** Takes OTLP/HTTP as JSON, and answers as it is told. */
export async function otlpServer(behave: Behaviour = () => undefined, port = 0) {
  const received: Received[] = [];
  const taken: LogRecord[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const raw = Buffer.concat(chunks);
    const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
    const one = { path: request.url!, headers: request.headers, body: JSON.parse(`${text}`) as Body, raw };
    received.push(one);
    const reply = behave(received.length, one) ?? {};
    if (reply.delay) await new Promise((resolve) => setTimeout(resolve, reply.delay));
    const { status = 200 } = reply;
    if (reply.takes || (status === 200 && !reply.hangUp && !reply.cut))
      taken.push(...recordsOf(one.body).slice(reply.without ?? 0));
    answer(response, reply, status);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    received,
    records: () => taken as readonly LogRecord[],
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export type OtlpServer = Awaited<ReturnType<typeof otlpServer>>;

export const recordsOf = ({ resourceLogs = [] }: Body): LogRecord[] =>
  resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords));

/** An attribute's value, without its kind. */
export const attribute = (record: LogRecord, key: string): unknown =>
  Object.values(record.attributes.find((one) => one.key === key)?.value ?? {})[0];

// --- internal ---

function answer(
  response: ServerResponse,
  { headers, body = {}, text = JSON.stringify(body), cut, hangUp }: Reply,
  status: number,
): void {
  if (hangUp) {
    response.destroy();
    return;
  }
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': String(text.length + (cut ? 100 : 0)),
    ...headers,
  });
  if (!cut) {
    response.end(text);
    return;
  }
  response.write(text, () => response.destroy());
}
