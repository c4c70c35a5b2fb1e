import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IDLE_CLIENT_MS, SERVER_LIMITS } from '../time-limit/server-limits';
import { LocalRealmError } from './local-realm-error';

/** An HTTP server that only this machine can reach. */
export interface LoopbackServer {
  readonly port: number;
  /** `http://127.0.0.1:<port>`, without a slash at its end. */
  readonly url: string;
  /** Also cuts connections that are still open. */
  readonly close: () => Promise<void>;
}

export const LOOPBACK = '127.0.0.1';

/** Largest request body that a loopback server reads. */
const MAX_BODY_BYTES = 1024 * 1024;

/** `name` is for the error message; port 0 takes any free port; `allowHosts` are further names, as of a proxy. */
export async function startLoopbackServer(
  name: string,
  port: number,
  listener: RequestListener,
  allowHosts: readonly string[] = [],
): Promise<LoopbackServer> {
  const server = createServer(SERVER_LIMITS, (request, response) => {
    const { host } = request.headers;
    const name = host?.toLowerCase().replace(/:\d+$/, '');
    if (isLoopbackHost(host, portOf(server)) || (name !== undefined && allowHosts.includes(name))) {
      return listener(request, response);
    }
    response.writeHead(403, { 'content-type': 'text/plain' }).end('refused: unknown host\n');
  });
  server.setTimeout(IDLE_CLIENT_MS);
  await listen(server, name, port);
  return {
    port: portOf(server),
    url: `http://${LOOPBACK}:${portOf(server)}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/**
 * Whether a Host header names this server. Any other name means that a page from elsewhere has rebound its
 * own name to this machine.
 */
export function isLoopbackHost(host: string | undefined, port: number): boolean {
  const names = [LOOPBACK, 'localhost'];
  return names.some((name) => host === `${name}:${port}` || (port === 80 && host === name));
}

/** The whole body as text; undefined when it is larger than any client of a local realm sends. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The user's words for a port that cannot be had. */
export function listenError(name: string, port: number, error: NodeJS.ErrnoException): Error {
  const reasons: Record<string, string> = {
    EADDRINUSE: 'is already in use',
    EACCES: 'may not be used by this user',
  };
  const reason = reasons[error.code ?? ''];
  if (!reason) return error;
  return new LocalRealmError(`${name}: port ${port} ${reason}; give another with --port, or 0 for any`);
}

// --- internal ---

function listen(server: Server, name: string, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', (error) => fail(listenError(name, port, error)));
    server.listen(port, LOOPBACK, done);
  });
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
