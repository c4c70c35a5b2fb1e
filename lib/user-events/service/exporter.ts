import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import { isServedHost, REFUSED_HOST } from '../../runtime/metrics/served-host';
import { IDLE_CLIENT_MS, SERVER_LIMITS } from '../../time-limit/server-limits';
import { PROMETHEUS_CONTENT_TYPE } from '../prometheus-text';
import { UserEventsError } from '../user-events-error';

export interface ExporterProps {
  readonly host: string;
  /** 0 takes any. */
  readonly port: number;
  /** Names with a dot by which it is asked, in lower case. */
  readonly allowHosts: readonly string[];
  /** Prometheus's text, in chunks. */
  readonly metrics: () => Iterable<string>;
  /** Called before the text is made; the answer, when a client has received all of it. */
  readonly beginScrape: () => () => void;
  readonly isRunning: () => boolean;
  /** For GET /metrics/kafka. */
  readonly state: () => Readonly<Record<string, unknown>>;
}

export interface Exporter {
  /** e.g. `http://127.0.0.1:9095` */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * Serves GET /metrics, /ping and /metrics/kafka, as OpenWhisk's service does.
 * @throws UserEventsError when it cannot listen.
 */
export async function startExporter(props: ExporterProps): Promise<Exporter> {
  const server = createServer(SERVER_LIMITS, (request, response) => {
    answer(request, response, props).catch(() => response.destroy());
  });
  server.setTimeout(IDLE_CLIENT_MS);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await listen(server, props);
  const { port } = server.address() as AddressInfo;
  const host = props.host.includes(':') ? `[${props.host}]` : props.host;
  return {
    url: `http://${host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

// --- internal ---

/** Longer than between two scrapes: whoever asks on a connection just as it is closed is told of a reset. */
const KEEP_ALIVE_MS = 120_000;

const TEXT = { 'content-type': 'text/plain; charset=utf-8' };
const JSON_TYPE = { 'content-type': 'application/json' };

type Answer = (request: IncomingMessage, response: ServerResponse, props: ExporterProps) => unknown;

const ROUTES = new Map<string, Answer>([
  [
    '/ping',
    (_request, response, { isRunning }) =>
      isRunning()
        ? response.writeHead(200, TEXT).end('pong')
        : response.writeHead(503, TEXT).end('Consumer not running'),
  ],
  ['/metrics', sendMetrics],
  [
    '/metrics/kafka',
    (_request, response, { state }) => response.writeHead(200, JSON_TYPE).end(JSON.stringify(state())),
  ],
]);

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  props: ExporterProps,
): Promise<void> {
  const route = ROUTES.get(request.url!.split('?')[0]!);
  if (!isServedHost(request.headers.host, props.allowHosts)) response.writeHead(403, TEXT).end(REFUSED_HOST);
  else if (!route) response.writeHead(404, TEXT).end(`try ${[...ROUTES.keys()].join(', ')}\n`);
  else if (request.method !== 'GET' && request.method !== 'HEAD')
    response.writeHead(405, { ...TEXT, allow: 'GET, HEAD' }).end('only GET and HEAD\n');
  else await route(request, response, props);
}

async function sendMetrics(
  request: IncomingMessage,
  response: ServerResponse,
  { metrics, beginScrape }: ExporterProps,
): Promise<void> {
  const gzip = /\bgzip\b/.test(String(request.headers['accept-encoding']));
  response.writeHead(200, {
    'content-type': PROMETHEUS_CONTENT_TYPE,
    vary: 'accept-encoding',
    ...(gzip && { 'content-encoding': 'gzip' }),
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const shown = beginScrape();
  const text = Readable.from(inTurns(metrics()), { objectMode: true, highWaterMark: 1 });
  await (gzip ? pipeline(text, createGzip({ level: 1 }), response) : pipeline(text, response));
  shown();
}

/** Lets events be counted, heartbeats be sent and others be answered between two chunks. */
async function* inTurns(chunks: Iterable<string>): AsyncGenerator<string, void> {
  for (const chunk of chunks) {
    yield chunk;
    await turn();
  }
}

function listen(server: Server, { host, port }: ExporterProps): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', ({ code, message }: NodeJS.ErrnoException) =>
      reject(
        new UserEventsError(
          code === 'EADDRINUSE'
            ? `cannot listen on ${host}:${port}: the port is in use; give another --port`
            : `cannot listen on ${host}:${port}: ${message}`,
        ),
      ),
    );
    server.listen(port, host, resolve);
  });
}
